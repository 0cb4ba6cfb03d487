//! OpenID Connect Core §3.1.3.7 (6), RFC 7515 §5.2: the signature has to fit the key.

use jose::{KeySet, NearMiss, Verification, near_miss, verify};
use oauth::{Flow, IdTokenText, Part, Pointer};

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/signature-invalid",
    title: "The signature of the ID token is wrong",
    lead: "The ID token is signed, the provider's key set has the key that it names, and the signature does not fit \
          this key. This is computed here, as an app would do it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::Rfc(7515, "5.2"), Reference::Rfc(8725, "3.3")],
    why: "The signature proves that the provider wrote the token, and that nobody changed it since. With a wrong one the app must \
          refuse the token.",
    fix: "Find out who changed the token or signed it with another key: a proxy, a test double, or a second environment with keys of the same name.",
    verify: "Check a new ID token against the provider's key set: the signature is valid.",
    disproof: "The app's log shows that it verified the signature of this same ID token.",
    explains: &[],
    since: "0.1.0",
    page: page!("signature_invalid.md"),
    check: Check::IdTokenText(check),
};

fn check(token: &IdTokenText, flow: &Flow<'_>) -> Verdict {
    let text = token.text.text();
    let signature = text.rsplit('.').next().unwrap_or_default();
    if http::Redaction::of(signature).is_some() {
        return Verdict::Inconclusive("the signature of the ID token");
    }
    let sets = flow.provider_key_sets();
    if sets.is_empty() {
        return Verdict::Inconclusive("the provider's key set");
    }
    let mut refused = None;
    for set in sets.iter().rev() {
        let keys = set.verification_keys();
        match verify(text, &keys) {
            Verification::Valid { .. } => return Verdict::Pass,
            Verification::Invalid { tried } => refused = refused.or(Some((set, keys, tried))),
            // Other rules say what is wrong with such tokens and keys.
            Verification::NoSuchKey
            | Verification::NoFittingKey(_)
            | Verification::Unsigned
            | Verification::Encrypted
            | Verification::Unsupported
            | Verification::Unreadable => {}
        }
    }
    let Some((set, keys, tried)) = refused else { return Verdict::NotApplicable };
    let kid = tried.first().and_then(|index| keys.keys.get(*index)?.kid());
    let place = kid.map_or_else(|| set.pointer(), |kid| set.pointer_to(kid));
    let evidence = explained(token, text, &keys).noted(place, "the key that it should fit");
    evidence.warning_if(uses_token_later(flow, token.message)).into()
}

fn explained(token: &IdTokenText, text: &str, keys: &KeySet) -> Evidence {
    let claim = |name: &'static str| Pointer::new(token.message, Part::IdToken(name.into()));
    let alg = claim("alg");
    match near_miss(text, keys) {
        Some(NearMiss::OtherAlgorithm(name)) => {
            let summary = Phrase::from("The ID token says that it is signed with ").value(alg.clone());
            fail(summary.text(", and it is signed with ").text(name).text("."))
                .fix("Let the signer write into the header (alg) the algorithm with which it really signs.")
                .at(alg)
        }
        Some(NearMiss::Der) => fail(
            "The signature is in the form of X.509 certificates (ASN.1 DER). Tokens have both numbers side by side.",
        )
        .fix("Let the signer write the signature in the form of JOSE (R and S side by side), not of ASN.1 DER.")
        .at(alg),
        None => {
            let summary = "The signature of the ID token does not fit the key of the provider that the token names.";
            fail(summary).at(if jose::Jwt::read(text).kid().is_some() { claim("kid") } else { alg })
        }
    }
}
