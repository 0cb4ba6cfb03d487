//! RFC 9449 §4.3, check 12: at an API `ath` is the hash of the access token.

use crate::dpop::{judged, sent_proof};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/ath",
    title: "The DPoP proof does not name the access token",
    lead: "The app calls an API or UserInfo with a DPoP-bound access token, and the proof beside it lacks the hash \
          of the token or has another one's.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "4.3"), Reference::Rfc(9449, "7.1")],
    why: "At an API the proof has to hold a hash of the access token (ath), so that it cannot be used with another one.",
    fix: "Put ath into proofs for APIs: the SHA-256 hash of the access token, as base64url.",
    verify: "Repeat the call: ath in the proof is the base64url SHA-256 hash of the token in Authorization.",
    disproof: "The server's log shows that its check of ath passed, or that it has none.",
    explains: &["userinfo/failed", "api/401-invalid-token"],
    since: "0.1.0",
    page: page!("ath.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some((proof, flow)) = sent_proof(token) else { return Verdict::NotApplicable };
    let proof = &proof;
    let Some(request) = flow.protected_request(proof.message) else { return Verdict::NotApplicable };
    let is_dpop = request.scheme().is_some_and(|scheme| scheme.eq_ignore_ascii_case("dpop"));
    let Some(token) = request.token().filter(|_| is_dpop) else { return Verdict::NotApplicable };
    if proof.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let evidence = match proof.jwt.text("ath") {
        Some(ath) => match oauth::is_s256_of(http::Value::new(ath), http::Value::new(token)) {
            Some(true) => return Verdict::Agrees,
            None => {
                return Verdict::Inconclusive("the access token, which was taken out of the recording");
            }
            Some(false) => {
                fail("The DPoP proof has the hash of another access token than the one beside it.")
                    .at(proof.claim("ath"))
            }
        },
        None => {
            fail("The DPoP proof for the API lacks ath, the hash of the access token.").at(proof.pointer())
        }
    };
    judged(evidence.at(request.authorization_pointer()), proof).into()
}
