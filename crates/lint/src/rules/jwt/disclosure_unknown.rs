//! RFC 9901 §7.1: "If any Disclosure was not referenced by digest value in the Issuer-signed JWT … the SD-JWT MUST be rejected."

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::{TokenForm, TokenUnderTest};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/disclosure-unknown",
    title: "A claim that is shown along with the token is not vouched for",
    lead: "The token is an SD-JWT: claims are shown beside it one by one (~), and the hash of one of them is not in the token.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[Reference::Rfc(9901, "7.1")],
    why: "In an SD-JWT the issuer signs hashes of claims, and the claims are shown beside it. A claim without its hash in the token is anybody's invention.",
    fix: "Show only disclosures that the issuer gave with this token, unchanged.",
    verify: "Show the token again: the hash of each disclosure beside it stands in _sd of the token.",
    disproof: "The verifier's log shows that it accepted every disclosure.",
    explains: &[],
    since: "0.1.0",
    page: page!("disclosure_unknown.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.form != TokenForm::Disclosing {
        return Verdict::NotApplicable;
    }
    let summary = match token.foreign_disclosures {
        0 => return Verdict::Pass,
        1 => Phrase::from("One claim that is shown along with ")
            .text(token.name())
            .text(" is not vouched for: its hash is not in it."),
        count => Phrase::default()
            .number(count)
            .text(" claims that are shown along with ")
            .text(token.name())
            .text(" are not vouched for: their hashes are not in it."),
    };
    fail(summary).at(token.pointer()).warning_if(token.is_taken()).into()
}
