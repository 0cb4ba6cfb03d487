//! Whether the signature fits, with the reason for the key that was chosen.

use jose::{Jwt, KeySet, NearMiss, Unfit, Verification, near_miss, verify};
use lint::{Judged, TokenForm, TokenUnderTest};
use oauth::TokenKind;

use super::TokenContext;
use super::model::{JudgementKind, Signature, SignatureState};
use super::verdicts;
use crate::mask::{Redactor, Shown, shown};

/// Keys whose names are listed.
const MOST_NAMES: usize = 8;

/// The rules that decide whether a signature is right.
pub(super) const RULES: [&str; 2] = ["jwt/signature-invalid", "jwt/kid-unknown"];

pub(super) fn signature(
    token: &TokenUnderTest<'_, '_>,
    judged: &[Judged],
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Signature {
    let (state, text) = match token.form {
        TokenForm::Opaque => {
            (SignatureState::None, Shown::from("It has none that anybody but its issuer could check."))
        }
        TokenForm::Encrypted => (
            SignatureState::NotChecked,
            Shown::from("It is encrypted: only the reader it is for can look inside."),
        ),
        TokenForm::Broken => {
            (SignatureState::NotChecked, Shown::from("It cannot be read, so nothing was checked."))
        }
        TokenForm::Signed | TokenForm::Disclosing => signed(token, context, redactor),
    };
    let own_rule = (token.kind == TokenKind::DpopProof).then_some("dpop/proof-invalid");
    let is_about_it = |judged: &&Judged| RULES.iter().copied().chain(own_rule).any(|id| judged.rule.id == id);
    let worst = judged.iter().filter(is_about_it).max_by_key(|judged| judged.severity());
    let fault = worst.and_then(|judged| Some((judged.rule.id, judged.severity()?)));
    let is_wrong = matches!(state, SignatureState::Invalid | SignatureState::NoKey);
    let Some((rule, severity)) = fault.filter(|_| is_wrong) else {
        return unblamed(token, state, text);
    };
    Signature { state, judgement: verdicts::kind(severity), rule: Some(rule), text }
}

/// A signature that no rule calls wrong.
fn unblamed(token: &TokenUnderTest<'_, '_>, state: SignatureState, text: Shown) -> Signature {
    let (state, judgement, text) = match state {
        SignatureState::Valid => (state, JudgementKind::Right, text),
        SignatureState::None => (state, JudgementKind::Info, text),
        SignatureState::NotChecked => (state, JudgementKind::Unknown, text),
        SignatureState::Invalid | SignatureState::NoKey => match token.kind {
            // The server that got it took it.
            TokenKind::DpopProof => (state, JudgementKind::Warning, text),
            TokenKind::Access => {
                let whose =
                    "Whether it is right, the API knows: access tokens may be signed with other keys.";
                (SignatureState::NotChecked, JudgementKind::Unknown, shown!(text, " ", whose))
            }
            // Whether these keys are the ones of its time is not known.
            _ => (SignatureState::NotChecked, JudgementKind::Unknown, text),
        },
    };
    Signature { state, judgement, rule: None, text }
}

fn signed(
    token: &TokenUnderTest<'_, '_>,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> (SignatureState, Shown) {
    let jwt = &token.jwt;
    let compact = token.text.text();
    let none = KeySet::default();
    let checked = token.signature();
    let keys = checked.as_ref().map_or(&none, |checked| &checked.keys);
    let from = match &checked {
        Some(checked) if checked.keys_in.is_some() => Shown::from("the provider's key set in this login"),
        _ if token.is_typed("dpop+jwt") => Shown::from("the key inside of the proof"),
        _ => context.keys_from.clone(),
    };
    let verification =
        checked.as_ref().map_or_else(|| verify(compact, &none), |checked| checked.verification.clone());
    let alg = jwt.alg().map(|alg| redactor.prose(alg)).unwrap_or_default();
    let kid = jwt.kid().map(|kid| redactor.prose(kid));
    match verification {
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
                None if token.kind == TokenKind::DpopProof => {
                    shown!("It does not fit ", from, ". The proof was changed, or signed with another key.")
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
        Verification::NoFittingKey(_) if is_shared(jwt) && !keys.keys.iter().any(jose::Key::is_secret) => {
            (SignatureState::NotChecked, unchecked(jwt, alg, kid))
        }
        Verification::NoFittingKey(unfit) if token.kind == TokenKind::DpopProof => {
            (SignatureState::NoKey, shown!("It cannot fit ", from, ": ", reason(unfit), "."))
        }
        Verification::NoFittingKey(Unfit::Broken) => {
            let text = shown!(
                "Not checked: the key of ",
                from,
                " that it should fit is incomplete or cannot be used."
            );
            (SignatureState::NotChecked, text)
        }
        Verification::NoFittingKey(unfit) => {
            (SignatureState::NoKey, shown!("No key of ", from, " is for it: ", reason(unfit), "."))
        }
    }
}

fn unchecked(jwt: &Jwt, alg: Shown, kid: Option<Shown>) -> Shown {
    match kid {
        _ if is_shared(jwt) => shown!("Not checked: ", alg, " needs the client's secret."),
        Some(kid) => shown!("Not checked: it needs the key ", kid, " of its issuer (", alg, ")."),
        None => shown!("Not checked: it needs the keys of its issuer (", alg, ")."),
    }
}

/// Whether it is signed with a secret that both sides have (RFC 7518 §3.2).
fn is_shared(jwt: &Jwt) -> bool {
    jwt.alg().is_some_and(|alg| alg.starts_with("HS"))
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
