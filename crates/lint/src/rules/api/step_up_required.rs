//! RFC 9470 §3: the API wants the user to log in again, more strongly or more recently.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/step-up-required",
    title: "The API wants a stronger or newer login",
    lead: "The API knows the token and the user, and answers insufficient_user_authentication: this call needs a \
          stronger or a more recent login.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9470, "3"), Reference::Rfc(9470, "4")],
    why: "The token is good, but the API asks how and when the user logged in, and that is not enough for this call.",
    fix: "Begin a new login with the acr_values and max_age that the API names, and repeat the call with its token.",
    verify: "Repeat the call after the new login: the answer is no longer insufficient_user_authentication.",
    disproof: "The token's acr and auth_time already meet the acr_values and max_age in WWW-Authenticate.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("step_up_required.md"),
    check: Check::ProtectedRequest(check),
};

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.error().as_deref() != Some("insufficient_user_authentication") || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let challenge = request.challenge();
    let names = |name| challenge.as_ref().is_some_and(|challenge| challenge.parameter(name).is_some());
    let words = match (names("acr_values"), names("max_age")) {
        (true, true) => {
            " wants the user to log in again, in one of the ways it names (acr_values) and not too long ago (max_age)."
        }
        (true, false) => " wants the user to log in again, in one of the ways that it names (acr_values).",
        (false, true) => " wants the user to log in again: the last time is too long ago (max_age).",
        (false, false) => " wants the user to log in again, more strongly.",
    };
    show(request, fail(Phrase::from(who(request)).text(words))).into()
}
