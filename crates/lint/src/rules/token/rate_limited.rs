//! RFC 6585 §4: 429, "the user has sent too many requests in a given amount of time"; `Retry-After` says how long to wait.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::{is_reason_unseen, succeeds_later};
use crate::refusal::is_token_call;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/rate-limited",
    title: "The token endpoint gets too many requests",
    lead: "The token endpoint answered with status 429: it has got too many requests.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6585, "4"), Reference::Rfc(9110, "10.2.3")],
    why: "The provider counts the token requests of a client, a user or an address, and this one is over its limit.",
    fix: "Keep each token until it expires instead of asking for a new one, and wait as long as Retry-After says before trying again.",
    verify: "Use the app for an hour: it asks for a token only when one has ended, and gets no status 429.",
    disproof: "A single token request after an hour without any gets status 429 too.",
    explains: &[
        "format/content-type",
        "format/empty-body",
        "format/html-instead-of-json",
        "refresh/invalid-grant",
        "token/error-shape",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("rate_limited.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.exchange.status() != Some(429) {
        return Verdict::Pass;
    }
    // RFC 8628 §3.5 has an answer of its own for a device that asks too often.
    if token.response().error() == Some("slow_down") || !is_token_call(token, flow) {
        return Verdict::NotApplicable;
    }
    let polls = token.grant_type().ends_with(":device_code");
    if polls && is_reason_unseen(token.exchange) {
        return Verdict::Inconclusive("the answer's body: a device may only have asked too often");
    }
    let before = flow.token_exchanges().iter().filter(|other| other.message < token.message).count();
    let summary = match before {
        0 => Phrase::from("The provider answers this token request with status 429: too many requests."),
        _ => Phrase::from("The provider answers with status 429, too many requests. In this login ")
            .number(before)
            .text(" came before it."),
    };
    let mut evidence = fail(summary).at(Pointer::new(token.message, Part::Status));
    if token.exchange.response_header("retry-after").is_some() {
        let place = Pointer::new(token.message, Part::ResponseHeader("retry-after".into()));
        evidence = evidence.noted(place, "Wait so long: seconds, or a date.");
    }
    if succeeds_later(flow, token.message) {
        evidence = evidence.severity(Severity::Warning);
    }
    evidence.into()
}
