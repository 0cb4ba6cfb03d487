//! Fetch, "CORS-preflight fetch", step 7: each header that is not safelisted has to be on the list.

use http::cors::PreflightRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal, show_allowed};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/header-not-allowed",
    title: "The server does not allow a header that the page sends",
    lead: "The browser asked the server (preflight) whether the page may send its headers, and one of them is not \
          allowed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS-preflight fetch", "cors-preflight-fetch"),
        Reference::Fetch("Access-Control-Allow-Headers", "http-access-control-allow-headers"),
    ],
    why: "Before this request the browser asks which headers it may send. One of them is not on the list, so the request is never sent.",
    fix: "Take the header away from this request if it is not needed there; else add it to Access-Control-Allow-Headers at the server.",
    verify: "Repeat the call: the preflight allows each header that it asks for, and the request is sent.",
    disproof: "The call is blocked in the same way after this header was taken away.",
    explains: &[],
    since: "0.1.0",
    page: page!("header_not_allowed.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Preflight(PreflightRefusal::Header(name))) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    let asked = Pointer::new(fetch.message, Part::RequestHeader("access-control-request-headers".into()));
    let field = fetch.exchange.request_header("access-control-request-headers").unwrap_or_default();
    let start = field.find(name).unwrap_or_default();
    let asked = asked.marking(Some(start..start + name.len()));
    let evidence = fail(Phrase::from("The answer to the preflight request does not allow a header that the page wants to send, so the request was not sent."))
        .noted(asked, "It has to stand in Access-Control-Allow-Headers.");
    judged(show_allowed(evidence, fetch, "access-control-allow-headers"), fetch, flow).into()
}
