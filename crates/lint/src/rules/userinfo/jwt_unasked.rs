//! OpenID Connect Core §5.3.2: a signed or encrypted UserInfo answer is a JWT with the media type application/jwt; which it
//! is, the client registered.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::login::{JsonResponse, app_failed};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "userinfo/jwt-unasked",
    title: "UserInfo answers with a JWT, and the client asks for JSON",
    lead: "The app asked UserInfo for JSON (Accept: application/json) and got a JWT (application/jwt). Nothing shows that it can read one.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("5.3.2")],
    why: "Whether UserInfo answers JSON or a signed JWT is a setting of the client at the provider (userinfo_signed_response_alg). A client that expects JSON fails on a JWT: it does not parse.",
    fix: "Set the client at the provider to an unsigned UserInfo answer (userinfo_signed_response_alg none or empty), or use a library that reads application/jwt.",
    verify: "Ask UserInfo again: the answer is JSON with application/json, and the app reads it.",
    disproof: "The app's log shows that it read the claims of this answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("jwt_unasked.md"),
    check: Check::JsonResponse(check),
};

fn check(response: &JsonResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = response.exchange;
    if response.kind != MessageKind::Userinfo || !response.is_ok() {
        return Verdict::NotApplicable;
    }
    let Some(accept) = exchange.request_header("accept") else {
        return Verdict::Inconclusive("what the client accepts");
    };
    let is_jwt = response.media_type().is_some_and(|media_type| media_type.ends_with("jwt"))
        || response.body.text().is_some_and(|text| jose::Jwt::is_likely(text.trim()));
    let asks_json = accept.contains("json") && !accept.contains("jwt");
    let went_on = flow.messages.len() > response.message + 1 && !app_failed(flow);
    if !is_jwt || !asks_json || went_on {
        return Verdict::Pass;
    }
    let evidence = fail("The app asked UserInfo for JSON, and the answer is a JWT: a client that expects JSON cannot read it.")
        .confidence(Confidence::Medium)
        .noted(Pointer::new(response.message, Part::RequestHeader("accept".into())), "what the client takes")
        .at(Pointer::new(response.message, Part::ResponseHeader("content-type".into())));
    if app_failed(flow) { evidence.severity(Severity::Error).into() } else { evidence.into() }
}
