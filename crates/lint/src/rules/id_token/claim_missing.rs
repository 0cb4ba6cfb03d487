//! OpenID Connect Core §2: `iss`, `sub`, `aud`, `exp` and `iat` are required.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/claim-missing",
    title: "The ID token lacks a claim that every ID token must have",
    lead: "The ID token came and can be read, and one of iss, sub, aud, exp and iat is not in it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("2"), Reference::OidcCore("3.1.3.7")],
    why: "The app checks in the ID token who wrote it (iss), about whom (sub), for whom (aud), when (iat) and until when it is good (exp). What is not there it cannot check.",
    fix: "Restore the claim at the provider: look for a mapper, rule or policy of this client that removes it.",
    verify: "Log in again: the ID token has iss, sub, aud, exp and iat, and none of them is empty.",
    disproof: "The app accepts other ID tokens of this provider that lack the same claim.",
    explains: &[],
    since: "0.1.0",
    page: page!("claim_missing.md"),
    check: Check::Token(check),
};

const REQUIRED: [&str; 5] = ["iss", "sub", "aud", "exp", "iat"];

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::Id || !token.is_read_by_app() || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    match token.lacking(&REQUIRED) {
        Some(missing) => fail(missing).at(token.pointer()).warning_if(token.is_taken()).into(),
        None => Verdict::Pass,
    }
}
