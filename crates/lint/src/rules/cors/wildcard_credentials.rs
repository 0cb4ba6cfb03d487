//! Fetch, "CORS check", step 2: `*` counts only where the credentials mode is not "include".

use http::cors::CorsRefusal;
use oauth::{Flow, Part, Pointer};

use crate::cors::{FetchFailure, judged, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/wildcard-credentials",
    title: "The answer is open to all, and the request carries cookies",
    lead: "A request of the page went out with cookies, and the answer carries Access-Control-Allow-Origin: *.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Fetch("Access-Control-Allow-Origin", "http-access-control-allow-origin"),
    ],
    why: "A star in Access-Control-Allow-Origin does not count for requests with credentials. The browser hides the answer.",
    fix: "Leave the credentials away (fetch: credentials omit; axios: withCredentials false): OAuth endpoints need no cookies of a page.",
    verify: "Repeat the request with credentials omitted: it has no Cookie header, and the page reads the answer.",
    disproof: "DevTools show no Cookie header in this request as the browser sent it.",
    explains: &[],
    since: "0.1.0",
    page: page!("wildcard_credentials.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Answer(CorsRefusal::WildcardWithCredentials)) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    // Without a sign of the refusal the cookie header can be the recorder's.
    if fetch.exchange.error.is_none() {
        return Verdict::Inconclusive("whether the page got the answer");
    }
    let line = Phrase::from("With credentials it has to be: Access-Control-Allow-Origin: ")
        .value(fetch.origin_pointer());
    let evidence = fail(
        "The page sent cookies along, and the answer is open to all origins (*), which does not count then.",
    )
    .noted(
        fetch.header_pointer("access-control-allow-origin"),
        line.text(", beside Access-Control-Allow-Credentials: true"),
    )
    .noted(Pointer::new(fetch.message, Part::RequestHeader("cookie".into())), "sent with credentials");
    judged(evidence, fetch, flow).into()
}
