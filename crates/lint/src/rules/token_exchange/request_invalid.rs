//! RFC 8693 §2.1: `subject_token` and `subject_token_type` are "REQUIRED"; `actor_token_type` is "REQUIRED when the "actor_token"
//! parameter is present".

use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-exchange/request-invalid",
    title: "The token exchange lacks a parameter",
    lead: "A token exchange (RFC 8693) was refused, and the request lacks subject_token, subject_token_type or \
          actor_token_type.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8693, "2.1")],
    why: "A token exchange needs the token to exchange and the name of its kind. One of them is missing.",
    fix: "Send subject_token and subject_token_type (urn:ietf:params:oauth:token-type:access_token for an access token).",
    verify: "Send the exchange again: the missing parameter is there, and the provider gives a token.",
    disproof: "The same exchange with the missing parameter gets the same error.",
    explains: &["token/invalid-request"],
    since: "0.1.0",
    page: page!("request_invalid.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:ietf:params:oauth:grant-type:token-exchange" || !is_refused(token) {
        return Verdict::NotApplicable;
    }
    if token.exchange.request.body.present().is_none() {
        return Verdict::Inconclusive("the body of the token request");
    }
    let has = |name: &str| token.parameters.seen(name).is_some_and(|value| !value.is_empty());
    let missing = if !has("subject_token") {
        "subject_token"
    } else if !has("subject_token_type") {
        "subject_token_type"
    } else if has("actor_token") && !has("actor_token_type") {
        "actor_token_type"
    } else {
        return Verdict::Pass;
    };
    let summary =
        Phrase::from("The token exchange has no ").text(missing).text(", and the provider refused it.");
    let evidence = fail(summary).at(token.pointer("grant_type"));
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}
