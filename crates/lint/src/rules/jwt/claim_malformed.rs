//! RFC 7519 §4.1: iss and sub are strings, aud is a string or an array of strings; §4: the names "MUST be unique".

use jose::Defect;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/claim-malformed",
    title: "A claim of the token has another type than the specification says",
    lead: "A claim of a token is a number where it has to be text, an object where it has to be a list, or stands there twice.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(7519, "4"), Reference::Rfc(7519, "4.1.3"), Reference::OidcCore("2")],
    why: "Libraries expect text in iss and sub, text or a list of texts in aud. What has another type, or stands there twice, they refuse or read in different ways.",
    fix: "Correct the mapper or template at the provider that writes the claim.",
    verify: "Log in again: the claim has the type that the specification says, and stands in the token once.",
    disproof: "The app's log shows that its library read the token and this claim.",
    explains: &[],
    since: "0.1.0",
    page: page!("claim_malformed.md"),
    check: Check::Token(check),
};

/// Claims that libraries pass on without looking at them.
const PASSED_ON: [&str; 2] = ["amr", "jti"];

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.jwt.header.is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(fault) = token.jwt.defects.iter().find_map(|defect| fault(defect, token)) else {
        return Verdict::Pass;
    };
    fault.into()
}

fn fault(defect: &Defect, token: &TokenUnderTest<'_, '_>) -> Option<Evidence> {
    match defect {
        // Times are `jwt/time-unit`.
        Defect::WrongType { expected: "a number", .. } => None,
        Defect::WrongType { claim, expected } => {
            let summary = Phrase::from(*claim).text(" in ").text(token.name());
            let evidence = fail(summary.text(" has to be ").text(expected).text(".")).at(token.claim(*claim));
            Some(evidence.warning_if(PASSED_ON.contains(claim) || token.is_taken()))
        }
        Defect::Duplicate(..) => {
            let summary = Phrase::from(token.subject());
            let evidence = fail(summary.text(" has a member twice. Readers differ in which one they take."));
            Some(evidence.severity(Severity::Warning).at(token.pointer()))
        }
        _ => None,
    }
}
