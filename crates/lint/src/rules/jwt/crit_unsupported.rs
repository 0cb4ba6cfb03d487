//! RFC 7515 §4.1.11: "If any of the listed extension Header Parameters are not understood and supported by the recipient, then the
//! JWS is invalid."

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/crit-unsupported",
    title: "The token demands extensions that a reader has to know (crit)",
    lead: "The header of a token has crit: a list of header members that whoever reads the token has to understand.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(7515, "4.1.11")],
    why: "crit lists header members that a reader must understand. A library that does not know one of them has to refuse the token, however right it is.",
    fix: "Let the issuer leave crit out, or use a library that knows these members.",
    verify: "Log in again: the header of the token has no crit, or the library is told which member it handles.",
    disproof: "The app's log shows that its library took a token with the same crit.",
    explains: &[],
    since: "0.1.0",
    page: page!("crit_unsupported.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.jwt.header.is_empty() {
        return Verdict::NotApplicable;
    }
    if !token.jwt.header.contains_key("crit") {
        return Verdict::Pass;
    }
    let summary = Phrase::from("Readers that do not understand what crit lists have to refuse ")
        .text(token.name())
        .text(": ")
        .value(token.claim("crit"))
        .text(".");
    let evidence = fail(summary).noted(token.claim("crit"), "what a reader has to understand");
    match token.around {
        Some(flow) => evidence.judged_by_use(flow, token.message()).into(),
        None => evidence.into(),
    }
}
