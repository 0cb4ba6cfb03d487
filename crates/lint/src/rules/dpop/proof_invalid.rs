//! RFC 9449 §4.2, §4.3: what a proof has to have.

use jose::Verification;
use oauth::TokenKind;
use serde_json::Value;

use crate::dpop::{is_refused, judged, sent_proof};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Evidence, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/proof-invalid",
    title: "The DPoP proof is not made as a proof has to be",
    lead: "The request carries a DPoP proof, and a part that every proof must have is missing or wrong.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "4.2"), Reference::Rfc(9449, "4.3")],
    why: "A proof is a small signed token of a fixed form. A server must refuse one that lacks a part, or that shows the private key.",
    fix: "Let a library make the proof: header typ dpop+jwt, an asymmetric alg and the public jwk; claims jti, htm, htu and iat.",
    verify: "Decode the new proof: typ is dpop+jwt, jwk is a public key, and jti, htm, htu and iat are there.",
    disproof: "The server took another proof of the same form from this app.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("proof_invalid.md"),
    check: Check::Token(check),
};

const CLAIMS: [&str; 4] = ["jti", "htm", "htu", "iat"];

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::DpopProof {
        return Verdict::NotApplicable;
    }
    let sent = sent_proof(token);
    let is_repeated = sent.as_ref().is_some_and(|(proof, _)| proof.count > 1);
    // Verifying costs: in a login it is done where the server says that something is wrong.
    let is_asked = sent.as_ref().is_none_or(|(proof, flow)| is_refused(proof, flow).is_some());
    let fault = || if is_asked { fault_of_signature(token) } else { None };
    match (fault_of_form(token, is_repeated).or_else(fault), sent) {
        (Some(evidence), Some((proof, _))) => judged(evidence, &proof).into(),
        (Some(evidence), None) => evidence.into(),
        (None, _) => Verdict::Pass,
    }
}

fn fault_of_signature(token: &TokenUnderTest<'_, '_>) -> Option<Evidence> {
    let words = match token.signature()?.verification {
        Verification::Invalid { .. } => "The signature of the DPoP proof does not fit the key that it shows.",
        Verification::NoFittingKey(_) => "The key that the DPoP proof shows cannot have signed it.",
        _ => return None,
    };
    Some(fail(words).at(token.pointer()))
}

fn fault_of_form(token: &TokenUnderTest<'_, '_>, is_repeated: bool) -> Option<Evidence> {
    let jwt = &token.jwt;
    if is_repeated {
        return Some(fail("The request has more than one DPoP header.").at(token.pointer()));
    }
    if !jwt.defects.is_empty() {
        return Some(fail("What was sent as DPoP proof is no JWT that can be read.").at(token.pointer()));
    }
    if !token.is_typed("dpop+jwt") {
        let evidence = fail("The DPoP proof does not say that it is one: its typ is not dpop+jwt.");
        return Some(match jwt.header.contains_key("typ") {
            true => evidence.at(token.claim("typ")),
            false => evidence.at(token.pointer()),
        });
    }
    let alg = jwt.alg().unwrap_or_default();
    if alg.is_empty() || alg.eq_ignore_ascii_case("none") || alg.starts_with("HS") {
        return Some(fail("The DPoP proof is not signed with a private key.").at(token.claim("alg")));
    }
    let Some(key) = jwt.header.get("jwk").and_then(Value::as_object) else {
        return Some(
            fail("The DPoP proof does not show the public key that it is signed with (jwk).")
                .at(token.pointer()),
        );
    };
    if key.contains_key("d") || key.contains_key("k") {
        return Some(
            fail("The DPoP proof shows its private key: whoever sees it can sign in its place.")
                .fix("Make a new key, and put only its public members into jwk.")
                .at(token.pointer()),
        );
    }
    Some(fail(token.lacking(&CLAIMS)?).at(token.pointer()))
}
