//! Fetch, "CORS check", steps 5 and 6: with credentials the header has to be `true`.

use http::cors::CorsRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/credentials-not-true",
    title: "The answer does not allow credentials, and the request carries cookies",
    lead: "A request of the page went out with cookies, and the answer lacks Access-Control-Allow-Credentials: true.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Fetch("Access-Control-Allow-Credentials", "http-access-control-allow-credentials"),
    ],
    why: "For a request with cookies the browser wants Access-Control-Allow-Credentials: true, in lower case, or it hides the answer.",
    fix: "Leave the credentials away (fetch: credentials omit; axios: withCredentials false): OAuth endpoints need no cookies of a page.",
    verify: "Repeat the request: it goes without cookies, or the answer allows them, and the page reads it.",
    disproof: "The request is blocked in the same way when it is sent with credentials omitted.",
    explains: &[],
    since: "0.1.0",
    page: page!("credentials_not_true.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Answer(CorsRefusal::NoCredentials)) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    // Without a sign of the refusal the cookie header can be the recorder's.
    if fetch.exchange.error.is_none() {
        return Verdict::Inconclusive("whether the page got the answer");
    }
    let cookie = Pointer::new(fetch.message, Part::RequestHeader("cookie".into()));
    let evidence = fail(Phrase::from(
        "The page sent cookies along, and the answer does not carry Access-Control-Allow-Credentials: true.",
    ))
    .noted(cookie, "sent with credentials");
    let evidence = match fetch.exchange.response_header("access-control-allow-credentials") {
        Some(_) => evidence.at(fetch.header_pointer("access-control-allow-credentials")),
        None => evidence.at(Pointer::new(fetch.message, Part::Status)),
    };
    judged(evidence, fetch, flow).into()
}
