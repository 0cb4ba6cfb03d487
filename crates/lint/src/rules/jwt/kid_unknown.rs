//! OpenID Connect Core §10.1: `kid` says which key of the set at `jwks_uri` a token is signed with.

use jose::Verification;
use oauth::{Flow, KeySet, Part, Pointer, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::signing::is_signed_by_provider;
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/kid-unknown",
    title: "A token is signed with a key that the provider does not list",
    lead: "The ID token names the key that it is signed with (kid), and the provider's key set, which the app \
          loaded, has no key of that name.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("10.1.1"), Reference::OidcCore("10.1"), Reference::Rfc(7517, "4.5")],
    why: "Apps check the signature of the ID token with the key that its kid names. If the provider's key set has no such key, \
          nothing can be checked, and the app must refuse the token.",
    fix: "Publish the key under this kid at the provider's jwks_uri; in the app, load the key set again when a kid is unknown.",
    verify: "Log in again: the kid of the ID token is one of those at jwks_uri.",
    disproof: "The key set that the app used for this ID token has a key with this kid.",
    explains: &[],
    since: "0.1.0",
    page: page!("kid_unknown.md"),
    check: Check::Token(check),
};

/// Keys that are named in the evidence.
const SHOWN: usize = 3;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let is_asked = match token.kind {
        // It comes long after the key set: an app that takes it has the key.
        TokenKind::Logout if token.is_taken() => false,
        TokenKind::Id | TokenKind::AuthorizationResponse | TokenKind::Logout => token.is_read_by_app(),
        _ => token.is_alone(),
    };
    let is_asked = is_asked && (token.is_alone() || is_signed_by_provider(&token.jwt));
    let Some(kid) = token.jwt.kid().filter(|_| is_asked) else {
        return Verdict::NotApplicable;
    };
    let sets = token.around.map(Flow::provider_key_sets).unwrap_or_default();
    // A set whose keys have no names says nothing about names.
    let Some(set) = sets.iter().rev().find(|set| set.keys().any(|key| key.contains_key("kid"))) else {
        return in_other_keys(token);
    };
    if sets.iter().any(|set| set.has_kid(kid)) {
        return Verdict::Pass;
    }
    let mut evidence = fail(summary(token)).at(token.claim("kid")).noted(set.pointer(), listed(set));
    for (header, says) in
        [("last-modified", "when the key set last changed"), ("age", "how many seconds a cache has kept it")]
    {
        if set.exchange.response_header(header).is_some() {
            let place = Pointer::new(set.message, Part::ResponseHeader(header.into()));
            evidence = evidence.noted(place, says);
        }
    }
    evidence.warning_if(token.is_taken()).into()
}

/// In keys that are not of the recording.
fn in_other_keys(token: &TokenUnderTest<'_, '_>) -> Verdict {
    match token.signature() {
        Some(signature) if signature.keys_in.is_none() && !signature.keys.keys.is_empty() => {
            if signature.verification != Verification::NoSuchKey {
                return Verdict::Pass;
            }
            fail(summary(token)).at(token.claim("kid")).into()
        }
        _ => Verdict::Inconclusive("the provider's key set"),
    }
}

fn summary(token: &TokenUnderTest<'_, '_>) -> Phrase {
    Phrase::from(token.subject())
        .text(" says that it is signed with the key ")
        .value(token.claim("kid"))
        .text(", which is not in the provider's key set.")
}

/// The key set has 2 keys: key-1, key-2.
fn listed(set: &KeySet<'_>) -> Phrase {
    let mut phrase = Phrase::from("Keys in the set: ").number(set.keys().count());
    let kids = set.keys().filter_map(|key| key.get("kid")?.as_str()).take(SHOWN);
    for (index, kid) in kids.enumerate() {
        phrase = phrase.text(if index == 0 { ". Their names: " } else { ", " }).value(set.pointer_to(kid));
    }
    phrase
}
