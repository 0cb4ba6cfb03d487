//! Whether the signature fits, with the reason for the key that was chosen.

use jose::{Jwt, KeySet, NearMiss, Unfit, Verification, near_miss, verify};

use super::TokenContext;
use super::model::{Signature, SignatureState};
use super::shape::Form;
use crate::redact::{Redactor, Shown, shown};

/// Keys whose names are listed.
const MOST_NAMES: usize = 8;

pub(super) fn signature(
    compact: &str,
    jwt: &Jwt,
    form: Form,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Signature {
    let (state, text) = match form {
        Form::Opaque => {
            (SignatureState::None, Shown::from("It has none that anybody but its issuer could check."))
        }
        Form::Encrypted => (
            SignatureState::NotChecked,
            Shown::from("It is encrypted: only the reader it is for can look inside."),
        ),
        Form::Broken => {
            (SignatureState::NotChecked, Shown::from("It cannot be read, so nothing was checked."))
        }
        Form::Signed | Form::Disclosing => signed(compact, jwt, context, redactor),
    };
    Signature { state, text }
}

fn signed(
    compact: &str,
    jwt: &Jwt,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> (SignatureState, Shown) {
    let none = KeySet::default();
    let own = own_key(jwt);
    let (keys, from) = match (context.keys, &own) {
        // RFC 9449 §4.3: a proof is checked with the key in it.
        (_, Some(own)) => (own, Shown::from("the key inside of the proof")),
        (Some(keys), None) => (keys, context.keys_from.clone()),
        (None, None) => (&none, Shown::default()),
    };
    let alg = jwt.alg().map(|alg| redactor.prose(alg)).unwrap_or_default();
    let kid = jwt.kid().map(|kid| redactor.prose(kid));
    match verify(compact, keys) {
        Verification::Unsigned => (
            SignatureState::None,
            Shown::from("It says that nobody signed it (alg: none). Anybody can write such a token."),
        ),
        Verification::Unreadable => {
            (SignatureState::NotChecked, Shown::from("Its header cannot be read, so nothing was checked."))
        }
        Verification::Unsupported => {
            let text =
                shown!("It says that it is signed with ", alg, ", an algorithm that nobody knows here.");
            (SignatureState::NotChecked, text)
        }
        Verification::Encrypted => (
            SignatureState::NotChecked,
            Shown::from("It is encrypted: only the reader it is for can look inside."),
        ),
        _ if keys.keys.is_empty() => (SignatureState::NotChecked, unchecked(jwt, alg, kid)),
        Verification::Valid { key } => {
            let name = keys.keys.get(key).and_then(|key| key.kid());
            let name = name.map(|kid| shown!(" ", redactor.prose(kid)));
            let chosen = match (&name, jwt.kid()) {
                (Some(name), Some(_)) => shown!("It fits the key", name, ", which it names (kid), of "),
                (Some(name), None) => shown!("It names no key (kid), and fits", name, " of "),
                (None, _) => Shown::from("It fits "),
            };
            (SignatureState::Valid, shown!(chosen, from, " (", alg, strength(keys, key), ")."))
        }
        Verification::Invalid { tried } => {
            let text = match near_miss(compact, keys) {
                Some(NearMiss::OtherAlgorithm(other)) => {
                    shown!("It says that it is signed with ", alg, ", and it is signed with ", other, ".")
                }
                Some(NearMiss::Der) => Shown::from(
                    "It is in the form of X.509 certificates (ASN.1 DER); tokens have both numbers side by side.",
                ),
                None if tried.len() > 1 => {
                    shown!(
                        "It fits none of the ",
                        Shown::number(tried.len() as f64),
                        " keys of ",
                        from,
                        " that it could fit."
                    )
                }
                None => {
                    let name = tried.first().and_then(|key| keys.keys.get(*key)?.kid());
                    let name = name.map_or_else(|| Shown::from(""), |kid| shown!(" ", redactor.prose(kid)));
                    let changed = "The token was changed, or signed with another key of this name.";
                    shown!("It does not fit the key", name, " of ", from, ". ", changed)
                }
            };
            (SignatureState::Invalid, text)
        }
        Verification::NoSuchKey => {
            let kid = kid.unwrap_or_default();
            let offered = names(keys, redactor);
            (
                SignatureState::NoKey,
                shown!("It names the key ", kid, ". The keys of ", from, " are: ", offered, "."),
            )
        }
        Verification::NoFittingKey(unfit) => {
            (SignatureState::NoKey, shown!("No key of ", from, " is for it: ", reason(unfit), "."))
        }
    }
}

fn unchecked(jwt: &Jwt, alg: Shown, kid: Option<Shown>) -> Shown {
    let is_shared = jwt.alg().is_some_and(|alg| alg.starts_with("HS"));
    match kid {
        _ if is_shared => shown!("Not checked: ", alg, " needs the client's secret."),
        Some(kid) => shown!("Not checked: it needs the key ", kid, " of its issuer (", alg, ")."),
        None => shown!("Not checked: it needs the keys of its issuer (", alg, ")."),
    }
}

/// The key that a DPoP proof brings along, to be checked with (RFC 9449 §4.2). In no other token it counts.
fn own_key(jwt: &Jwt) -> Option<KeySet> {
    let is_proof = jwt.header.get("typ").and_then(|typ| typ.as_str()) == Some("dpop+jwt");
    KeySet::read(jwt.header.get("jwk").filter(|_| is_proof)?)
}

fn names(keys: &KeySet, redactor: &Redactor) -> Shown {
    let mut listed = Shown::default();
    for (index, kid) in keys.kids().take(MOST_NAMES).enumerate() {
        listed = shown!(listed, if index == 0 { "" } else { ", " }, redactor.prose(kid));
    }
    if listed.is_empty() {
        return Shown::from("without names");
    }
    if keys.kids().count() > MOST_NAMES { shown!(listed, " …") } else { listed }
}

fn reason(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Kind => "they are of another type or curve than its algorithm",
        Unfit::Use => "the key is for encryption, not for signatures (use)",
        Unfit::Algorithm => "the key says that it is for another algorithm (alg)",
        Unfit::Broken => "the key is incomplete or cannot be used",
    }
}

/// `, 2048 bits`.
fn strength(keys: &KeySet, key: usize) -> Shown {
    match keys.keys.get(key).and_then(|key| key.rsa_bits()) {
        Some(bits) if bits < 2048 => {
            shown!(", ", Shown::number(bits as f64), " bits: too weak, 2048 is the least")
        }
        Some(bits) => shown!(", ", Shown::number(bits as f64), " bits"),
        None => Shown::default(),
    }
}
