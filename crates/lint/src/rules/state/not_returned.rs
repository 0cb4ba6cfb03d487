//! RFC 6749 §4.1.2: state is "REQUIRED if the state parameter was present in the client authorization request".

use http::Value;
use oauth::{AuthorizationResponse, Flow};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/not-returned",
    title: "The state does not come back",
    lead: "The app sent a state with the authorization request. The answer carries a code, and no state.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::OidcCore("3.1.2.5")],
    why: "The app finds the login it began by the state, and must refuse an answer without it: it could be forged.",
    fix: "Find the redirect that drops the state, the provider's or a proxy's, and make it return the value unchanged.",
    verify: "Log in again: the redirect URI gets the state of the authorization request.",
    disproof: "The app's log shows that this answer had the state when it arrived.",
    explains: &[],
    since: "0.1.0",
    page: page!("not_returned.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(arrived) = response.success().filter(|_| !response.parameters.has("response")) else {
        return Verdict::NotApplicable;
    };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if request.state().is_none_or(Value::is_empty) {
        return Verdict::NotApplicable;
    }
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    if response.parameters.has("state") {
        return Verdict::Pass;
    }
    fail("The app sent a state, and the answer came without one.")
        .noted(request.pointer("state"), "sent")
        .noted(response.pointer(arrived), "came back without state")
        .into()
}
