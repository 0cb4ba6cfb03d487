//! RFC 6749 §4.1.2.1: `server_error`, `temporarily_unavailable`; RFC 9110 §15.6: the server "is aware that it has erred".

use http::NetworkFault;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::succeeds_later;
use crate::parties::is_same_host;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/idp-outage",
    title: "Several endpoints of the provider fail",
    lead: "Two or more endpoints of the same provider failed in one login: status 500 and more, or no connection.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::Rfc(9110, "15.6")],
    why: "More than one endpoint of the provider answers with an error of its own or not at all. The app's settings seldom do that: the provider, or something in front of it, has a problem.",
    fix: "Look at the provider's status page and wait; do not change the app.",
    verify: "Log in again later: neither of the two endpoints fails.",
    disproof: "Other clients got answers from both endpoints at the same time.",
    explains: &[
        "authorize/error-page",
        "callback/back-to-login",
        "callback/error",
        "callback/server-error",
        "cors/no-acao",
        "discovery/fetch-failed",
        "format/html-instead-of-json",
        "jwks/fetch-failed",
        "network/gateway-5xx",
        "network/refused",
        "token/error-shape",
        "token/grant-refused",
        "token/invalid-grant",
        "userinfo/failed",
    ],
    since: "0.1.0",
    page: page!("idp_outage.md"),
    check: Check::Login(check),
};

/// So many failures are compared.
const MOST: usize = 32;

fn check(flow: &Flow<'_>) -> Verdict {
    let mut failed: Vec<(usize, &FlowMessage<'_>)> = Vec::new();
    let mut proof = None;
    for (index, message) in flow.messages.iter().enumerate().filter(|(_, message)| is_failure(message)) {
        if failed.len() == MOST || succeeds_later(flow, index) {
            continue;
        }
        let uri = &message.exchange.request.uri;
        // Another host may be another matter.
        let earlier = failed.iter().find(|(_, other)| {
            let other = &other.exchange.request.uri;
            is_same_host(other, uri) && !other.same_endpoint(uri)
        });
        // Two of them are the proof; more say nothing new.
        if let Some((first, a)) = earlier {
            proof = Some((*first, *a, index));
            break;
        }
        failed.push((index, message));
    }
    let Some((first, a, second)) = proof else { return Verdict::Pass };
    // It is about the first of them: what came later follows from the same outage.
    let part = if a.exchange.status().is_some() { Part::Status } else { Part::NetworkError };
    let summary = Phrase::from("The provider failed at ").value(Pointer::new(first, Part::Url));
    fail(summary.text(" and, in the same login, at ").value(Pointer::new(second, Part::Url)).text("."))
        .at(Pointer::new(first, part))
        .at(Pointer::new(first, Part::Url))
        .into()
}

/// Whether an endpoint of the provider fails: with a status of 500 and more, or without an answer.
fn is_failure(message: &FlowMessage<'_>) -> bool {
    let at_provider = message.kind.expects_json() || message.kind == MessageKind::AuthorizationRequest;
    let by_status = message.exchange.status().is_some_and(|status| status >= 500);
    let error = message.exchange.error.as_ref();
    let unreachable = message.exchange.status().is_none()
        && error.is_some_and(|error| error.fault == NetworkFault::Refused);
    let aborted = error.is_some_and(|error| error.fault == NetworkFault::Aborted);
    at_provider
        && !matches!(message.kind, MessageKind::Introspection | MessageKind::ResourceMetadata)
        && !aborted
        && (by_status || unreachable)
}
