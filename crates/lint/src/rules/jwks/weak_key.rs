//! RFC 7518 §3.3, §3.5: "A key of size 2048 bits or larger MUST be used with these algorithms."

use jose::{Key, KeySet};
use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/weak-key",
    title: "The ID token is signed with a key that is too short",
    lead: "The ID token is signed with an RSA key of less than 2048 bits.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7518, "3.3"), Reference::Rfc(7518, "3.5")],
    why: "RSA keys below 2048 bits can be broken: whoever breaks this one can sign in to the app as anybody. Libraries \
          refuse such keys.",
    fix: "Make a new signing key of at least 2048 bits (RSA), or one on the curve P-256, at the provider.",
    verify: "Log in again: the ID token is signed with an RSA key of at least 2048 bits, or with an EC key.",
    disproof: "The app accepted another ID token that was signed with this same key.",
    explains: &[],
    since: "0.1.0",
    page: page!("weak_key.md"),
    check: Check::Token(check),
};

/// What RFC 7518 demands; below the other number it is no key, but a stand-in for one.
const ENOUGH: usize = 2048;
const A_KEY: usize = 512;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    if !token.jwt.alg().is_some_and(|alg| alg.starts_with("RS") || alg.starts_with("PS")) {
        return Verdict::NotApplicable;
    }
    let sets = flow.provider_key_sets();
    let Some(set) = sets.last() else { return Verdict::Inconclusive("the provider's key set") };
    let keys = KeySet::read(set.document).map(|set| set.keys).unwrap_or_default();
    let signs = |key: &&Key| {
        key.kty() == Some("RSA")
            && key.usage() != Some("enc")
            && token.jwt.kid().is_none_or(|kid| key.kid() == Some(kid))
    };
    let mut signing = keys.iter().filter(signs);
    // Several keys of a name, or without one: which of them it is cannot be told.
    let (Some(key), None) = (signing.next(), signing.next()) else { return Verdict::NotApplicable };
    let Some(bits) = key.rsa_bits().filter(|bits| (A_KEY..ENOUGH).contains(bits)) else {
        return Verdict::Pass;
    };
    let summary = Phrase::from("The key that the ID token is signed with has ")
        .number(bits)
        .text(" bits; RS256 and its like need 2048.");
    let evidence = fail(summary).judged_by_use(flow, token.message()).at(token.claim("alg"));
    match key.kid() {
        Some(kid) => evidence.noted(set.pointer_to(kid), "the key").into(),
        None => evidence.noted(set.pointer_to("\"n\""), "the key").into(),
    }
}
