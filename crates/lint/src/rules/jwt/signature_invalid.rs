//! OpenID Connect Core §3.1.3.7 (6), RFC 7515 §5.2: the signature has to fit the key.

use jose::{Key, KeySet, NearMiss, Unfit, Verification, near_miss};
use oauth::{CheckedSignature, Pointer, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/signature-invalid",
    title: "The signature of a token is wrong",
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
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    // Which keys sign access tokens is between the provider and its APIs; proofs are `dpop/proof-invalid`.
    let is_asked = match token.kind {
        TokenKind::DpopProof => false,
        TokenKind::Id | TokenKind::AuthorizationResponse | TokenKind::Logout => token.is_read_by_app(),
        _ => token.is_alone(),
    };
    if !is_asked {
        return Verdict::NotApplicable;
    }
    let text = token.text.text();
    let is_masked = http::redaction::stand_in(text).is_some() && token.signature().is_none();
    if is_masked || http::Redaction::of(text.rsplit('.').next().unwrap_or_default()).is_some() {
        return Verdict::Inconclusive("the signature of the token");
    }
    let Some(signature) = token.signature().filter(|signature| !signature.keys.keys.is_empty()) else {
        return Verdict::Inconclusive("the provider's key set");
    };
    let has_shared_keys = signature.keys.keys.iter().any(Key::is_secret);
    let is_shared = token.jwt.alg().is_some_and(|alg| alg.starts_with("HS"));
    match &signature.verification {
        Verification::Valid { .. } => Verdict::Agrees,
        Verification::Invalid { tried } => {
            let kid = tried.first().and_then(|index| signature.keys.keys.get(*index)?.kid());
            explained(token, &signature.keys, the_key(token, &signature, kid)).into()
        }
        Verification::NoFittingKey(_) if is_shared && !has_shared_keys => {
            Verdict::Inconclusive("the client's secret")
        }
        Verification::NoFittingKey(Unfit::Kind | Unfit::Use | Unfit::Algorithm) => {
            let place = the_key(token, &signature, token.jwt.kid());
            let summary = Phrase::from("No key of the provider can have made the signature of ");
            let summary = summary.text(token.name()).text(": they are for something else.");
            judged(fail(summary).at(named(token)), token, place).into()
        }
        // Other rules say what is wrong with such tokens and keys.
        Verification::NoFittingKey(Unfit::Broken)
        | Verification::NoSuchKey
        | Verification::Unsigned
        | Verification::Encrypted
        | Verification::Unsupported
        | Verification::Unreadable => Verdict::NotApplicable,
    }
}

/// Where the key stands that it should fit; nowhere where the key set is not of the recording.
fn the_key(
    token: &TokenUnderTest<'_, '_>,
    signature: &CheckedSignature,
    kid: Option<&str>,
) -> Option<Pointer> {
    let sets = token.around?.provider_key_sets();
    let set = sets.iter().find(|set| Some(set.message) == signature.keys_in)?;
    Some(kid.map_or_else(|| set.pointer(), |kid| set.pointer_to(kid)))
}

fn named(token: &TokenUnderTest<'_, '_>) -> Pointer {
    token.claim(if token.jwt.kid().is_some() { "kid" } else { "alg" })
}

fn judged(evidence: Evidence, token: &TokenUnderTest<'_, '_>, key: Option<Pointer>) -> Evidence {
    let evidence = match key {
        Some(key) => evidence.noted(key, "the key that it should fit"),
        None => evidence,
    };
    evidence.warning_if(token.is_taken())
}

fn explained(token: &TokenUnderTest<'_, '_>, keys: &KeySet, key: Option<Pointer>) -> Evidence {
    let alg = token.claim("alg");
    let evidence = match near_miss(token.text.text(), keys) {
        Some(NearMiss::OtherAlgorithm(name)) => {
            let summary = Phrase::from(token.subject()).text(" says that it is signed with ").value(alg.clone());
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
            let summary = Phrase::from("The signature of ").text(token.name());
            fail(summary.text(" does not fit the key of the provider that the token names.")).at(named(token))
        }
    };
    judged(evidence, token, key)
}
