//! RFC 7591 §3.2.1: the server "MAY reject or replace any of the client's requested metadata values"; the client
//! looks at the answer.

use http::Uri;
use oauth::{Flow, Registration};
use serde_json::Value;

use crate::authorize_refusal::refusal_about;
use crate::parties::is_same_host;
use crate::redirect_uri::is_loopback;
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "registration/response-changed",
    title: "The provider registered the client otherwise than it asked",
    lead: "The app registered itself, the provider changed something in it, and the app goes on as if nothing had \
          been changed. The provider then refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Registration,
    actor: Actor::App,
    references: &[Reference::Rfc(7591, "3.2.1"), Reference::Rfc(7591, "2")],
    why: "A provider may change what a client asks for at its registration, and answers what holds. This app goes on \
          with what it asked for, and is refused.",
    fix: "Let the app use the values of the registration's answer: redirect_uris, token_endpoint_auth_method and \
          client_secret.",
    verify: "Register and log in again: redirect_uri and client authentication are those of the registration's answer.",
    disproof: "The client was changed after its registration and had the values that the app used.",
    explains: &[
        "redirect-uri/refused",
        "scope/refused",
        "token/auth-method-unsupported",
        "token/invalid-client",
    ],
    since: "0.1.0",
    page: page!("response_changed.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(registration) = Registration::of(flow) else { return Verdict::NotApplicable };
    let Some(answer) = &registration.answer else {
        return Verdict::Inconclusive("the registration's answer");
    };
    if !answer.contains_key("client_id") {
        return Verdict::NotApplicable;
    }
    let other = other_method(&registration, flow)
        .or_else(|| other_redirect_uris(&registration, flow))
        .or_else(|| other_scope(&registration, flow));
    match other {
        Some(evidence) => evidence.into(),
        None => Verdict::Pass,
    }
}

/// The client asked to do without a secret, got one, and does not use it; or the other way round.
fn other_method(registration: &Registration<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    const NAME: &str = "token_endpoint_auth_method";
    let token = flow.token_exchanges().last()?;
    let refusal = TokenError::of(token).filter(|refusal| refusal.what == Refused::Client)?;
    let method = registration.text(NAME)?;
    // RFC 7591 §2: client_secret_basic where nothing is asked for.
    let asked = registration.asked_text(NAME).unwrap_or("client_secret_basic");
    let authenticates = token.authenticates_client()?;
    if asked == method || authenticates == (method != "none") {
        return None;
    }
    let (words, fix) = if authenticates {
        (
            "The provider registered the client without a secret, and the app sends credentials.",
            "Send client_id alone with the token request: the client was registered with token_endpoint_auth_method none.",
        )
    } else {
        (
            "The provider registered the client with credentials, and the app sends none.",
            "Send the client_secret of the registration's answer, in the way that token_endpoint_auth_method says there.",
        )
    };
    let evidence = fail(words)
        .exact_fix(fix)
        .noted_if(registration.asks(NAME).then(|| registration.sent(NAME)), "what the app asked for")
        .noted(registration.pointer(NAME), "what the provider registered");
    Some(refusal.show(token, evidence))
}

/// The client asks for a scope that it is not registered with: it asked for none at its registration, or for more than it got.
fn other_scope(registration: &Registration<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    const NAME: &str = "scope";
    let registered: Vec<&str> = registration.text(NAME)?.split_whitespace().collect();
    let request = flow.authorization_request()?;
    let sent = request.parameters.text(NAME)?;
    let said = refusal_about(request, flow, &["invalid_scope"], &["scope"])?;
    let is_registered = |scope: &str| registered.contains(&scope);
    if sent.split_whitespace().all(is_registered) {
        return None;
    }
    let asks = registration.asks(NAME);
    let asked = registration.asked_text(NAME).unwrap_or_default();
    let got_all = asks && asked.split_whitespace().all(is_registered);
    let words = match asks {
        true if got_all => "The client registered itself for other scopes than the login asks for.",
        true => {
            "The provider registered the client with fewer scopes than it asked for, and the app asks for one of the others."
        }
        false => {
            "The app registered itself without scope, the provider wrote a default of its own down, and the app asks for a scope that is not in it."
        }
    };
    let evidence = fail(words)
        .exact_fix("Register the client with the scope that the login asks for, or let the login ask for scopes of the registration's answer; a provider should let its default be all that it supports.")
        .noted_if(asks.then(|| registration.sent(NAME)), "what the app asked for when it registered")
        .noted(registration.pointer(NAME), "what the provider registered")
        .noted(request.pointer(NAME), "what the app asks for now");
    Some(evidence.noted(said, "what the provider says"))
}

fn other_redirect_uris(registration: &Registration<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    const NAME: &str = "redirect_uris";
    const WORDS: [&str; 2] = ["redirect_uri", "redirect uri"];
    let request = flow.authorization_request()?;
    let sent = request.redirect_uri()?.known()?;
    let said = refusal_about(request, flow, &[], &WORDS)?;
    let registered = registration.answer.as_ref()?.get(NAME)?.as_array()?;
    let asked = registration.asked?.get(NAME)?.as_array()?;
    // Of a native app the port counts for nothing (RFC 8252 §7.3).
    let is_sent = |uri: &Value| {
        uri.as_str().is_some_and(|uri| {
            let same_path = || {
                let (a, b) = (Uri::parse(uri)?, Uri::parse(sent)?);
                Some(is_loopback(&a) && is_same_host(&a, &b) && a.path() == b.path())
            };
            uri == sent || same_path() == Some(true)
        })
    };
    if !asked.iter().any(is_sent) || registered.iter().any(is_sent) {
        return None;
    }
    Some(
        fail("The provider left the redirect_uri of this login out of the client's registration.")
            .noted(registration.pointer(NAME), "what the provider registered")
            .noted(request.pointer("redirect_uri"), "what the app uses")
            .noted(said, "what the provider says"),
    )
}
