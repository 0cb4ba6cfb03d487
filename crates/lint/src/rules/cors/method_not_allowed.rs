//! Fetch, "CORS-preflight fetch", step 7: a method that is not GET, HEAD or POST has to be on the list.

use http::cors::PreflightRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal, show_allowed};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/method-not-allowed",
    title: "The server does not allow the method of the request",
    lead: "The browser asked the server (preflight) whether the page may use a method such as PUT or DELETE, and it \
          may not.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS-preflight fetch", "cors-preflight-fetch"),
        Reference::Fetch("Access-Control-Allow-Methods", "http-access-control-allow-methods"),
    ],
    why: "Before this request the browser asks whether it may use this method. It is not on the list, so the request is never sent.",
    fix: "Use POST for the token request, and GET for documents; for another method, add it to Access-Control-Allow-Methods at the server.",
    verify: "Repeat the call: it uses GET or POST, or the preflight allows its method, and it is sent.",
    disproof: "The server's access log has the PUT, DELETE or other request that the browser asked about.",
    explains: &[],
    since: "0.1.0",
    page: page!("method_not_allowed.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Preflight(PreflightRefusal::Method(_))) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    let asked = Pointer::new(fetch.message, Part::RequestHeader("access-control-request-method".into()));
    let summary = Phrase::from("The answer to the preflight request does not allow ").value(asked.clone());
    let evidence = fail(summary.text(", so the request was not sent."))
        .noted(asked, "It has to stand in Access-Control-Allow-Methods.");
    judged(show_allowed(evidence, fetch, "access-control-allow-methods"), fetch, flow).into()
}
