//! RFC 6749 Appendix A.11: a code has at least one character.

use oauth::{AuthorizationResponse, Flow};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/code-empty",
    title: "The code that comes back is empty",
    lead: "The redirect URI was called with code=, and nothing behind it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Network,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(6749, "Appendix A.11")],
    why: "The parameter is there, and nothing is in it. There is no code that the app could exchange, and no error \
          that says why.",
    fix: "Find what empties the code between the provider and the app: compare the Location of the provider with the address that arrives.",
    verify: "Log in again: the code that arrives is not empty and is the one that the provider sent.",
    disproof: "The app's log shows a whole code in this request: only the recording lost it.",
    explains: &[],
    since: "0.1.0",
    page: page!("code_empty.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    let is_empty = response.parameters.seen("code").is_some_and(|code| code.is_empty());
    if !is_empty || response.error().is_some() || response.has_tokens() {
        return Verdict::NotApplicable;
    }
    let sent = flow.redirect_to(response.message).map(|to| to.query());
    let summary = match sent.as_ref().and_then(|query| query.seen("code")) {
        Some(code) if !code.is_empty() => "The provider sent a code, and what arrives has an empty one.",
        _ => "The browser came back with a code parameter that is empty.",
    };
    fail(summary).at(response.pointer("code")).into()
}
