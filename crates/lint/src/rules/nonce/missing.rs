//! OpenID Connect Core §3.2.2.1 and §3.3.2.11: the nonce is REQUIRED where the ID token comes from the authorization endpoint.

use oauth::{AuthorizationRequest, Flow};

use crate::request_outcome::RequestOutcome;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/missing",
    title: "An ID token is asked for without a nonce",
    lead: "response_type holds id_token, scope holds openid, and there is no nonce.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.2.2.1"), Reference::OidcCore("3.3.2.11")],
    why: "When the ID token comes back through the browser, the nonce is what ties it to this login. \
          OpenID Connect demands it there, and providers refuse the request without it.",
    fix: "Send a fresh random nonce with every login, and compare it with the one in the ID token.",
    verify: "Start the login again: the request has a nonce, and the provider takes it.",
    disproof: "The same request with a nonce is refused in the same way.",
    explains: &[],
    since: "0.1.0",
    page: page!("missing.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !request.is_open() {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    if !request.asks_for("id_token") || !request.has_scope("openid") {
        return Verdict::NotApplicable;
    }
    if request.nonce().is_some_and(|nonce| !nonce.is_empty()) {
        return Verdict::Pass;
    }
    let severity = match RequestOutcome::of(request, flow, &["nonce"]) {
        RequestOutcome::Refused => Severity::Error,
        RequestOutcome::CodeRefused | RequestOutcome::AppFailed | RequestOutcome::WentOn => Severity::Warning,
        RequestOutcome::Elsewhere => return Verdict::NotApplicable,
    };
    fail("The request asks for an ID token in the answer and has no nonce, which is required there.")
        .at(request.pointer("response_type"))
        .severity(severity)
        .into()
}
