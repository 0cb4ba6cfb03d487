//! RFC 6749 §10.10: what attackers must not guess needs a probability of at most 2^(-128).

use oauth::{AuthorizationRequest, Flow};

use crate::randomness::guessable;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "state/low-entropy",
    title: "The state can be guessed",
    lead: "The state is so short, or of so few kinds of characters, that it can be guessed.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "10.10"), Reference::Rfc(6749, "10.12")],
    why: "The state protects only if nobody else can know it. A short number, a time or a word can be tried out.",
    fix: "Make the state of 16 random bytes or more, as base64url: crypto.getRandomValues, randomBytes, secrets.token_urlsafe.",
    verify: "Start two logins: each state has at least 22 characters of base64url, made at random.",
    disproof: "The app refuses an ID token whose nonce is not that of this browser's login.",
    explains: &[],
    since: "0.1.0",
    page: page!("low_entropy.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let is_bound = request.nonce().is_some_and(|nonce| !nonce.is_empty());
    match guessable("state", request.state(), request) {
        Ok(evidence) if is_bound => evidence.severity(Severity::Info).into(),
        Ok(evidence) => evidence.into(),
        Err(verdict) => verdict,
    }
}
