//! RFC 7517 §4.5: "When kid values are used within a JWK Set, different keys within the JWK Set SHOULD use distinct
//! kid values."

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::signing::{candidates, is_signed_by_provider, material};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/duplicate-kid",
    title: "Two keys of the provider have the same name",
    lead: "The ID token names the key that it is signed with (kid). In the provider's key set, two different keys of \
          the same type have this name.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7517, "4.5"), Reference::OidcCore("10.1")],
    why: "The ID token names the key that it is signed with. Two keys have this name: a library that takes the first one \
          finds a wrong signature, others refuse to choose.",
    fix: "Give each key in the provider's key set a kid of its own.",
    verify: "Load jwks_uri: each kid in it stands for one key.",
    disproof: "The app's log shows that it found the right key and verified the signature.",
    explains: &[],
    since: "0.1.0",
    page: page!("duplicate_kid.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let named = token.jwt.alg().zip(token.jwt.kid()).filter(|_| is_signed_by_provider(&token.jwt));
    let Some((alg, kid)) = named else { return Verdict::NotApplicable };
    let sets = flow.provider_key_sets();
    let Some(set) = sets.last() else { return Verdict::Inconclusive("the provider's key set") };
    let of_name = candidates(set, alg).filter(|key| key.get("kid").and_then(|k| k.as_str()) == Some(kid));
    let mut keys: Vec<_> = of_name.map(material).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() < 2 {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The ID token is signed with the key ")
        .value(token.claim("kid"))
        .text(", and the provider's key set has several keys of this name.");
    fail(summary)
        .judged_by_use(flow, token.message())
        .noted(set.pointer_to(kid), Phrase::from("Keys of this name: ").number(keys.len()).text("."))
        .noted(token.claim("kid"), "the key that the ID token names")
        .into()
}
