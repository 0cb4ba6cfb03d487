//! What became of a call with an access token.

use http::Body;
use oauth::{Flow, MessageKind, Pointer, ProtectedRequest};

use crate::evidence::{Evidence, Place};
use crate::json_fault::Content;
use crate::said::{Words, says_nothing};

/// Token requests after a refused call that are looked at.
const RENEWALS: usize = 8;

/// Whether the app got past a refused call: a later one to the same place was answered, or a new token came. Apps notice by
/// such a refusal that their token has expired.
pub(crate) fn gets_past(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> bool {
    let renewed = flow
        .of_kind(MessageKind::TokenRequest)
        .filter(|(message, exchange)| *message > request.message && exchange.status() == Some(200))
        .take(RENEWALS)
        .any(|(message, _)| flow.token_exchange(message).is_some_and(|t| t.response().gives_tokens()));
    renewed
        || flow.protected_requests().iter().any(|later| {
            later.message > request.message
                && later.is_ok()
                && later.exchange.error.is_none()
                && later.exchange.request.uri.same_endpoint(&request.exchange.request.uri)
        })
}

/// Whether the same token was taken before.
pub(crate) fn worked_before(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> bool {
    flow.protected_requests().iter().any(|earlier| {
        earlier.message < request.message && earlier.is_ok() && earlier.token() == request.token()
    })
}

/// What the server says about a refusal, in lower case: the description in the challenge, else in the body.
pub(crate) fn description(request: &ProtectedRequest<'_>) -> String {
    let challenge = request.challenge();
    let told = challenge.as_ref().and_then(|challenge| challenge.parameter("error_description"));
    let body = request.exchange.response_body().present().and_then(|body| body.json());
    let in_body = || {
        let body = body.as_ref()?;
        ["error_description", "message", "detail"].iter().find_map(|name| body.get(name)?.as_str())
    };
    told.or_else(in_body).unwrap_or_default().to_ascii_lowercase()
}

/// Words with which a server says that it does not take a token.
const OF_TOKENS: [&str; 20] = [
    "access",
    "authenticated",
    "authentication",
    "authorization",
    "bearer",
    "credential",
    "credentials",
    "denied",
    "full",
    "jwt",
    "oauth",
    "oauth2",
    "presented",
    "provided",
    "required",
    "token",
    "tokens",
    "unauthorised",
    "unauthorized",
    "validate",
];

/// Whether the server refuses a token without a word of a reason: it says nothing, or no more than that.
pub(crate) fn gives_no_reason(request: &ProtectedRequest<'_>) -> bool {
    let words = Words::of(request.message, request.exchange).map(|words| words.text);
    let code = error_code(request).map(|code| code.to_ascii_lowercase());
    words.iter().chain(&code).all(|text| says_nothing(text, &OF_TOKENS))
}

/// The error code of a refusal: in the challenge, else in the body.
pub(crate) fn error_code(request: &ProtectedRequest<'_>) -> Option<String> {
    let in_body = || {
        let body = request.exchange.response_body().present()?.json()?;
        Some(body.get("error")?.as_str()?.to_owned())
    };
    request.error().or_else(in_body)
}

/// Whether the server asks for a proof with its nonce (RFC 9449 §9): the next request brings it.
pub(crate) fn asks_for_nonce(request: &ProtectedRequest<'_>) -> bool {
    request.error().as_deref() == Some("use_dpop_nonce")
}

/// Whether a page of somebody else came in place of an answer about the token.
pub(crate) fn is_page(request: &ProtectedRequest<'_>) -> bool {
    let html = |body: &&Body| matches!(Content::of(body, None), Content::Html);
    request.challenge().is_none() && request.exchange.response_body().present().is_some_and(html)
}

/// Shows the token and the refusal.
pub(crate) fn show(request: &ProtectedRequest<'_>, evidence: Evidence<impl Place>) -> Evidence {
    evidence
        .noted_if(request.token().map(|_| request.authorization_pointer()), "the token that was sent")
        .noted_if(request.challenge().map(|_| request.challenge_pointer()), "what the server says")
        .at(request.status_pointer())
}

/// Points at a member of the token response that gave the access token, where it is there.
pub(crate) fn in_token_response(
    flow: &Flow<'_>,
    request: &ProtectedRequest<'_>,
    name: &'static str,
) -> Option<Pointer> {
    let exchanges = flow.token_exchanges();
    let mut gave = exchanges.iter().rev().filter(|exchange| exchange.message < request.message);
    let response = gave.find(|exchange| exchange.response().access_token() == request.token())?.response();
    response.text(name).map(|_| response.pointer(name))
}

/// Who answers, as the first words of a sentence.
pub(crate) fn who(request: &ProtectedRequest<'_>) -> &'static str {
    if request.kind == MessageKind::Userinfo { "The UserInfo endpoint" } else { "The API" }
}
