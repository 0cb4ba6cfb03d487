//! RFC 6749 §2.1: public clients are "incapable of maintaining the confidentiality of their credentials", a program in the browser
//! among them; §10.1.

use oauth::{BasicCredentials, Flow, Part, Pointer, TokenExchange};

use crate::login::is_by_page;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/secret-from-browser",
    title: "A page sends a client secret",
    lead: "The token request that a page makes in the browser carries the client's secret.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::AppPage,
    references: &[Reference::Rfc(6749, "2.1"), Reference::Rfc(6749, "10.1"), Reference::Rfc(9700, "2.5")],
    why: "Whoever opens the page can read the secret in the DevTools. It proves nothing, and others can use it.",
    fix: "Make a new secret and keep it on a server; register the page as a public client with PKCE and without a secret.",
    verify: "Log in again: no request from the browser has client_secret or Basic credentials.",
    disproof: "The provider gives tokens to this client without any secret.",
    explains: &[],
    since: "0.1.0",
    page: page!("secret_from_browser.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    // With its own credentials instead of a user's login it has a rule of its own.
    if !is_by_page(token.exchange) || token.grant_type() == "client_credentials" {
        return Verdict::NotApplicable;
    }
    match secret(token) {
        Some(place) => fail("A page sent the client secret from the browser, where everybody can read it.")
            .at(place)
            .into(),
        None => Verdict::Pass,
    }
}

/// Where the secret stands.
pub(crate) fn secret(token: &TokenExchange<'_>) -> Option<Pointer> {
    let basic = || match token.basic_credentials() {
        Some(BasicCredentials::Pair { secret, .. }) if !secret.text().is_empty() => {
            Some(Pointer::new(token.message, Part::RequestHeader("authorization".into())))
        }
        _ => None,
    };
    match token.has_secret_parameter() {
        true => Some(token.pointer("client_secret")),
        false => basic(),
    }
}
