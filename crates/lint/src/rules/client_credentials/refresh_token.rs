//! RFC 6749 §4.4.3: to client credentials "A refresh token SHOULD NOT be included."

use oauth::{Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "client-credentials/refresh-token",
    title: "A program without a user gets a refresh token",
    lead: "A program asked for a token with its own credentials (grant_type=client_credentials), and the answer has \
          a refresh_token.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6749, "4.4.3")],
    why: "The client can ask for a new token with its credentials at any time. A refresh token is one more secret, for nothing.",
    fix: "Ignore the refresh token, and ask again with grant_type=client_credentials; switch it off at the provider.",
    verify: "Ask for a token again with client_credentials: the answer has no refresh_token.",
    disproof: "The program drops this refresh_token unread, and the provider keeps no session for it.",
    explains: &[],
    since: "0.1.0",
    page: page!("refresh_token.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    let response = token.response();
    if token.grant_type() != "client_credentials" || !response.gives_tokens() {
        return Verdict::NotApplicable;
    }
    match response.text("refresh_token") {
        Some(_) => fail("The answer to client_credentials has a refresh token.")
            .at(response.pointer("refresh_token"))
            .into(),
        None => Verdict::Pass,
    }
}
