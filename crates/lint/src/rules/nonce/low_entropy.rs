//! OpenID Connect Core §3.1.2.1: "Sufficient entropy MUST be present in the nonce values used to prevent attackers from guessing values."

use oauth::{AuthorizationRequest, Flow};

use crate::randomness::guessable;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/low-entropy",
    title: "The nonce can be guessed",
    lead: "The nonce is so short, or of so few kinds of characters, that it can be guessed.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[
        Reference::OidcCore("3.1.2.1"),
        Reference::OidcCore("15.5.2"),
        Reference::Rfc(6749, "10.10"),
    ],
    why: "The nonce proves that an ID token was made for this login. A value that can be guessed proves nothing.",
    fix: "Make the nonce of 16 random bytes or more, as base64url: crypto.getRandomValues, randomBytes, secrets.token_urlsafe.",
    verify: "Start two logins: each nonce has at least 22 random characters of base64url.",
    disproof: "No ID token is read after this login, so nothing depends on the nonce.",
    explains: &[],
    since: "0.1.0",
    page: page!("low_entropy.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    guessable("nonce", request.nonce(), request).map_or_else(|verdict| verdict, Into::into)
}
