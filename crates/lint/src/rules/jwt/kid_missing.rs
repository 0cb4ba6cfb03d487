//! OpenID Connect Core §10.1: "If there are multiple keys in the referenced JWK Set document, a kid value MUST be
//! provided in the JOSE Header."

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::signing::{candidates, is_signed_by_provider, material};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/kid-missing",
    title: "The ID token does not say which key it is signed with",
    lead: "The header of the ID token has no kid, the name of a key. The key set of the provider, which the app \
          loaded, has more than one key that fits.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("10.1"), Reference::Rfc(7515, "4.1.4")],
    why: "The provider has several keys, and the app has to check the signature with the right one. Without kid many \
          libraries refuse the token.",
    fix: "Let the provider put kid, the name of the key, into the header of its ID tokens, as it stands in the key set.",
    verify: "Log in again: the ID token's header has a kid, and the key set has a key of that name.",
    disproof: "The key set that the app used has only one key for this alg.",
    explains: &[],
    since: "0.1.0",
    page: page!("kid_missing.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(alg) = token.jwt.alg().filter(|_| is_signed_by_provider(&token.jwt)) else {
        return Verdict::NotApplicable;
    };
    if token.jwt.header.contains_key("kid") {
        return Verdict::Pass;
    }
    let sets = flow.provider_key_sets();
    let Some(set) = sets.last() else { return Verdict::Inconclusive("the provider's key set") };
    let mut keys: Vec<_> = candidates(set, alg).map(material).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() < 2 {
        return Verdict::Pass;
    }
    let listed = Phrase::from("Keys here that can have signed it: ").number(keys.len()).text(".");
    fail("The ID token has no kid, and the provider's key set has several keys that can have signed it.")
        .judged_by_use(flow, token.message())
        .noted(set.pointer_to("\"keys\""), listed)
        .noted(token.claim("alg"), "how the ID token is signed")
        .into()
}
