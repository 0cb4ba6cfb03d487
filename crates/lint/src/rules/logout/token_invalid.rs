//! OpenID Connect Back-Channel Logout §2.6: what an app checks of a logout token, and that it answers 400 where one
//! check fails.

use jose::Jwt;
use oauth::{Flow, LogoutToken, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "logout/token-invalid",
    title: "The provider's logout token fails the checks of the app",
    lead: "The provider told the app's server that a user logged out, and the app refused the message: the logout \
          token in it is not what it has to be.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::Provider,
    references: &[Reference::BackChannelLogout("2.6"), Reference::BackChannelLogout("2.4")],
    why: "With back-channel logout the provider tells the app's server that a user logged out. The app must refuse a \
          token that is not one of these, so the user stays signed in to the app.",
    fix: "Let the provider send a logout token with iss, aud, iat, exp, jti, events and sub or sid, without nonce, and \
          signed.",
    verify: "Log out at the provider: the app answers the logout token with status 200 or 204.",
    disproof: "The app's log shows that its CSRF check or body parser refused the request before the token was read.",
    explains: &[],
    since: "0.1.0",
    page: page!("token_invalid.md"),
    check: Check::Login(check),
};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Clocks that differ by less are right enough, in seconds.
const LEEWAY: f64 = 60.0;

fn check(flow: &Flow<'_>) -> Verdict {
    let tokens = flow.logout_tokens();
    if tokens.is_empty() {
        return Verdict::NotApplicable;
    }
    let refused: Vec<&LogoutToken<'_>> = tokens
        .iter()
        .filter(|token| token.exchange.status().is_some_and(|s| (400..500).contains(&s)))
        .collect();
    let Some(first) = refused.first() else { return Verdict::Pass };
    let found = refused.iter().find_map(|token| Some((*token, fault(token, flow)?)));
    let Some((token, (words, fix))) = found else {
        return Verdict::Inconclusive("why the app refuses the logout token");
    };
    let summary = Phrase::from(words).text(" The app refused it with status ");
    fail(summary.number(first.exchange.status().unwrap_or_default()).text("."))
        .fix(fix)
        .noted(token.pointer(), "the logout token")
        .at(Pointer::new(token.message, Part::Status))
        .into()
}

fn fault(token: &LogoutToken<'_>, flow: &Flow<'_>) -> Option<(&'static str, &'static str)> {
    let jwt: &Jwt = &token.jwt;
    let has = |claim: &str| jwt.claims.contains_key(claim);
    let has_event = jwt.claims.get("events").is_some_and(|events| events.get(EVENT).is_some());
    let (audiences, client, issuer) = (jwt.audiences(), flow.client_id(), flow.issuer());
    let now = token.exchange.started.map(|time| token.exchange.own_time(time).as_seconds());
    let is_over = jwt.time("exp").zip(now).is_some_and(|(exp, now)| exp + LEEWAY < now);
    if jwt.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none")) {
        return Some(("The logout token is not signed: its alg is none.", RULE.fix));
    }
    if !has_event {
        return Some(if has("nonce") || has("at_hash") {
            (
                "What was sent as logout_token is an ID token.",
                "Send a logout token to the back-channel logout address, not the ID token.",
            )
        } else {
            ("The logout token has no events member that says it is about a logout.", RULE.fix)
        });
    }
    if has("nonce") {
        return Some((
            "The logout token has a nonce, which marks ID tokens.",
            "Leave nonce out of the logout token.",
        ));
    }
    if jwt.text("iss").zip(issuer.as_deref()).is_some_and(|(iss, issuer)| iss != issuer) {
        return Some((
            "The logout token has another iss than the provider of this login.",
            "Use one issuer for ID tokens and logout tokens: look at the host name that the provider uses for calls between servers.",
        ));
    }
    // Another app's server has another client.
    let redirect_uri = flow.authorization_request().and_then(|request| request.redirect_uri()?.known());
    let is_own = redirect_uri
        .and_then(http::Uri::parse)
        .is_some_and(|uri| uri.origin() == token.exchange.request.uri.origin());
    if is_own && client.is_some_and(|client| !audiences.is_empty() && !audiences.contains(&client.as_str())) {
        return Some((
            "The logout token is for another client: its aud is not the client_id.",
            "Register the back-channel logout address with the client that signs the users in.",
        ));
    }
    if is_over {
        return Some((
            "The logout token had expired when it arrived.",
            "Set the clocks of the provider and of the app's server by a time server (NTP).",
        ));
    }
    let missing = ["iss", "aud", "iat", "exp", "jti"].into_iter().find(|claim| !has(claim));
    if missing.is_none() && (has("sub") || has("sid")) {
        return None;
    }
    Some(match missing {
        Some("iss") => ("The logout token has no iss.", RULE.fix),
        Some("aud") => ("The logout token has no aud.", RULE.fix),
        Some("iat") => ("The logout token has no iat.", RULE.fix),
        Some("exp") => ("The logout token has no exp.", RULE.fix),
        Some(_) => ("The logout token has no jti.", RULE.fix),
        None => ("The logout token has neither sub nor sid: it does not say who logged out.", RULE.fix),
    })
}
