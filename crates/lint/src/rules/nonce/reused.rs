//! OpenID Connect Core §15.5.2: the nonce has per-session state and is unguessable.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/reused",
    title: "Two logins use the same nonce",
    lead: "Two logins of this recording, to the same provider, began with the same nonce.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("15.5.2"), Reference::Rfc(9700, "2.1.1")],
    why: "The nonce ties an ID token to one login. With a value that stays the same, a token that was stolen in one \
          login can be slipped into another.",
    fix: "Make a new random nonce for every login.",
    verify: "Start the login twice: the two requests have different nonces.",
    disproof: "Each login has a fresh code_challenge, and ID tokens come from the token endpoint alone.",
    explains: &[],
    since: "0.1.0",
    page: page!("reused.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.nonce().is_none_or(|value| value.is_empty()) {
        return Verdict::NotApplicable;
    }
    if !flow.others.reused.contains(&"nonce") {
        return Verdict::Pass;
    }
    fail("An earlier login of this recording began with the same nonce: it is not made anew.")
        .at(request.pointer("nonce"))
        .into()
}
