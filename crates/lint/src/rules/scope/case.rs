//! RFC 6749 §3.3: scopes are "space-delimited, case-sensitive strings".

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{is_unread, ranges};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/case",
    title: "A scope has other upper and lower case letters",
    lead: "A name in scope is right but for its upper and lower case letters.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3"), Reference::OidcCore("5.4")],
    why: "OpenID and openid are two names. The provider knows the one that it lists, and refuses or ignores the other.",
    fix: "Write the scope exactly as the provider lists it: openid, profile, email in lower case.",
    verify: "Log in again: each name in scope has the upper and lower case letters that the provider lists.",
    disproof: "The provider granted the name, written with these letters, in another login.",
    explains: &["scope/reduced", "scope/refused", "token-response/no-id-token"],
    since: "0.1.0",
    page: page!("case.md"),
    check: Check::AuthorizationRequest(check),
};

/// OpenID Connect Core §5.4, §11.
const OF_OPENID: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(scope) = request.parameters.text("scope") else { return Verdict::NotApplicable };
    let listed = flow.metadata.as_ref().and_then(|metadata| metadata.scopes.as_ref());
    let known = || OF_OPENID.into_iter().chain(listed.into_iter().flatten().map(String::as_str));
    let wrong = ranges(scope, |name| {
        known().any(|known| known.eq_ignore_ascii_case(name)) && known().all(|known| known != name)
    });
    if wrong.is_empty() {
        return Verdict::Pass;
    }
    if !is_unread(request, flow) {
        return Verdict::NotApplicable;
    }
    let pointer = request.pointer("scope").marking(wrong);
    let summary = Phrase::from("The provider knows ")
        .value(pointer.clone())
        .text(" with other upper and lower case letters only.");
    fail(summary).at(pointer).into()
}
