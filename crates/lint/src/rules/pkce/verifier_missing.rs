//! RFC 7636 §4.5: the client sends the "code_verifier" with the authorization code.

use oauth::{Flow, TokenExchange};

use crate::login::{belongs_here, is_to_own_server};
use crate::refusal::is_token_call;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/verifier-missing",
    title: "The token request has no code_verifier",
    lead: "The app began the login with a code_challenge (PKCE) and exchanges the code without the code_verifier \
          that belongs to it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.5"), Reference::Rfc(9700, "2.1.1")],
    why: "The login began with a code_challenge. The provider gives tokens only to whoever sends the code_verifier \
          behind it, and refuses a code that comes alone.",
    fix: "Send the code_verifier of this login with the code: keep it from the authorization request on, under the state, where the callback can read it.",
    verify: "Log in again: the token request has the code_verifier of this login.",
    disproof: "The provider gave tokens for another code that had a code_challenge, without a code_verifier.",
    explains: &["token/error-as-200", "token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("verifier_missing.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.code().is_none() || token.grant_type() != "authorization_code" {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(_) = request.code_challenge() else { return Verdict::NotApplicable };
    if token.code_verifier().is_some() {
        return Verdict::Pass;
    }
    if !belongs_here(token, flow) {
        return Verdict::Inconclusive("the login that this code belongs to");
    }
    if !is_token_call(token, flow) || is_to_own_server(token, flow) {
        return Verdict::Inconclusive("what the app's own server sends to the provider");
    }
    let evidence = if token.parameters.has("code_verifier") {
        fail("The login began with a code_challenge, and the token request sends an empty code_verifier.")
            .noted(request.pointer("code_challenge"), "sent when the login began")
            .noted(token.pointer("code_verifier"), "empty")
    } else {
        fail("The login began with a code_challenge, and the token request sends the code without a code_verifier.")
            .noted(request.pointer("code_challenge"), "sent when the login began")
            .noted(token.pointer("code"), "sent without code_verifier")
    };
    let response = token.response();
    if response.gives_tokens() {
        return fail("The login began with a code_challenge, and the provider gave tokens without asking for the code_verifier: PKCE protects nothing here.")
            .noted(request.pointer("code_challenge"), "sent when the login began")
            .noted(token.pointer("code"), "sent without code_verifier")
            .severity(Severity::Warning)
            .into();
    }
    // What a provider says about the client comes before what it says about the code.
    let is_about_client = matches!(response.error(), Some("invalid_client" | "unauthorized_client"));
    evidence.warning_if(is_about_client).into()
}
