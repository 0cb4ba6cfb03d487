//! Fetch, "CORS-preflight fetch": only an ok status (200 to 299) lets the request behind it go out.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::cors::went_out;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/preflight-status",
    title: "The preflight request is answered with an error",
    lead: "Before a request with an Authorization header or a JSON body, for instance, the browser asks the server with OPTIONS \
          whether the page may send it. The server answered this question with an error.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[
        Reference::Fetch("CORS-preflight fetch", "cors-preflight-fetch"),
        Reference::Fetch("ok status", "ok-status"),
    ],
    why: "Before this request the browser asks with OPTIONS whether it may send it. An error means no, so the request is never sent.",
    fix: "Answer OPTIONS on this URL with status 204 and the Access-Control headers, before authentication and routing.",
    verify: "Send the same OPTIONS with curl: the status is from 200 to 299, with the Access-Control headers.",
    disproof: "The server's log shows that the request behind this preflight reached it.",
    explains: &[],
    since: "0.1.0",
    page: page!("preflight_status.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    if fetch.kind != MessageKind::Preflight {
        return Verdict::NotApplicable;
    }
    let Some(status) = fetch.exchange.status() else {
        return Verdict::Inconclusive("the answer to the preflight request");
    };
    // A redirect fails as well, for another reason.
    if status < 400 {
        return Verdict::Pass;
    }
    if went_out(fetch, flow) {
        return Verdict::NotApplicable;
    }
    fail(Phrase::from("The server answered the OPTIONS request with status ").number(status).text("."))
        .at(Pointer::new(fetch.message, Part::Status))
        .at(Pointer::new(fetch.message, Part::Method))
        .noted(fetch.origin_pointer(), "The page that asked.")
        .into()
}
