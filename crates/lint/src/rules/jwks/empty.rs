//! OpenID Connect Core §10.1: the key that signs is in the set at `jwks_uri`.

use oauth::{Flow, KeySet};
use serde_json::Value;

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::signing::is_signed_by_provider;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/empty",
    title: "The provider's key set has no key that signs",
    lead: "The ID token is signed with a key of the provider, and the provider's key set has no keys, or keys for \
          encryption alone.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("10.1"), Reference::Rfc(7517, "4.2")],
    why: "The app looks in this set for the key with which the provider signed the ID token. There is none.",
    fix: "Switch a signing key on at the provider, and publish its public half at jwks_uri.",
    verify: "Load jwks_uri: its list holds at least one key that is not for encryption (use: enc).",
    disproof: "The app has the provider's key in its own settings and never loads this key set.",
    explains: &["jwt/kid-unknown"],
    since: "0.1.0",
    page: page!("empty.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let sets = flow.key_sets();
    let is_list = |set: &&KeySet<'_>| set.document.get("keys").is_some_and(Value::is_array);
    let Some(set) = sets.iter().rev().find(is_list) else { return Verdict::NotApplicable };
    if sets.iter().any(|set| set.signing_keys().next().is_some()) {
        return Verdict::Pass;
    }
    // Who signs nothing, or with the client's secret, needs no keys.
    if !flow.id_tokens().iter().any(|token| is_signed_by_provider(&token.jwt)) {
        return Verdict::NotApplicable;
    }
    let words = if set.keys().next().is_none() {
        "The provider signs its ID tokens, and its key set is empty."
    } else {
        "The provider signs its ID tokens, and all keys in its set are for encryption (use: enc)."
    };
    let evidence = fail(words).at(set.pointer_to("\"keys\""));
    evidence.warning_if(uses_token_later(flow, set.message)).into()
}
