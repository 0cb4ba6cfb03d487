//! OpenID Connect Core §3.1.2.1: "OpenID Connect requests MUST contain the openid scope value. If the openid scope value is not present,
//! the behavior is entirely unspecified."

use oauth::{AuthorizationRequest, Flow, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/openid-missing",
    title: "A login with OpenID Connect lacks the scope openid",
    lead: "The app uses OpenID Connect (it asks for an ID token, or for UserInfo), and scope lacks openid.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.2.1"), Reference::OidcCore("5.3")],
    why: "Without openid the request is plain OAuth: a provider owes no ID token then, and its UserInfo endpoint need not take the access token.",
    fix: "Add openid to scope.",
    verify: "Log in again: openid is in scope, and the ID token or the UserInfo answer comes.",
    disproof: "A login with openid in scope is refused at the same place.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("openid_missing.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !request.is_open() || request.has_scope("openid") {
        return Verdict::NotApplicable;
    }
    if request.parameters.hides("scope") {
        return Verdict::Inconclusive("scope, which was taken out of the recording");
    }
    // Another mistake in the list has a rule of its own.
    let scope = request.parameters.text("scope").unwrap_or_default();
    if scope.to_ascii_lowercase().contains("openid") {
        return Verdict::NotApplicable;
    }
    let place = match request.parameters.has("scope") {
        true => request.pointer("scope"),
        false => request.pointer("response_type"),
    };
    if request.asks_for("id_token") {
        let responses = flow.authorization_responses();
        let Some(error) = responses.iter().find(|response| response.error().is_some()) else {
            return Verdict::NotApplicable;
        };
        return fail(
            "The app asks for an ID token with response_type, and scope lacks openid, which stands for it.",
        )
        .at(place)
        .at(error.pointer("error"))
        .into();
    }
    // The app asks who the user is, with a token that is not for this question.
    let refused = flow
        .of_kind(MessageKind::Userinfo)
        .find(|(_, exchange)| matches!(exchange.status(), Some(401 | 403)) && exchange.error.is_none());
    match refused {
        Some((userinfo, _)) if flow.has_tokens() && is_userinfo_endpoint(flow, userinfo) => {
            fail("The provider's UserInfo endpoint refuses the access token, and the login had no openid in its scope.")
                .confidence(Confidence::Medium)
                .at(place)
                .at(Pointer::new(userinfo, Part::Status))
                .into()
        }
        _ => Verdict::Pass,
    }
}

/// Whether it is the endpoint of OpenID Connect, and not one of an API that is called alike.
fn is_userinfo_endpoint(flow: &Flow<'_>, userinfo: usize) -> bool {
    let uri = flow.messages.get(userinfo).map(|message| &message.exchange.request.uri);
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.userinfo_endpoint.as_ref());
    uri.zip(stated).is_some_and(|(uri, stated)| uri.same_endpoint(stated))
}
