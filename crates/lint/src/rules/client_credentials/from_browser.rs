//! RFC 6749 §4.4: "The client credentials grant type MUST only be used by confidential clients."

use oauth::{Flow, TokenExchange};

use crate::login::is_by_page;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::rules::token::secret_from_browser::secret;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "client-credentials/from-browser",
    title: "A page asks for tokens with the app's own secret",
    lead: "A page in the browser sends grant_type=client_credentials: it gets a token for the app itself, without \
          any user.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::AppPage,
    references: &[Reference::Rfc(6749, "4.4"), Reference::Rfc(6749, "10.1")],
    why: "With grant_type=client_credentials nobody signs in: the secret alone gives a token for all that the app may do. In a page everybody has that secret.",
    fix: "Make a new secret, keep it on a server, and let the page call that server; to sign users in, use the authorization code flow with PKCE.",
    verify: "Load the page again: the browser sends no request with grant_type=client_credentials.",
    disproof: "Only its developer can open this page, and the client is one for tests.",
    explains: &[],
    since: "0.1.0",
    page: page!("from_browser.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.grant_type() != "client_credentials" || !is_by_page(token.exchange) {
        return Verdict::NotApplicable;
    }
    let evidence = fail("A page asked for a token with grant_type=client_credentials, from the browser.")
        .at(token.pointer("grant_type"));
    match secret(token) {
        Some(place) => evidence.noted(place, "The secret that everybody can read.").into(),
        None => evidence.into(),
    }
}
