//! RFC 6749 §4.1.1: client_id is REQUIRED; §3.1: parameters without a value are treated as omitted.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/client-id-missing",
    title: "The client_id is empty",
    lead: "The authorization request has a client_id without a value, and the provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.1"), Reference::Rfc(6749, "3.1")],
    why: "client_id tells the provider which app is asking. Without it the provider knows neither the app nor an \
          address to send the browser back to.",
    fix: "Set the variable from which the app takes its client_id, and build or start the app again.",
    verify: "Start the login again: client_id has the value from the provider's console, and the error is gone.",
    disproof: "The provider's log gives a reason that is not about the client.",
    explains: &[],
    since: "0.1.0",
    page: page!("client_id_missing.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !request.parameters.text("client_id").is_some_and(|id| id.trim().is_empty()) {
        return Verdict::Pass;
    }
    let Some(said) = refusal_of_parameter(request, flow, "client_id", &["client"]) else {
        return Verdict::Pass;
    };
    let evidence = fail("The request has an empty client_id, and the provider refuses it.")
        .noted(request.pointer("client_id"), "empty");
    with_answer(evidence, said, flow).into()
}
