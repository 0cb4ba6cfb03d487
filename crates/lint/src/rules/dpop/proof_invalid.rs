//! RFC 9449 §4.2, §4.3: what a proof has to have.

use oauth::{DpopProof, Flow};
use serde_json::Value;

use crate::dpop::judged;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

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
    explains: &["cors/no-acao", "userinfo/failed"],
    since: "0.1.0",
    page: page!("proof_invalid.md"),
    check: Check::DpopProof(check),
};

const CLAIMS: [&str; 4] = ["jti", "htm", "htu", "iat"];

fn check(proof: &DpopProof<'_>, _: &Flow<'_>) -> Verdict {
    match fault(proof) {
        Some(evidence) => judged(evidence, proof).into(),
        None => Verdict::Pass,
    }
}

fn fault(proof: &DpopProof<'_>) -> Option<Evidence> {
    let jwt = &proof.jwt;
    if proof.count > 1 {
        return Some(fail("The request has more than one DPoP header.").at(proof.pointer()));
    }
    if !jwt.defects.is_empty() {
        return Some(fail("What was sent as DPoP proof is no JWT that can be read.").at(proof.pointer()));
    }
    if jwt.header.get("typ").and_then(Value::as_str) != Some("dpop+jwt") {
        let evidence = fail("The DPoP proof does not say that it is one: its typ is not dpop+jwt.");
        return Some(match jwt.header.contains_key("typ") {
            true => evidence.at(proof.claim("typ")),
            false => evidence.at(proof.pointer()),
        });
    }
    let alg = jwt.alg().unwrap_or_default();
    if alg.is_empty() || alg.eq_ignore_ascii_case("none") || alg.starts_with("HS") {
        return Some(fail("The DPoP proof is not signed with a private key.").at(proof.claim("alg")));
    }
    let Some(key) = jwt.header.get("jwk").and_then(Value::as_object) else {
        return Some(
            fail("The DPoP proof does not show the public key that it is signed with (jwk).")
                .at(proof.pointer()),
        );
    };
    if key.contains_key("d") {
        return Some(
            fail("The DPoP proof shows its private key: jwk has the member d.")
                .fix("Make a new key, and put only its public members into jwk.")
                .at(proof.pointer()),
        );
    }
    let missing = CLAIMS.into_iter().find(|name| !jwt.claims.contains_key(*name))?;
    Some(fail(Phrase::from("The DPoP proof has no ").text(missing).text(".")).at(proof.pointer()))
}
