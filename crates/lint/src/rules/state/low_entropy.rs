//! RFC 6749 §10.10: what attackers must not guess needs a probability of at most 2^(-128).

use oauth::{AuthorizationRequest, Flow};

use crate::randomness::most_bits;
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/low-entropy",
    title: "The state can be guessed",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    references: &[Reference::Rfc(6749, "10.10"), Reference::Rfc(6749, "10.12")],
    why: "The state protects only if nobody else can know it. A short number, a time or a word can be tried out.",
    fix: "Make the state of 16 random bytes or more, as base64url: crypto.getRandomValues, randomBytes, secrets.token_urlsafe.",
    explains: &[],
    since: "0.1.0",
    page: page!("low_entropy.md"),
    check: Check::AuthorizationRequest(check),
};

/// Half of what RFC 6749 §10.10 demands: below it nobody can call the value hard to guess.
const ENOUGH: u32 = 64;

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let Some(value) = request.state().filter(|value| !value.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let Some(value) = value.known() else {
        return Verdict::Inconclusive("the state, which was taken out of the recording");
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
        Phrase::from("The state holds at most ").number(bits).text(" bits of chance; 128 are asked for.");
    let evidence = fail(summary).at(request.pointer("state"));
    let is_bound = request.nonce().is_some_and(|nonce| !nonce.is_empty());
    if is_bound { evidence.severity(Severity::Info).into() } else { evidence.into() }
}
