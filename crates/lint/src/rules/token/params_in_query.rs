//! RFC 6749 §2.3.1: "The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI."

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::refusal::{has_read_parameters, is_refused};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/params-in-query",
    title: "The token request has its parameters in the URL",
    lead: "The token request is a POST, and its parameters stand in the URL behind ?. The body does not have them.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "2.3.1"), Reference::Rfc(6749, "3.2"), Reference::Rfc(6749, "4.1.3")],
    why: "A token endpoint reads the body of the POST. What stands in the URL behind ? is not looked at, and is written into logs.",
    fix: "Move the parameters from the URL into the body of the POST, form-encoded.",
    verify: "Send the token request again: the parameters stand in the body of the POST, not in the URL.",
    disproof: "The provider's log lists the parameters that it read from the URL.",
    explains: &["token/error-shape", "token/grant-refused", "token/invalid-client", "token/invalid-request"],
    since: "0.1.0",
    page: page!("params_in_query.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.exchange.request.method != "POST" || !token.by_query {
        return Verdict::NotApplicable;
    }
    if token.exchange.status().is_none() {
        return Verdict::Inconclusive("the answer");
    }
    // Some providers read the query too.
    let speaks_of_code = Words::of(token.message, token.exchange)
        .is_some_and(|words| words.have(&["expired", "already used", "revoked", "code was", "verifier"]));
    if speaks_of_code {
        return Verdict::NotApplicable;
    }
    let credentials = token.response().error() == Some("invalid_client");
    if !is_refused(token) || has_read_parameters(token) && !credentials {
        return Verdict::NotApplicable;
    }
    let evidence = fail("The token request is a POST whose parameters stand in the URL and not in its body.")
        .at(token.pointer("grant_type"))
        .at(Pointer::new(token.message, Part::Status));
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}
