//! RFC 6749 §5.2: a grant is refused that "was issued to another client"; and no server knows what another one issued.

use http::Uri;
use jose::Jwt;
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::{has_tokens_before, is_to_own_server, issuing, succeeds_later};
use crate::parties::{is_other_environment, is_other_realm, is_other_server};
use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Evidence, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/other-server",
    title: "A code or refresh token goes to another server than the one that issued it",
    lead: "The token endpoint refused a refresh token or a code that another host, tenant or realm had issued.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "6"), Reference::Rfc(6749, "10.4")],
    why: "Only the server that issued a code or refresh token knows it: a sandbox knows none of production's, one region or tenant none of the other's. To any other server it is an unknown or expired one.",
    fix: "Send the request to the token endpoint of the server that issued it: take all addresses from one place in the configuration, and keep with each token which server it is from.",
    verify: "Send the same kind of token to the server that issued it: that one takes it.",
    disproof: "Both addresses are one server's, and it refused this token for a reason of its own.",
    explains: &["refresh/invalid-grant", "token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("other_server.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if !is_refused_grant(token) || succeeds_later(flow, token.message) || says_another_reason(token) {
        return Verdict::NotApplicable;
    }
    let found = match token.grant_type() {
        "refresh_token" => by_answer(token, flow).or_else(|| by_issuer(token)),
        "authorization_code" => by_request(token, flow),
        _ => return Verdict::NotApplicable,
    };
    let Some(evidence) = found else { return Verdict::Pass };
    let has_login = token.grant_type() == "refresh_token" && has_tokens_before(token, flow);
    evidence
        .noted(Pointer::new(token.message, Part::Url), "where it was sent, and refused")
        .warning_if(has_login)
        .into()
}

/// Whether the server says why, and it is another reason. That a token is expired it says of every one that it does not know.
fn says_another_reason(token: &TokenExchange<'_>) -> bool {
    const REASONS: [&str; 18] = [
        "already",
        "consent",
        "inactive",
        "inactivity",
        "logged",
        "password",
        "redirect",
        "redirect_uri",
        "replay",
        "replayed",
        "reuse",
        "reused",
        "revoked",
        "scope",
        "scopes",
        "session",
        "used",
        "verifier",
    ];
    let Some(words) = Words::of(token.message, token.exchange) else { return false };
    words.have_whole(&REASONS)
        || words.have(&["not active", "code_verifier"])
        || words.have_code_of_provider()
}

/// The answer that brought the refresh token is another server's.
fn by_answer(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let issuing = issuing(token, flow)?;
    let is_other = is_other_server(&issuing.exchange.request.uri, &token.exchange.request.uri);
    (is_other && !is_to_own_server(issuing, flow)).then(|| {
        fail("The refresh token was issued at one address and sent to another server, tenant or realm, which refused it.")
            .noted(Pointer::new(issuing.message, Part::Url), "where it was issued")
            .at(token.pointer("refresh_token"))
    })
}

/// The refresh token itself says who issued it.
fn by_issuer(token: &TokenExchange<'_>) -> Option<Evidence> {
    let text = token.parameters.text("refresh_token").filter(|text| Jwt::is_likely(text))?;
    let issuer = Uri::parse(Jwt::read(text).text("iss")?)?;
    is_other_realm(&issuer, &token.exchange.request.uri).then(|| {
        fail("The refresh token names another issuer (iss) than the server to which it was sent, which refused it.")
            .noted(token.pointer("refresh_token"), "a JWT: its iss says who issued it")
    })
}

/// The browser got the code at one of two servers of one kind, and the client took it to the other.
fn by_request(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Option<Evidence> {
    let request = flow.authorization_request()?;
    let asked = &token.exchange.request.uri;
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.token_endpoint.as_ref());
    let is_stated = stated.is_some_and(|stated| stated.same_endpoint(asked));
    (!is_stated && is_other_environment(&request.exchange.request.uri, asked)).then(|| {
        fail("The browser got the code at one server, and the client sent it to another one of the same kind, which refused it: they differ in one name of their hosts, as those of two environments or regions do.")
            .confidence(Confidence::Medium)
            .noted(Pointer::new(request.message, Part::Url), "where the login was begun")
            .at(token.pointer("code"))
    })
}
