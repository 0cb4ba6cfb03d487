//! RFC 6749 §5.2: `unauthorized_client`, the client "is not authorized to use this authorization grant type";
//! `unsupported_grant_type`, it "is not supported by the authorization server".

use oauth::{Flow, TokenExchange};

use crate::login::succeeds_later;
use crate::refusal::TokenError;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/grant-refused",
    title: "The provider does not allow this grant",
    lead: "The token endpoint answered unauthorized_client (this client may not use this grant) or \
          unsupported_grant_type (the provider does not have it).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6749, "5.2")],
    why: "The provider knows several ways to tokens (grants), and each client may use those that are switched on for it. This one is not.",
    fix: "Switch this grant type on for this client in the provider's console.",
    verify: "Send the token request again: the provider gives tokens for this grant_type.",
    disproof: "The provider's settings for this client_id already allow this grant.",
    explains: &["token/error-as-200"],
    since: "0.1.0",
    page: page!("grant_refused.md"),
    check: Check::TokenRequest(check),
};

const NOT_READ: &str = "Send grant_type with the value that the provider's documentation gives, in a form-encoded body, to its token endpoint.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    let error = match response.error() {
        Some(error @ ("unsupported_grant_type" | "unauthorized_client")) => error,
        _ => return Verdict::Pass,
    };
    // Some providers say unauthorized_client of a client whose credentials are wrong.
    if TokenError::of(token).is_some() || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    let evidence = match error {
        "unauthorized_client" => not_allowed(token),
        _ => match token.grant_type() {
            "" => fail("The provider found no grant type in the token request.").fix(NOT_READ),
            _ => fail(
                Phrase::from("The provider does not know the grant ")
                    .value(token.pointer("grant_type"))
                    .text(" at this address."),
            ),
        },
    };
    let description = response.text("error_description").map(|_| response.pointer("error_description"));
    evidence
        .at_if(token.parameters.has("grant_type").then(|| token.pointer("grant_type")))
        .at(response.pointer("error"))
        .noted_if(description, "What the provider says.")
        .into()
}

fn not_allowed(token: &TokenExchange<'_>) -> Evidence<Nowhere> {
    let (what, fix) = match token.grant_type() {
        "authorization_code" => (
            "This client may not exchange codes.",
            "Switch the authorization code flow on for this client in the provider's console, and compare the client_id with the one there.",
        ),
        "refresh_token" => (
            "This client may not use refresh tokens.",
            "Switch the grant refresh_token on for this client in the provider's console.",
        ),
        "client_credentials" => (
            "This client may not ask for tokens of its own, without a user.",
            "Switch client credentials (service accounts) on for this client in the provider's console; it has to be a confidential client.",
        ),
        "password" => (
            "This client may not send the user's password.",
            "Use the authorization code flow: most providers have given the password grant up.",
        ),
        _ => ("This client may not use this grant.", RULE.fix),
    };
    fail(what).fix(fix)
}
