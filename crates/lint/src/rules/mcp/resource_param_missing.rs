//! Model Context Protocol, Authorization: clients MUST send the resource parameter (RFC 8707) in authorization and
//! token requests.

use oauth::{AuthorizationRequest, Flow, Part, Pointer, ProtectedRequest, Provider, ResourceMetadata};

use crate::error_page::ErrorPage;
use crate::resource::is_of;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, show};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "mcp/resource-param-missing",
    title: "The login does not say for which API the token is",
    lead: "A client asked an API, an MCP server above all, where to log in, and logged in there without naming the \
          API (resource). The API refuses the access token, or the provider the login.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[
        Reference::Mcp("Resource Parameter Implementation", "resource-parameter-implementation"),
        Reference::Rfc(8707, "2"),
    ],
    why: "The API says where to log in, and what it is called (resource). The login did not pass the name on: the provider \
          issued a token for something else, which the API refuses, or refused the login.",
    fix: "Send resource, as the API's metadata states it, in the authorization request and in the token request.",
    verify: "Log in again: the authorization and the token request have resource, and the API takes the token.",
    disproof: "The aud of the refused access token already names this API.",
    explains: &["api/401-invalid-token", "api/opaque-to-jwt-validator", "api/wrong-audience"],
    since: "0.1.0",
    page: page!("resource_param_missing.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let documents = flow.resource_metadata();
    let is_demanded = Provider::demands_resource(flow);
    if documents.is_empty() && !is_demanded {
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
    let document = documents.first();
    if let Some(page) =
        ErrorPage::of(request, flow).filter(|page| page.status.is_none_or(|status| status < 500))
    {
        return stopped(request, &page, document, is_demanded);
    }
    let calls = flow.protected_requests();
    let is_refused = |call: &&ProtectedRequest<'_>| {
        let to_resource = documents.iter().any(|document| is_of(document, call.exchange));
        to_resource
            && call.exchange.status() == Some(401)
            && call.error().is_none_or(|error| error == "invalid_token")
            && !gets_past(call, flow)
    };
    let (Some(call), Some(document)) = (calls.iter().find(is_refused), document) else {
        return Verdict::Pass;
    };
    let evidence = fail("The login did not name the API in resource, and the API refuses the token.")
        .noted(document.pointer("resource"), "what the API is called")
        .noted(request.pointer("client_id"), "the login, without resource");
    show(call, evidence.confidence(Confidence::Medium)).into()
}

/// The provider refuses the request itself: a page that names another fault is that one's matter.
fn stopped(
    request: &AuthorizationRequest<'_>,
    page: &ErrorPage<'_>,
    document: Option<&ResourceMetadata<'_>>,
    is_demanded: bool,
) -> Verdict {
    const OTHERS: [&str; 16] = [
        "account",
        "application",
        "assigned",
        "certificate",
        "challenge",
        "client",
        "consent",
        "database",
        "expired",
        "pkce",
        "redirect_uri",
        "redirect uri",
        "response_type",
        "scope",
        "session",
        "user",
    ];
    let names_another = page.address.is_some() && page.url_says(&["invalid_target"]).is_none();
    if names_another || page.says(&OTHERS).is_some() || document.is_none() && !is_demanded {
        return Verdict::NotApplicable;
    }
    let summary = match is_demanded {
        true => {
            "The login did not name the API in resource, and this provider answers such requests with an error page."
        }
        false => {
            "The login did not name the API in resource, and the provider refuses it with a page that names no other part of the request."
        }
    };
    let evidence = fail(summary)
        .confidence(Confidence::Medium)
        .noted_if(document.map(|document| document.pointer("resource")), "what the API is called")
        .noted(request.pointer("client_id"), "the login, without resource");
    evidence.at(Pointer::new(page.message, Part::Status)).into()
}
