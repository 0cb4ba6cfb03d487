//! Fetch, "CORS check": several values are combined into one text, which is no origin.

use http::cors::CorsRefusal;
use oauth::Flow;

use crate::cors::{FetchFailure, has_to_carry, judged, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/multiple-acao",
    title: "The answer allows several origins at once",
    lead: "The answer to a request of the page carries Access-Control-Allow-Origin twice, or with a list of origins.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Fetch("Access-Control-Allow-Origin", "http-access-control-allow-origin"),
    ],
    why: "Access-Control-Allow-Origin takes one origin, or a star. With two headers or a list the browser refuses, also if the right one is among them.",
    fix: "Let one program alone add the header (the app or the proxy in front of it, not both), with the one origin that asked.",
    verify: "Repeat the request: the answer has one Access-Control-Allow-Origin, with one value.",
    disproof: "The answer in the browser's DevTools has just one Access-Control-Allow-Origin value.",
    explains: &[],
    since: "0.1.0",
    page: page!("multiple_acao.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Answer(CorsRefusal::SeveralOrigins)) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    let summary =
        "The answer carries more than one value of Access-Control-Allow-Origin, and the browser takes one.";
    let evidence = fail(summary)
        .at(fetch.header_pointer("access-control-allow-origin"))
        .noted(fetch.origin_pointer(), has_to_carry(fetch));
    judged(evidence, fetch, flow).into()
}
