//! RFC 7517 §5.1 and RFC 7518 §6: a key set is an object with the list `keys`, and each key has the members of its type.

use oauth::{Flow, KeySet};
use serde_json::{Map, Value};

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/malformed",
    title: "The provider's key set cannot be read",
    lead: "The provider's key set came, and its form is not the one that libraries read.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7517, "5"), Reference::Rfc(7517, "4"), Reference::Rfc(7518, "6")],
    why: "Libraries read the keys in one form alone. A set in another form is to them a set without keys, and no token can be checked.",
    fix: "Publish {\"keys\": [ … ]} with kty and the members of its type in each key, as base64url without padding.",
    verify: "Load jwks_uri: keys is a list, each key has kty, and its numbers are base64url without padding.",
    disproof: "The app verified an ID token with a key from this same key set.",
    explains: &["jwt/kid-unknown"],
    since: "0.1.0",
    page: page!("malformed.md"),
    check: Check::KeySet(check),
};

fn check(set: &KeySet<'_>, flow: &Flow<'_>) -> Verdict {
    let verdict = |words: Phrase, at: &str| {
        let evidence = fail(words).at(if at.is_empty() { set.pointer() } else { set.pointer_to(at) });
        evidence.warning_if(uses_token_later(flow, set.message)).into()
    };
    let Some(keys) = set.document.get("keys") else {
        return verdict("The key set has no member keys.".into(), "");
    };
    let Value::Array(keys) = keys else {
        return verdict("In the key set keys is not a list.".into(), "\"keys\"");
    };
    let fault = (1..).zip(keys).find_map(|(number, key)| Some((number, fault_of(key)?)));
    match fault {
        Some((number, (words, at))) => {
            verdict(Phrase::from("In the key set, key ").number(number).text(words), at)
        }
        None => Verdict::Pass,
    }
}

type Fault = (&'static str, &'static str);

fn fault_of(key: &Value) -> Option<Fault> {
    let Value::Object(key) = key else { return Some((" is not an object.", "")) };
    let Some(kty) = key.get("kty") else { return Some((" has no kty.", "")) };
    // Types that are not known here are to be passed over (RFC 7517 §5).
    let needed: &[&'static str] = match kty.as_str()? {
        "RSA" => &["n", "e"],
        "EC" => &["crv", "x", "y"],
        "OKP" => &["crv", "x"],
        _ => return None,
    };
    needed.iter().find_map(|name| fault_of_member(key, name))
}

fn fault_of_member(key: &Map<String, Value>, name: &'static str) -> Option<Fault> {
    let value = key.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
    match (value, name) {
        (None, "n") => Some((" lacks n, the modulus.", "")),
        (None, "e") => Some((" lacks e, the exponent.", "")),
        (None, "crv") => Some((" lacks crv, the curve.", "")),
        (None, _) => Some((" lacks a coordinate, x or y.", "")),
        (Some(_), "crv") => None,
        (Some(value), _) if value.contains(['+', '/']) => {
            Some((" is standard base64 (with + and /), not base64url (with - and _).", ""))
        }
        (Some(value), _) if value.contains('=') => {
            Some((" has padding (=), which base64url leaves out.", ""))
        }
        (Some(_), _) => None,
    }
}
