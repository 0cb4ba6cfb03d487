//! RFC 6750 §5.3: "Token servers SHOULD issue short-lived (one hour or less) bearer tokens".

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/long-life",
    title: "The access token is good for a long time",
    lead: "An access token is a JWT that is good for more than a day.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Hygiene,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6750, "5.3")],
    why: "Who steals a bearer token can use it until it expires, and nobody can take it back from an API that checks it by itself.",
    fix: "Set the lifetime of access tokens to an hour or less at the provider, and renew them with a refresh token.",
    verify: "Get a new access token: exp is an hour or less after iat.",
    disproof: "The API asks the provider about each token (introspection), so that one that was taken back is refused.",
    explains: &[],
    since: "0.1.0",
    page: page!("long_life.md"),
    check: Check::Token(check),
};

/// Longer than the longest that is usual for tokens that open something, in seconds.
const LONG: f64 = 24.0 * 3600.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let times = token.jwt.time("iat").zip(token.jwt.time("exp"));
    let Some((issued, expires)) = times.filter(|_| token.kind == TokenKind::Access && token.is_first_seen())
    else {
        return Verdict::NotApplicable;
    };
    // A time that is no number of seconds is another fault.
    let lifetime = expires - issued;
    if !(LONG..1e9).contains(&lifetime) {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The access token is good for ")
        .duration(lifetime)
        .text(". Who steals it has it that long.");
    fail(summary).noted(token.claim("iat"), "issued").noted(token.claim("exp"), "expires").into()
}
