//! OpenID Connect Back-Channel Logout §2.6: what an app checks of a logout token, and that it answers 400 where one
//! check fails.

use http::Exchange;
use oauth::{Flow, Part, Pointer, TokenKind};

use crate::issuer::{expected_issuer, is_same_issuer};
use crate::parties::is_same_origin;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "logout/token-invalid",
    title: "The logout token is not what it has to be",
    lead: "The provider told the app's server that a user logged out, and the logout token in this message is not what it \
          has to be. Where the app refused it, this is an error, where it did not, a warning.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::Provider,
    references: &[Reference::BackChannelLogout("2.6"), Reference::BackChannelLogout("2.4")],
    why: "With back-channel logout the provider tells the app's server that a user logged out. An app \
          has to refuse a token that is not one of these; then the user stays signed in to it.",
    fix: "Let the provider send a logout token with iss, aud, iat, exp, jti, events and sub or sid, without nonce, and \
          signed.",
    verify: "Log out at the provider: the app answers the logout token with status 200 or 204.",
    disproof: "The app's log shows that its CSRF check or body parser refused the request before the token was read.",
    explains: &[],
    since: "0.1.0",
    page: page!("token_invalid.md"),
    check: Check::Token(check),
};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

const REQUIRED: [&str; 5] = ["exp", "iss", "aud", "iat", "jti"];

/// Clocks that differ by less are right enough, in seconds.
const LEEWAY: f64 = 60.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::Logout || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let refusal = token.exchange().and_then(Exchange::status).filter(|status| (400..500).contains(status));
    // Early drafts did not ask for exp: it can only be why an app refuses the token.
    let missing = token.lacking(if refusal.is_some() { &REQUIRED } else { &REQUIRED[1..] });
    // An app that takes the token knows better for whom it is and by whose clock.
    let in_login = || fault_in_login(token, token.around.filter(|_| refusal.is_some())?);
    let fault = fault(token)
        .or_else(in_login)
        .or_else(|| missing.map(|words| (words, RULE.fix)))
        .or_else(|| nobody(token));
    let Some((words, fix)) = fault else {
        return match refusal {
            Some(_) => Verdict::Inconclusive("why the app refuses the logout token"),
            None => Verdict::Pass,
        };
    };
    let summary = match refusal {
        Some(status) => words.text(" The app refused it with status ").number(status).text("."),
        None => words,
    };
    let evidence = fail(summary).fix(fix).noted(token.pointer(), "the logout token");
    match refusal {
        Some(_) => evidence.at(Pointer::new(token.message(), Part::Status)).into(),
        None => evidence.warning_if(!token.is_alone()).into(),
    }
}

type Fault = (Phrase, &'static str);

fn fault(token: &TokenUnderTest<'_, '_>) -> Option<Fault> {
    let jwt = &token.jwt;
    let has = |claim: &str| jwt.claims.contains_key(claim);
    if jwt.claims.get("events").is_none_or(|events| events.get(EVENT).is_none()) {
        return Some(if has("nonce") || has("at_hash") {
            (
                "What was sent as logout_token is an ID token.".into(),
                "Send a logout token to the back-channel logout address, not the ID token.",
            )
        } else {
            ("The logout token has no events member that says it is about a logout.".into(), RULE.fix)
        });
    }
    if has("nonce") {
        return Some((
            "The logout token has a nonce, which marks ID tokens.".into(),
            "Leave nonce out of the logout token.",
        ));
    }
    let is_unsigned = !token.is_alone() && jwt.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none"));
    is_unsigned.then_some(("The logout token is not signed: its alg is none.".into(), RULE.fix))
}

fn fault_in_login(token: &TokenUnderTest<'_, '_>, flow: &Flow<'_>) -> Option<Fault> {
    let jwt = &token.jwt;
    let issuer = expected_issuer(token, flow).map(|(issuer, _)| issuer).or_else(|| flow.issuer());
    if jwt.text("iss").zip(issuer).is_some_and(|(iss, issuer)| !is_same_issuer(&issuer, iss)) {
        return Some((
            "The logout token has another iss than the provider of this login.".into(),
            "Use one issuer for ID tokens and logout tokens: look at the host name that the provider uses for calls between servers.",
        ));
    }
    // Another app's server has another client.
    let redirect_uri = flow.authorization_request().and_then(|request| request.redirect_uri()?.known());
    let is_own = redirect_uri
        .and_then(http::Uri::parse)
        .zip(token.exchange())
        .is_some_and(|(uri, exchange)| is_same_origin(&uri, &exchange.request.uri));
    let (audiences, client) = (jwt.audiences(), flow.client_id());
    if is_own && client.is_some_and(|client| !audiences.is_empty() && !audiences.contains(&client.as_str())) {
        return Some((
            "The logout token is for another client: its aud is not the client_id.".into(),
            "Register the back-channel logout address with the client that signs the users in.",
        ));
    }
    let arrived =
        token.exchange().and_then(|exchange| Some(exchange.own_time(exchange.started?).as_seconds()));
    jwt.time("exp").zip(arrived).is_some_and(|(exp, now)| exp + LEEWAY < now).then_some((
        "The logout token had expired when it arrived.".into(),
        "Set the clocks of the provider and of the app's server by a time server (NTP).",
    ))
}

fn nobody(token: &TokenUnderTest<'_, '_>) -> Option<Fault> {
    let names_somebody = ["sub", "sid"].iter().any(|claim| token.jwt.claims.contains_key(*claim));
    let words = "The logout token has neither sub nor sid: it does not say who logged out.";
    (!names_somebody).then_some((words.into(), RULE.fix))
}
