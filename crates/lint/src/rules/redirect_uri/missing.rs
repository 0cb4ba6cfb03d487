//! OpenID Connect Core §3.1.2.1: redirect_uri is REQUIRED; RFC 6749 §3.1.2.3: also where several are registered.

use oauth::{AuthorizationRequest, Flow};

use crate::redirect_uri::refusal;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/missing",
    title: "The request has no redirect_uri",
    lead: "The authorization request does not say where the browser should come back to, and the provider refuses it \
          for that.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2.3"), Reference::OidcCore("3.1.2.1")],
    why: "The provider does not know where to send the browser after the login: it wants the request to say so, and \
          does not choose among registered addresses.",
    fix: "Send the redirect_uri, exactly as it is registered at the provider.",
    verify: "Start the login again: the request has a registered redirect_uri, and the provider takes it.",
    disproof: "The same request with a registered redirect_uri gets the same error.",
    explains: &["redirect-uri/refused"],
    since: "0.1.0",
    page: page!("missing.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let is_there = request.redirect_uri().is_some_and(|uri| uri.known() != Some(""));
    if is_there || !request.is_open() {
        return Verdict::Pass;
    }
    let Some(said) = refusal(request, flow) else { return Verdict::Pass };
    fail("The request has no redirect_uri, and the provider wants one.")
        .noted(request.pointer("client_id"), "the client that asks")
        .noted(said, "the provider's words")
        .into()
}
