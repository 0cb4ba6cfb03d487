//! OpenID Connect Core §3.1.2.1: "Sufficient entropy MUST be present in the nonce values used to prevent attackers from guessing values."

use oauth::{AuthorizationRequest, Flow};

use crate::randomness::most_bits;
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/low-entropy",
    title: "The nonce can be guessed",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    references: &[
        Reference::OidcCore("3.1.2.1"),
        Reference::OidcCore("15.5.2"),
        Reference::Rfc(6749, "10.10"),
    ],
    why: "The nonce proves that an ID token was made for this login. A value that can be guessed proves nothing.",
    fix: "Make the nonce of 16 random bytes or more, as base64url: crypto.getRandomValues, randomBytes, secrets.token_urlsafe.",
    explains: &[],
    since: "0.1.0",
    page: page!("low_entropy.md"),
    check: Check::AuthorizationRequest(check),
};

/// Half of what RFC 6749 §10.10 demands: below it nobody can call the value hard to guess.
const ENOUGH: u32 = 64;

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let Some(value) = request.nonce().filter(|value| !value.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let Some(value) = value.known() else {
        return Verdict::Inconclusive("the nonce, which was taken out of the recording");
    };
    // PKCE binds the answer to this browser and this login in its place.
    if request.code_challenge().is_some() || !request.is_open() {
        return Verdict::NotApplicable;
    }
    let bits = most_bits(value);
    if bits >= ENOUGH {
        return Verdict::Pass;
    }
    let summary =
        Phrase::from("The nonce holds at most ").number(bits).text(" bits of chance; 128 are asked for.");
    let evidence = fail(summary).at(request.pointer("nonce"));
    evidence.into()
}
