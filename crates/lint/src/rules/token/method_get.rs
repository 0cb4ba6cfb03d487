//! RFC 6749 §3.2: "The client MUST use the HTTP "POST" method when making access token requests."

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::is_reason_unseen;
use crate::refusal::{has_read_parameters, is_refused};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/method-get",
    title: "The token request is a GET",
    lead: "The app sent the token request as a GET, with the code in the URL, and the token endpoint refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.2"), Reference::Rfc(6749, "4.1.3")],
    why: "A token endpoint takes POST with the parameters in the body. In a URL the code and the secret also end up in logs and histories.",
    fix: "Send the token request as a POST, with its parameters in a form-encoded body.",
    verify: "Send the token request again: it is a POST with the parameters in its body.",
    disproof: "A POST with the same parameters in its body gets the same error.",
    explains: &[
        "format/content-type",
        "format/empty-body",
        "format/html-instead-of-json",
        "token/error-shape",
        "token/grant-refused",
        "token/invalid-client",
        "token/invalid-request",
        "token/wrong-endpoint",
    ],
    since: "0.1.0",
    page: page!("method_get.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.exchange.request.method != "GET" {
        return Verdict::Pass;
    }
    if token.exchange.status().is_none() {
        return Verdict::Inconclusive("the answer");
    }
    // Some providers take it so.
    let credentials = token.response().error() == Some("invalid_client");
    if !is_refused(token) || has_read_parameters(token) && !credentials {
        return Verdict::NotApplicable;
    }
    let evidence = fail(
        "The token request was sent as a GET with its parameters in the URL, and the provider refused it.",
    )
    .inferred_if(is_reason_unseen(token.exchange))
    .at(Pointer::new(token.message, Part::Method))
    .at(Pointer::new(token.message, Part::Status));
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}
