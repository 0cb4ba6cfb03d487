//! OpenID Connect Core §11: `offline_access` "requests that an OAuth 2.0 Refresh Token be issued"; RFC 6749 §1.5: issuing one is the
//! provider's decision.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/not-issued",
    title: "The app asked for a refresh token and got none",
    lead: "The app asked for offline access (scope offline_access, or the provider's own access_type=offline), and \
          the token response has no refresh_token.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("11"), Reference::Rfc(6749, "1.5")],
    why: "Without a refresh token the app has to send the user through a login whenever the access token ends.",
    fix: "Allow offline access (refresh tokens) for this client in the provider's console, and send prompt=consent with offline_access.",
    verify: "Log in again: the token response has refresh_token.",
    disproof: "The app makes no call after the first access token has expired.",
    explains: &[],
    since: "0.1.0",
    page: page!("not_issued.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    if token.grant_type() != "authorization_code" || !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    // A provider that has no such scope has a parameter for it.
    let asked_by = match request.parameters.text("access_type") {
        _ if request.has_scope("offline_access") => "scope",
        Some("offline") => "access_type",
        _ => return Verdict::NotApplicable,
    };
    if response.exchange.response_body().present().is_none() {
        return Verdict::Inconclusive("the body of the token response");
    }
    if response.text("refresh_token").is_some() || response.access_token().is_none() {
        return Verdict::Pass;
    }
    fail("The app asked for offline access, and the token response has no refresh_token.")
        .at(request.pointer(asked_by))
        .at(Pointer::new(token.message, Part::ResponseBody))
        .into()
}
