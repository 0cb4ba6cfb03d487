//! RFC 9449 §6: the token says to which key it is bound (`cnf.jkt`); the proof has to be signed with that key.

use oauth::{DpopProof, Flow, Pointer};
use serde_json::Value;

use crate::dpop::{judged, sent_proof};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/key-changed",
    title: "The DPoP proof is signed with another key than the token is bound to",
    lead: "The access token says to which key it is bound, and the proof beside it was made with another key.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "6.1"), Reference::Rfc(9449, "10"), Reference::Rfc(7638, "3")],
    why: "A DPoP-bound token is good only together with the key with which it was asked for. With another key it is worth nothing.",
    fix: "Keep the key together with the tokens, use it until they are gone, and make a new one only for a new login.",
    verify: "Log in and call again: the thumbprint of jwk in each proof is the bound one (cnf.jkt or dpop_jkt).",
    disproof: "The server's log shows that it found the proof's key to be the one that is bound.",
    explains: &["userinfo/failed", "api/401-invalid-token", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("key_changed.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some((proof, flow)) = sent_proof(token) else { return Verdict::NotApplicable };
    let proof = &proof;
    let key = proof.jwt.header.get("jwk").and_then(Value::as_object).and_then(jose::thumbprint);
    let Some(key) = key else { return Verdict::NotApplicable };
    let Some((bound, place)) = binding(proof, flow) else { return Verdict::NotApplicable };
    if bound == key {
        return Verdict::Pass;
    }
    let evidence =
        fail("The key of the DPoP proof is not the one that was bound before: its thumbprint is another.")
            .noted(place, "the key that is bound")
            .noted(proof.pointer(), "the proof with another key");
    judged(evidence, proof).into()
}

/// The thumbprint of the key that is bound: by the access token, or by `dpop_jkt` of the authorization request.
fn binding(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<(String, Pointer)> {
    if let Some(request) = flow.protected_request(proof.message) {
        let jwt = request.jwt()?;
        let jkt = jwt.claims.get("cnf")?.get("jkt")?.as_str()?.to_owned();
        return Some((jkt, request.authorization_pointer()));
    }
    flow.token_exchange(proof.message).filter(|exchange| exchange.grant_type() == "authorization_code")?;
    let asked = flow.authorization_request()?;
    let jkt = asked.parameters.text("dpop_jkt")?.to_owned();
    Some((jkt, asked.pointer("dpop_jkt")))
}
