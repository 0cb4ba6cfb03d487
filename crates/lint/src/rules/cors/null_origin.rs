//! Fetch, "serializing a request origin": an opaque origin is written `null`.

use http::cors::CorsRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/null-origin",
    title: "The page has no origin of its own",
    lead: "A request of the page says Origin: null, and the server's answer is not open to it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Html("Sandboxing", "sandboxing"),
    ],
    why: "A sandboxed frame, a file and a data URL have no origin: the browser sends Origin: null, which hardly any server allows.",
    fix: "Serve the app by http(s) from an address of its own, and give a sandboxed frame allow-same-origin. In Electron and the like, make the call in the main process, or load the page by an own scheme or from http://localhost in place of a file.",
    verify: "Open the app at an http(s) address of its own: the request has that origin, not Origin: null.",
    disproof: "The same call from a page with a real, allowed origin is blocked too.",
    explains: &["cors/no-acao", "cors/origin-mismatch"],
    since: "0.1.0",
    page: page!("null_origin.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    if fetch.origin != "null" {
        return Verdict::Pass;
    }
    let Some(FetchFailure::Answer(CorsRefusal::NoAllowOrigin | CorsRefusal::OtherOrigin)) =
        refusal(fetch, flow)
    else {
        return Verdict::Pass;
    };
    let evidence = fail(Phrase::from("The request says Origin: null, and the answer is not open to it."))
        .noted(
            fetch.origin_pointer(),
            "a sandboxed frame, a file, a data URL, or a redirect over several origins",
        )
        .at(Pointer::new(fetch.message, Part::Status));
    judged(evidence, fetch, flow).into()
}
