//! OpenID Connect Core §12.2: if the refreshed ID token has auth_time, it is "the time of the original authentication"; it
//! may have none.

use oauth::{Flow, IdToken, MessageKind, Part, Pointer, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/auth-time-lost",
    title: "The refreshed ID token has no auth_time, or another one",
    lead: "The login brought an ID token with auth_time, the refresh one without it or with another time, and after that the app still called the API with the old access token.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::OidcCore("12.2")],
    why: "A provider may leave auth_time out of the ID token of a refresh. Some client libraries compare it with the first one all the same, throw the whole refresh away, and go on with the old access token until the API refuses it.",
    fix: "Update the client library: newer versions pass over a missing auth_time (oidc-client-ts, for instance). Or let the provider repeat auth_time in refreshed ID tokens.",
    verify: "Let the access token be renewed: the app's next call carries the new one.",
    disproof: "The app's console says that it took the refreshed tokens.",
    explains: &["api/401-invalid-token", "api/token-expired"],
    since: "0.1.0",
    page: page!("auth_time_lost.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(exchange) =
        flow.token_exchange(response.message).filter(|exchange| exchange.grant_type() == "refresh_token")
    else {
        return Verdict::NotApplicable;
    };
    let tokens = flow.id_tokens();
    let first = tokens.iter().find(|token| token.message < exchange.message);
    let renewed = tokens.iter().find(|token| token.message == exchange.message);
    let (Some(first), Some(renewed)) = (first, renewed) else { return Verdict::NotApplicable };
    let time = |token: &IdToken<'_>| token.jwt.time("auth_time");
    let Some(before) = time(first) else { return Verdict::NotApplicable };
    let after = time(renewed);
    let mut later = flow.messages.iter().enumerate().skip(exchange.message + 1);
    let refused =
        later.find(|(_, m)| m.kind == MessageKind::ResourceRequest && m.exchange.status() == Some(401));
    let Some((call, _)) = refused.filter(|_| after != Some(before)) else { return Verdict::Pass };
    let summary = match after {
        None => {
            "The ID token of the refresh leaves auth_time out, which the login's has; the app then called the API with a token that is over, so it may have thrown the refreshed tokens away."
        }
        Some(_) => {
            "The ID token of the refresh has another auth_time than the login's; the app then called the API with a token that is over, so it may have thrown the refreshed tokens away."
        }
    };
    fail(summary)
        .confidence(Confidence::Medium)
        .noted(Pointer::new(call, Part::Status), "the call after the refresh")
        .noted(first.claim("auth_time"), "of the login")
        .at(Pointer::new(exchange.message, Part::Status))
        .into()
}
