//! Fetch, "CORS non-wildcard request-header name": `Authorization` has to be listed by its name.

use http::cors::PreflightRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/wildcard-no-authorization",
    title: "The star does not allow the Authorization header",
    lead: "The page wants to send Authorization, and the server's answer to the preflight allows *.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[
        Reference::Fetch("CORS-preflight fetch", "cors-preflight-fetch"),
        Reference::Fetch("CORS non-wildcard request-header name", "cors-non-wildcard-request-header-name"),
    ],
    why: "A star in Access-Control-Allow-Headers stands for all headers but Authorization, and a browser that keeps to the standard does not send the request with the token.",
    fix: "Write Access-Control-Allow-Headers: *, Authorization at the server, or list the headers one by one.",
    verify: "Repeat the call: Access-Control-Allow-Headers names Authorization, and the request is sent.",
    disproof: "The console shows at most a warning about Authorization, and the request was sent.",
    explains: &[],
    since: "0.1.0",
    page: page!("wildcard_no_authorization.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Preflight(PreflightRefusal::WildcardWithoutAuthorization)) = refusal(fetch, flow)
    else {
        return Verdict::Pass;
    };
    let asked = Pointer::new(fetch.message, Part::RequestHeader("access-control-request-headers".into()));
    let evidence =
        fail(Phrase::from("The server allows all headers by a star, which does not cover Authorization."))
            .noted(asked, "what the page wants to send")
            .noted(
                fetch.header_pointer("access-control-allow-headers"),
                "Access-Control-Allow-Headers: *, Authorization is needed.",
            );
    judged(evidence, fetch, flow).into()
}
