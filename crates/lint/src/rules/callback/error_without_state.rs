//! RFC 6749 §4.1.2.1: state is "REQUIRED if a `state` parameter was present in the client authorization request".

use oauth::{AuthorizationResponse, Flow};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/error-without-state",
    title: "The provider reports an error and leaves the state out",
    lead: "The app sent a state, and the provider answered with an error that came without it.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2.1")],
    why: "Most libraries look at the state first. Without it they report a forged answer (CSRF, state mismatch), and \
          the error that the provider reports stays hidden.",
    fix: "Let the app show error and error_description also when the state is missing, without signing anybody in.",
    verify: "Provoke the same error: the app shows error and error_description although the state is missing.",
    disproof: "The app named this error and its error_description, on its page or in its log.",
    explains: &[],
    since: "0.1.0",
    page: page!("error_without_state.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.error().is_none()
        || response.parameters.has("response")
        || !comes_from_provider(response, flow)
    {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if request.state().is_none_or(|state| state.is_empty()) {
        return Verdict::NotApplicable;
    }
    if response.parameters.has("state") {
        return Verdict::Pass;
    }
    fail("The provider reports an error without the state that the app sent; many libraries then report a forged answer in its place.")
        .noted(request.pointer("state"), "sent")
        .noted(response.pointer("error"), "came back without state")
        .into()
}
