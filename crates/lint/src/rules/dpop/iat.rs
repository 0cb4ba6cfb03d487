//! RFC 9449 §4.3, check 11: the proof was made "within an acceptable window".

use oauth::{Part, Pointer};

use crate::dpop::{is_refused, judged, sent_proof};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/iat",
    title: "The DPoP proof is not of now by the server's clock",
    lead: "The server refused the DPoP proof, and the proof's time (iat) is not that of the server.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "4.3"), Reference::Rfc(9449, "11.1")],
    why: "A proof says when it was made (iat), and servers take it for a short time only, so that nobody can keep it for later.",
    fix: "Make a new proof for each request, and set the clock of the machine that makes it (automatic time, NTP).",
    verify: "Repeat the request: iat in the proof is within seconds of the answer's Date, and the proof is taken.",
    disproof: "The server accepted another proof whose iat was as far from its own clock.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("iat.md"),
    check: Check::Token(check),
};

/// Servers allow at least so much, in seconds.
const WINDOW: f64 = 30.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some((proof, flow)) = sent_proof(token) else { return Verdict::NotApplicable };
    let proof = &proof;
    // Servers choose their window: only a refusal tells that it was left.
    let Some(said) = is_refused(proof, flow) else { return Verdict::Pass };
    let Some(made) = proof.jwt.time("iat") else { return Verdict::NotApplicable };
    let Some(now) = proof.exchange.server_time() else { return Verdict::Inconclusive("the server's clock") };
    let age = now.as_seconds() - made;
    if age.abs() <= WINDOW {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The DPoP proof was made ").duration(age.abs()).text(if age > 0.0 {
        " before the server got it, by the server's clock."
    } else {
        " in the future, by the server's clock."
    });
    let date = Pointer::new(proof.message, Part::ResponseHeader("date".into()));
    let evidence = fail(summary).noted(proof.claim("iat"), "made").noted(date, "the server's clock").at(said);
    judged(evidence, proof).into()
}
