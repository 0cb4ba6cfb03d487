//! RFC 6749 §4.1.2: a response carries `code`; §4.1.2.1: or `error`.

use oauth::{AuthorizationRequest, AuthorizationResponse, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/no-code-no-error",
    title: "The browser comes back without a code and without an error",
    lead: "The browser was sent to the app's redirect URI, and carries neither a code nor tokens nor an error: \
          nothing, or only a state.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Network,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::MultipleResponseTypes("5")],
    why: "The app waits at its redirect URI for a code that it can exchange, or for an error. The provider sent neither, or something on the way dropped it.",
    fix: "Find the redirect that drops the parameters and make it keep the query: the app's proxy, a rewrite rule, or the provider.",
    verify: "Log in again: a code, tokens or an error arrive at the app, as the provider sent them.",
    disproof: "The app's log shows that it got a code or tokens, in a part that the recording lacks.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_code_no_error.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !response.is_readable() {
        return Verdict::Inconclusive("what the provider posted to the redirect URI");
    }
    let is_answer = |name: &str| ["code", "error", "token", "ticket"].iter().any(|word| name.contains(word));
    if response.parameters.iter().any(|(name, _)| name == "response" || is_answer(name)) {
        return Verdict::Pass;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if request.asks_for("none") {
        return Verdict::NotApplicable;
    }
    if !request.is_open()
        || response.delivered && may_be_in_fragment(request) && flow.redirect_to(response.message).is_none()
    {
        return Verdict::Inconclusive("the part of the address after #, in which the answer may have been");
    }
    let state = response.parameters.has("state").then(|| response.pointer("state"));
    let nothing = match &state {
        Some(_) => "The browser came back with state alone: no code, no tokens, no error.",
        None => "The browser came back with nothing: no code, no tokens, no error.",
    };
    let evidence = fail(nothing).at(response.address());
    state.into_iter().fold(evidence, |evidence, state| evidence.noted(state, "all that arrived")).into()
}

/// Whether the provider answers after `#`, which a recording of requests does not show.
fn may_be_in_fragment(request: &AuthorizationRequest<'_>) -> bool {
    match request.parameters.text("response_mode") {
        Some(mode) => mode.starts_with("fragment") || mode == "jwt",
        None => request.asks_for("token") || request.asks_for("id_token"),
    }
}
