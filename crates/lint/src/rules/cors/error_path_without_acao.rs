//! Fetch, "CORS check": errors need the header as well as successes.

use http::cors::CorsRefusal;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal};
use crate::login::endpoint;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/error-path-without-acao",
    title: "Only the error answers lack Access-Control-Allow-Origin",
    lead: "An endpoint answers the page's request with an error and without Access-Control-Allow-Origin. Other \
          answers of the same address, to a preflight or to an earlier request, have it.",
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
    why: "The server opens its good answers to the page and forgets the bad ones. The page cannot read what went wrong: it sees a network error.",
    fix: "Look at the status: this is the error to mend. Then let the server add the header to its error answers too (nginx: add_header with always).",
    verify: "Repeat the request: the endpoint answers it without an error, or the page can read the error.",
    disproof: "The page's own log shows the status and the body of this answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("error_path_without_acao.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Answer(CorsRefusal::NoAllowOrigin)) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    let Some(status) = fetch.exchange.status().filter(|status| *status >= 400) else { return Verdict::Pass };
    if fetch.kind == MessageKind::Preflight {
        return Verdict::Pass;
    }
    let is_open = |message: &FlowMessage<'_>| {
        let exchange = message.exchange;
        exchange.status().is_some_and(|status| (200..300).contains(&status))
            && exchange.response_header("access-control-allow-origin").is_some()
            && exchange.request.uri.same_endpoint(&fetch.exchange.request.uri)
    };
    let Some(open) = flow.messages.iter().position(is_open) else { return Verdict::Pass };
    let summary = Phrase::from(endpoint(fetch.kind)).text(" answered with status ").number(status);
    let evidence = fail(summary.text(" and without Access-Control-Allow-Origin, which its good answers have. So the page cannot read the error."))
        .noted(Pointer::new(fetch.message, Part::Status), "the error to mend")
        .noted(Pointer::new(open, Part::ResponseHeader("access-control-allow-origin".into())), "a good answer of the same address");
    judged(evidence, fetch, flow).into()
}
