//! OpenID Connect Core §5.3.2: "The sub (subject) Claim MUST always be returned in the UserInfo Response."

use oauth::{Flow, MessageKind, Part, Pointer, ProtectedRequest};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "userinfo/sub-missing",
    title: "UserInfo does not say which user it is about",
    lead: "The UserInfo endpoint answered, and its answer has no sub, or a sub that is no text.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("5.3.2"), Reference::OidcCore("5.1")],
    why: "The app compares sub of UserInfo with sub of the ID token. Without it, the answer could be about anybody, and libraries refuse it.",
    fix: "Let the provider put sub, as text and as in the ID token, into its UserInfo answer.",
    verify: "Call UserInfo with a new token: sub is there, as a text in quotes.",
    disproof: "The app is set to read another member, such as id, and its log shows that it did.",
    explains: &[],
    since: "0.1.0",
    page: page!("sub_missing.md"),
    check: Check::ProtectedRequest(check),
};

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.kind != MessageKind::Userinfo || !request.is_ok() || request.exchange.error.is_some() {
        return Verdict::NotApplicable;
    }
    // Without an ID token it is no login of OpenID Connect: other providers have other names for users.
    if flow.id_tokens().is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(body) = request.exchange.response_body().present().copied() else {
        return Verdict::Inconclusive("what UserInfo says");
    };
    let Some(Value::Object(members)) = body.json() else { return Verdict::NotApplicable };
    let evidence = match members.get("sub") {
        Some(Value::String(sub)) if !sub.is_empty() => return Verdict::Pass,
        Some(Value::Number(_)) => fail("In UserInfo sub is a number, not a text.")
            .fix("Let the provider send sub in quotes: \"sub\": \"4711\"."),
        _ => fail("UserInfo has no sub."),
    };
    evidence.at(Pointer::new(request.message, Part::ResponseBody)).into()
}
