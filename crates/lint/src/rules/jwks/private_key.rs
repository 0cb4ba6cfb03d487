//! RFC 7517 §9.2: private keys and symmetric keys must not be disclosed.

use oauth::{Flow, KeySet};
use serde_json::{Map, Value};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/private-key",
    title: "The provider publishes a private key",
    lead: "The key set that the provider shows to everybody holds a key's private half (d), or a shared secret (k).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7517, "9.2"), Reference::Rfc(7518, "6.3.2")],
    why: "Whoever has this key can sign ID tokens in the provider's name and log in to every app as any user.",
    fix: "Take the key out of use now, sign with a new one, and publish public members alone.",
    verify: "Load jwks_uri: no key has the member d or k, and new tokens are signed with a new key.",
    disproof: "The keys are throwaway test keys, and no app with real users trusts this provider.",
    explains: &[],
    since: "0.1.0",
    page: page!("private_key.md"),
    check: Check::KeySet(check),
};

fn check(set: &KeySet<'_>, _: &Flow<'_>) -> Verdict {
    let found = (1..).zip(set.keys()).find_map(|(number, key)| Some((number, secret_member(key)?)));
    let Some((number, name)) = found else { return Verdict::Pass };
    let what = if name == "k" { " is a shared secret." } else { " holds the private half." };
    fail(Phrase::from("In the public key set, key ").number(number).text(what))
        .at(set.pointer_to(if name == "k" { "\"k\"" } else { "\"d\"" }))
        .into()
}

/// RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2.
fn secret_member(key: &Map<String, Value>) -> Option<&'static str> {
    let full = |name: &str| key.get(name).and_then(Value::as_str).is_some_and(|value| !value.is_empty());
    match key.get("kty")?.as_str()? {
        "RSA" | "EC" | "OKP" if full("d") => Some("d"),
        "oct" if full("k") => Some("k"),
        _ => None,
    }
}
