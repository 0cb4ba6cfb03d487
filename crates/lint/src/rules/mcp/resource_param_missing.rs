//! Model Context Protocol, Authorization: clients MUST send the resource parameter (RFC 8707) in authorization and
//! token requests.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::token_use::{gets_past, show};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "mcp/resource-param-missing",
    title: "The login does not say for which API the token is",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[
        Reference::Mcp("Resource Parameter Implementation", "resource-parameter-implementation"),
        Reference::Rfc(8707, "2"),
    ],
    why: "The API said where to log in, and what it is called (resource). The login did not pass the name on, so the \
          provider issued a token for something else, and the API refuses it.",
    fix: "Send resource, as the API's metadata states it, in the authorization request and in the token request.",
    explains: &["api/401-invalid-token", "api/opaque-to-jwt-validator", "api/wrong-audience"],
    since: "0.1.0",
    page: page!("resource_param_missing.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let documents = flow.resource_metadata();
    if documents.is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request().filter(|request| request.is_open()) else {
        return Verdict::NotApplicable;
    };
    // Some providers have a name of their own for it.
    let names = |parameters: &http::Parameters| parameters.has("resource") || parameters.has("audience");
    let named =
        names(request.parameters) || flow.token_exchanges().iter().any(|token| names(token.parameters));
    // Others name the API in the scope.
    let scope = request.parameters.text("scope").unwrap_or_default();
    if named || scope.contains("://") {
        return Verdict::Pass;
    }
    let calls = flow.protected_requests();
    let is_refused = |call: &&ProtectedRequest<'_>| {
        let to_resource = documents.iter().any(|document| {
            document.resource().is_some_and(|uri| uri.origin() == call.exchange.request.uri.origin())
        });
        to_resource
            && call.exchange.status() == Some(401)
            && call.error().is_none_or(|error| error == "invalid_token")
            && !gets_past(call, flow)
    };
    let (Some(call), Some(document)) = (calls.iter().find(is_refused), documents.first()) else {
        return Verdict::Pass;
    };
    let evidence = fail("The login did not name the API in resource, and the API refuses the token.")
        .noted(document.pointer("resource"), "what the API is called")
        .noted(request.pointer("client_id"), "the login, without resource");
    show(call, evidence.confidence(Confidence::Medium)).into()
}
