//! OpenID Connect Core §5.3.3: the UserInfo endpoint refuses a request as RFC 6750 §3 says.

use oauth::{AuthorizationResponse, Flow, Join, MessageKind, Part, Pointer, ProtectedRequest};

use crate::login::{is_gateway_error, is_reason_unseen};
use crate::parties::is_same_host;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{
    asks_for_nonce, description, error_code, gets_past, in_token_response, is_page, show, worked_before,
};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "userinfo/failed",
    title: "The UserInfo endpoint refuses the request",
    lead: "The app got its tokens, asked the provider's UserInfo endpoint who the user is, and was refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Userinfo,
    actor: Actor::App,
    references: &[Reference::OidcCore("5.3.3"), Reference::OidcCore("5.3.1"), Reference::Rfc(6750, "3.1")],
    why: "With its token the app asks the provider who the user is, and is refused, or gets no answer. Without it most libraries drop the \
          whole login.",
    fix: "Send the access token of this login, unchanged, as Authorization: Bearer … to the userinfo_endpoint of the discovery \
          document.",
    verify: "Log in again: the UserInfo endpoint answers with status 200.",
    disproof: "The app took the user from the ID token and finished the login without UserInfo.",
    explains: &["format/html-instead-of-json"],
    since: "0.1.0",
    page: page!("failed.md"),
    check: Check::ProtectedRequest(check),
};

const ASK_FOR_OPENID: &str = "Put openid into the scope of the authorization request.";
const LOG: &str =
    "Look into the provider's log at the time of this request: the error there names the cause.";

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.kind != MessageKind::Userinfo {
        return Verdict::NotApplicable;
    }
    let Some(status) = request.exchange.status() else { return Verdict::NotApplicable };
    if status < 400 || is_gateway_error(status) || asks_for_nonce(request) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    if !had_tokens(request, flow) || is_page(request) {
        return Verdict::NotApplicable;
    }
    if request.hides_token() {
        return Verdict::Inconclusive("the access token, and so whose it is");
    }
    let evidence = show(request, reason(request, status, flow));
    let is_ours = flow.messages.get(request.message).is_some_and(|message| message.join == Join::Token);
    let headers_seen = request.exchange.response.as_ref().is_some_and(|r| r.headers.present().is_some());
    let is_sure = is_ours && headers_seen && !is_reason_unseen(request.exchange);
    evidence.inferred_if(!is_sure).warning_if(worked_before(request, flow)).into()
}

/// Whether tokens had come: an older token of the app is none of this login.
fn had_tokens(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> bool {
    flow.messages.get(request.message).is_some_and(|message| message.join == Join::Token)
        || flow.authorization_responses().iter().any(AuthorizationResponse::has_tokens)
        || flow.token_exchanges().iter().any(|exchange| {
            let response = exchange.response();
            exchange.message < request.message && (response.gives_tokens() || response.is_unseen_success())
        })
}

fn reason(request: &ProtectedRequest<'_>, status: u16, flow: &Flow<'_>) -> Evidence<Nowhere> {
    let by_status = |words| fail(Phrase::from(words).number(status).text("."));
    if let Some(evidence) = not_a_token(request) {
        return evidence;
    }
    let description = description(request);
    let code = error_code(request);
    match (status, code.as_deref()) {
        (404 | 410, _) => by_status("There is nothing at the address that the app calls as UserInfo endpoint: status ")
            .fix("Take the address from userinfo_endpoint in the discovery document.")
            .at_if(Some(Pointer::new(request.message, Part::Url))),
        (405, _) => by_status("The UserInfo endpoint does not take this method: status ")
            .fix("Call the UserInfo endpoint with GET.")
            .at_if(Some(Pointer::new(request.message, Part::Method))),
        (500.., _) => by_status("The UserInfo endpoint failed with status ").fix(LOG),
        (_, Some("insufficient_scope")) => lacks_scope(flow),
        (_, Some("invalid_token")) if description.contains("expired") => {
            fail("The UserInfo endpoint says that the access token has expired.")
                .fix("If the token is new, set the clocks of the provider's machines (NTP); if it is old, renew it first.")
        }
        (401, _) | (_, Some("invalid_token")) if is_as_given(request, flow) => as_given(request, flow),
        (_, Some("invalid_token")) => fail("The UserInfo endpoint does not accept the access token."),
        (403, _) => by_status("The access token may not read the user's data: the UserInfo endpoint answers with status ")
            .fix("Allow this client to read the user's data at the provider, with the scopes openid, profile and email."),
        _ => by_status("The UserInfo endpoint refuses the request with status "),
    }
}

/// Whether the token is the one that the provider itself gave this login, sent as it has to be.
fn is_as_given(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> bool {
    let gave =
        in_token_response(flow, request, "access_token").and_then(|place| flow.token_exchange(place.message));
    let is_bearer = request.scheme().is_some_and(|scheme| scheme == "Bearer");
    is_bearer
        && gave.is_some_and(|gave| is_same_host(&gave.exchange.request.uri, &request.exchange.request.uri))
}

/// The app did all that RFC 6750 asks for: what is wrong with the token the provider alone knows.
fn as_given(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Evidence<Nowhere> {
    let asked = flow.authorization_request().filter(|asked| asked.is_open() && !asked.has_scope("openid"));
    if let Some(asked) = asked {
        return fail("The UserInfo endpoint does not accept the access token that this provider gave, and the login did not ask for the scope openid, which it is made for.")
            .fix(ASK_FOR_OPENID)
            .confidence(Confidence::Medium)
            .at_if(asked.parameters.has("scope").then(|| asked.pointer("scope")));
    }
    let given = in_token_response(flow, request, "access_token").unwrap_or_else(|| request.status_pointer());
    fail("The UserInfo endpoint does not accept the access token that the same provider gave this login, and the app sends it unchanged, as Bearer.")
        .fix(AS_GIVEN)
        .by(Actor::Provider)
        .at_if(Some(given))
}

const AS_GIVEN: &str = "Look into the provider's log at this moment for why it does not know this token: it was revoked at once (a code that was used twice, a sign-out), its machines do not share their tokens, or this token is for another audience than UserInfo.";

fn lacks_scope(flow: &Flow<'_>) -> Evidence<Nowhere> {
    match flow.authorization_request() {
        Some(asked) if asked.is_open() && !asked.has_scope("openid") => {
            fail("The access token may not read the user's data: the login did not ask for the scope openid.")
                .fix(ASK_FOR_OPENID)
                .at_if(asked.parameters.has("scope").then(|| asked.pointer("scope")))
        }
        _ => fail("The access token lacks a scope that the UserInfo endpoint asks for.")
            .fix("Add the scope that the provider names to the authorization request."),
    }
}

/// Nothing was sent, or what a program prints in place of a value that is not there.
fn not_a_token(request: &ProtectedRequest<'_>) -> Option<Evidence<Nowhere>> {
    let words = match request.token() {
        Some("undefined") => "The app sends the word undefined in place of the access token.",
        Some("null") => "The app sends the word null in place of the access token.",
        Some("[object Object]") => "The app sends the words [object Object] in place of the access token.",
        Some(_) => return None,
        None if request.has_token() == Some(false) && is_told_so(request) => {
            return Some(
                fail("The UserInfo request carries no access token.")
                    .fix("Send the access token with the UserInfo request: Authorization: Bearer, a space, the token.")
                    .at_if(Some(Pointer::new(request.message, Part::Url))),
            );
        }
        None => return None,
    };
    Some(
        fail(words)
            .fix("Read access_token from the token response and wait for it before the UserInfo request."),
    )
}

/// Recordings may lack credentials that were sent: the server has to say that it got none, in words, or by a challenge
/// without an error (RFC 6750 §3.1).
fn is_told_so(request: &ProtectedRequest<'_>) -> bool {
    const NONE: [&str; 5] =
        ["no access token", "no token", "token is missing", "missing access token", "missing token"];
    let description = description(request);
    let bare = request.challenge().is_some_and(|challenge| challenge.parameter("error").is_none());
    NONE.iter().any(|words| description.contains(words)) || bare && request.exchange.status() == Some(401)
}
