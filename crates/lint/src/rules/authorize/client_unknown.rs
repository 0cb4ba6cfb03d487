//! RFC 6749 §4.1.2.1: for an invalid client identifier the server informs the user, and does not redirect.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::unknown_client;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::rules::authorize::response_type_refused;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/client-unknown",
    title: "The provider does not know this client_id",
    lead: "The provider says that no client with the client_id of the authorization request is registered with it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::Rfc(6749, "2.2")],
    why: "The provider looks up who asks before it does anything else. For an app that it does not know it has no \
          address to send the browser to, so it stops with a page of its own.",
    fix: "Copy the client_id once more from the provider's console, and check that the app talks to the tenant or \
          realm in which it is registered.",
    verify: "Start the login again: the provider no longer says that it does not know the client.",
    disproof: "The provider's console lists this client_id, in the tenant or realm that the request went to.",
    explains: &[],
    since: "0.1.0",
    page: page!("client_unknown.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    // A client that may not use a response type is known.
    if request.client_id().is_some_and(str::is_empty)
        || response_type_refused::refusal(request, flow).is_some()
    {
        return Verdict::NotApplicable;
    }
    let Some(said) = unknown_client(request, flow) else { return Verdict::Pass };
    let sent = request.parameters.has("client_id").then(|| request.pointer("client_id"));
    fail("The provider says that it knows no client with this client_id.")
        .noted_if(sent, "the client_id as it was sent")
        .noted(said, "the provider's words")
        .into()
}
