//! Fetch, "CORS check": without `Access-Control-Allow-Origin` the browser hides the answer from the page.

use http::{NetworkFault, cors};
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::cors::has_to_carry;
use crate::login::{endpoint, goes_on_with_token, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/no-acao",
    title: "The browser keeps another origin's answer from the page (CORS)",
    lead: "A page called another origin with fetch, and the answer does not carry Access-Control-Allow-Origin. The \
          browser got the answer and keeps it from the page.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::CallSymptom,
    stage: Stage::Any,
    actor: Actor::ProviderSettings,
    references: &[
        Reference::Fetch("CORS check", "concept-cors-check"),
        Reference::Fetch("Access-Control-Allow-Origin", "http-access-control-allow-origin"),
    ],
    why: "A page may read another origin's answer only if that answer names the page's origin in this header.",
    fix: "Add the page's origin (scheme, host and port, without a slash) to the allowed web origins of this client at the provider.",
    verify: "Repeat the step: the browser's console shows no CORS error, and the login gets past this request.",
    disproof: "The browser's console names a fault of the network, and not CORS, for this request.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_acao.md"),
    check: Check::CrossOriginFetch(check),
};

/// A page cannot show a login form that it fetched.
const NAVIGATE: &str = "Send the browser to this URL with location.assign instead of calling it with fetch: the user has to sign in there.";

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = fetch.exchange;
    let fault = exchange.error.as_ref().map(|error| error.fault);
    let opaque = exchange.request_header("sec-fetch-mode").is_some_and(|mode| mode != "cors");
    if opaque || fault.is_some_and(|fault| fault != NetworkFault::Blocked) || preflight_failed(fetch, flow) {
        return Verdict::NotApplicable;
    }
    if !exchange.is_finished() && exchange.response.is_none() {
        return Verdict::Inconclusive("the answer");
    }
    let who = Phrase::from(endpoint(fetch.kind));
    let evidence = match exchange.response.as_ref().and_then(|response| response.headers.present()) {
        Some(headers) => {
            if headers.hides("access-control-allow-origin") {
                return Verdict::Inconclusive(
                    "Access-Control-Allow-Origin, which was taken out of the recording",
                );
            }
            if cors::check(&fetch.origin, false, headers) != Err(cors::CorsRefusal::NoAllowOrigin) {
                return Verdict::Pass;
            }
            if fault.is_none() && page_used_the_answer(fetch, flow) {
                return Verdict::Inconclusive("the headers as the page got them");
            }
            let summary = match fetch.kind {
                MessageKind::Preflight => Phrase::from("The answer to the preflight request lacks Access-Control-Allow-Origin, so the browser does not send the request of the page at "),
                _ => who.text(" answered without Access-Control-Allow-Origin, so the browser hid the answer from the page at "),
            };
            fail(summary.value(fetch.origin_pointer()).text("."))
                .noted(fetch.origin_pointer(), has_to_carry(fetch))
                .at(Pointer::new(fetch.message, Part::Status))
        }
        None if fault.is_some() && fetch.kind != MessageKind::Preflight => {
            let summary = who
                .text(" gave no answer that the browser hands to the page at ")
                .value(fetch.origin_pointer());
            fail(summary.text(
                ". The recording does not show its headers; mostly Access-Control-Allow-Origin is missing.",
            ))
            .confidence(Confidence::Medium)
            .noted(fetch.origin_pointer(), has_to_carry(fetch))
            .at(Pointer::new(fetch.message, Part::NetworkError))
        }
        None => return Verdict::Inconclusive("the headers of the response"),
    };
    match fetch.kind {
        MessageKind::AuthorizationRequest => evidence.fix(NAVIGATE).into(),
        MessageKind::Preflight => evidence.into(),
        _ if succeeds_later(flow, fetch.message) => evidence.severity(Severity::Warning).into(),
        _ => evidence.into(),
    }
}

/// Whether the request behind a refused preflight is at hand, which was never sent, or that preflight itself.
fn preflight_failed(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> bool {
    let refused = |status: u16| !(200..300).contains(&status);
    if fetch.kind == MessageKind::Preflight {
        return fetch.exchange.status().is_some_and(refused);
    }
    fetch.exchange.response.is_none()
        && flow.of_kind(MessageKind::Preflight).any(|(_, preflight)| {
            preflight.request.uri.same_resource(&fetch.exchange.request.uri)
                && preflight.status().is_some_and(refused)
        })
}

/// Whether the page went on with a token from this answer: then nothing hid it.
fn page_used_the_answer(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> bool {
    fetch.kind == MessageKind::TokenRequest && goes_on_with_token(flow, fetch.message)
}
