//! RFC 9126 §5: require_pushed_authorization_requests says "whether the authorization server accepts authorization
//! request data only via PAR".

use oauth::{AuthorizationRequest, Discovery, Flow, MessageKind};
use serde_json::Value;

use crate::authorize_refusal::refusal_about;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "par/required",
    title: "The provider wants the login to be pushed first (PAR)",
    lead: "The app sends the browser to the provider with all parameters of the login, and the provider refuses: it \
          wants them pushed by the app's server first.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9126, "5"), Reference::Rfc(9126, "6")],
    why: "The app sends the parameters of the login with the browser. This provider takes them only from the app's \
          server (a \"pushed authorization request\"), so that nobody can read or change them on the way.",
    fix: "Push the parameters to pushed_authorization_request_endpoint first, and send the browser with client_id and \
          the request_uri from the answer.",
    verify: "Start the login again: the app pushes the request first, and the browser brings its request_uri.",
    disproof: "The same login, pushed first, is refused with the same words.",
    explains: &[],
    since: "0.1.0",
    page: page!("required.md"),
    check: Check::AuthorizationRequest(check),
};

/// Words of providers for it; the second ones count only where the discovery document says the same.
const PLAIN: [&str; 2] = ["pushed authorization request", "pushed_authorization_request"];
const NEAR: [&str; 3] = ["request_uri", "pushed", "par "];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let has_reference = request.exchange.request.uri.query().has("request_uri");
    let was_pushed = flow.of_kind(MessageKind::PushedAuthorizationRequest).next().is_some();
    if has_reference || was_pushed {
        return Verdict::Pass;
    }
    let demands = |document: &&Discovery<'_>| {
        document.members.get("require_pushed_authorization_requests") == Some(&Value::Bool(true))
    };
    let documents = flow.discoveries();
    let document = documents.iter().find(demands);
    let said = refusal_about(request, flow, &[], &PLAIN)
        .or_else(|| document.and_then(|_| refusal_about(request, flow, &["invalid_request"], &NEAR)));
    let Some(said) = said else { return Verdict::Pass };
    let announced = document.map(|document| document.pointer("require_pushed_authorization_requests"));
    fail("The provider takes logins only as pushed authorization requests, and the browser brought the parameters itself.")
        .noted_if(announced, "what the provider announces")
        .at(request.pointer("client_id")).noted(said, "what the provider says").into()
}
