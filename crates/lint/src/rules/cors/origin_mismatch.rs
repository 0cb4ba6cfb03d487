//! Fetch, "CORS check", step 4: the header has to be the origin, byte for byte.

use http::Uri;
use http::cors::CorsRefusal;
use oauth::Flow;

use crate::cors::{FetchFailure, has_to_carry, judged, refusal};
use crate::parties::{Nearness, nearness};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/origin-mismatch",
    title: "The answer is open to another origin than the page's",
    lead: "The answer to a request of the page carries Access-Control-Allow-Origin with an origin, and it is not the \
          page's.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::ProviderSettings,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Fetch("Access-Control-Allow-Origin", "http-access-control-allow-origin"),
    ],
    why: "The browser compares Access-Control-Allow-Origin with the origin of the page, character for character. Where they differ it hides the answer.",
    fix: "Answer with exactly the origin of the page (scheme, host and port, without a slash at the end), or add it to the list of allowed web origins at the provider.",
    verify: "Repeat the request: Access-Control-Allow-Origin in the answer equals the page's origin exactly.",
    disproof: "DevTools show an answer whose Access-Control-Allow-Origin is the page's own origin.",
    explains: &[],
    since: "0.1.0",
    page: page!("origin_mismatch.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(FetchFailure::Answer(CorsRefusal::OtherOrigin)) = refusal(fetch, flow) else {
        return Verdict::Pass;
    };
    let allowed = fetch.header_pointer("access-control-allow-origin");
    let stated = fetch.exchange.response_header("access-control-allow-origin").unwrap_or_default().trim();
    let summary =
        Phrase::from("The page is at ").value(fetch.origin_pointer()).text(", and the answer is open to ");
    let how = difference(&fetch.origin, stated);
    let evidence = fail(summary.value(allowed.clone()).text(how))
        .noted(fetch.origin_pointer(), has_to_carry(fetch))
        .at(allowed);
    judged(evidence, fetch, flow).into()
}

/// How two origins differ, as the end of a sentence.
fn difference(page: &str, allowed: &str) -> &'static str {
    if allowed.trim_end_matches('/') == page {
        return ": a slash at its end makes it no origin.";
    }
    if allowed.eq_ignore_ascii_case(page) {
        return ": upper and lower case differ.";
    }
    let (Some(page), Some(allowed)) = (Uri::parse(page), Uri::parse(allowed)) else {
        return ", which is no origin.";
    };
    match nearness(&page, &allowed) {
        _ if allowed.path() != "/" => ", which is an address, not an origin.",
        Nearness::Same => ", which is another spelling of it.",
        Nearness::OtherPort => ": the port differs.",
        Nearness::OtherScheme => ": one is http, the other https.",
        Nearness::Sibling | Nearness::Foreign => ": the host differs.",
    }
}
