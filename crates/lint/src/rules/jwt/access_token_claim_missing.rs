//! RFC 9068 §2.2: iss, exp, aud, sub, client_id, iat and jti are required in a JWT access token.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/access-token-claim-missing",
    title: "The access token lacks a claim that APIs check",
    lead: "The access token says typ: at+jwt in its header, and lacks one of the claims that such a token must have.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(9068, "2.2"), Reference::Rfc(9068, "4")],
    why: "The token says of itself (typ: at+jwt) that it has the claims of RFC 9068. An API that goes by it refuses a token without one of them.",
    fix: "Let the provider put iss, exp, aud, sub, client_id, iat and jti into its access tokens, or leave the typ at+jwt away.",
    verify: "Get a new access token: it has iss, exp, aud, sub, client_id, iat and jti, and the API takes it.",
    disproof: "The API refuses a token of this provider that has all of these claims too.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("access_token_claim_missing.md"),
    check: Check::Token(check),
};

const REQUIRED: [&str; 7] = ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"];

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let is_of_this_form = token.kind == TokenKind::Access && token.is_typed("at+jwt");
    if !is_of_this_form || !token.is_first_seen() || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    match token.lacking(&REQUIRED) {
        Some(missing) => fail(missing).at(token.pointer()).warning_if(token.is_taken()).into(),
        None => Verdict::Pass,
    }
}
