//! OpenID Connect Core §3.1.3.3: the token response has `id_token`, "ID Token value associated with the authenticated
//! session"; all responses of §3.1.3.3 to a request with the scope `openid` carry it.

use oauth::{Flow, MessageKind, Part, Pointer, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/no-id-token",
    title: "The app asked for an ID token and got none",
    lead: "The app asked for the scope openid, and the token response has an access token and no id_token.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("3.1.3.3"), Reference::OidcCore("3.1.2.1")],
    why: "With openid in its scope the app asks who the user is, and the answer to that is the ID token. OpenID Connect libraries stop where it is missing.",
    fix: "Make the provider answer as an OpenID Provider: allow the scope openid for this client, and use the OpenID Connect endpoints of its discovery document.",
    verify: "Log in again: the token response has id_token.",
    disproof: "The app signed the user in with what UserInfo or an API said.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_id_token.md"),
    check: Check::TokenRequest(check),
};

const NOT_GRANTED: &str = "Allow the scope openid for this client in the provider's console; the answer lists the scopes it granted, and openid is not among them.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    if token.grant_type() != "authorization_code" || !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if !request.asks_for("code") || request.asks_for("id_token") || !request.has_scope("openid") {
        return Verdict::NotApplicable;
    }
    if response.exchange.response_body().present().is_none() {
        return Verdict::Inconclusive("the body of the token response");
    }
    if response.id_token().is_some() {
        return Verdict::Pass;
    }
    // What is wrong with an answer without an access token, other rules say.
    if response.access_token().is_none() {
        return Verdict::NotApplicable;
    }
    let granted = response.scope();
    let body = Pointer::new(token.message, Part::ResponseBody);
    let evidence = match granted {
        Some(granted) if !granted.covers("openid") => {
            fail("The app asked for the scope openid, and the provider did not grant it: the answer has no id_token.")
                .fix(NOT_GRANTED)
                .at(request.pointer("scope"))
                .at(response.pointer("scope"))
        }
        _ => fail("The app asked for the scope openid, and the token response has an access token and no id_token.")
            .at(request.pointer("scope"))
            .at(body),
    };
    if goes_on(flow, token.message) { evidence.severity(Severity::Info).into() } else { evidence.into() }
}

/// Whether the app went on with the access token: then it does without the ID token.
fn goes_on(flow: &Flow<'_>, message: usize) -> bool {
    flow.messages
        .iter()
        .skip(message + 1)
        .any(|m| matches!(m.kind, MessageKind::Userinfo | MessageKind::ResourceRequest))
}
