//! RFC 6749 §10.12: the state binds the answer to one request; RFC 9700 §2.1: it is for one use.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/reused",
    title: "Two logins use the same state",
    lead: "Two logins of this recording, to the same provider, began with the same state.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "2.1"), Reference::Rfc(6749, "10.12")],
    why: "The state protects a user from being signed in to an attacker's account. It does so only while the attacker \
          cannot know it; a value that stays the same is known after one login.",
    fix: "Make a new random state for every login.",
    verify: "Start the login twice: the two requests have different states.",
    disproof: "Each login has a fresh code_challenge, and the provider refuses a wrong code_verifier.",
    explains: &[],
    since: "0.1.0",
    page: page!("reused.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.state().is_none_or(|value| value.is_empty()) {
        return Verdict::NotApplicable;
    }
    if !flow.others.reused.contains(&"state") {
        return Verdict::Pass;
    }
    fail("An earlier login of this recording began with the same state: it is not made anew.")
        .at(request.pointer("state"))
        .into()
}
