//! RFC 6749 §2.3.1: client identifier and secret are encoded with "application/x-www-form-urlencoded" and then "used as the
//! username" and "as the password" of HTTP Basic authentication (RFC 7617 §2).

use oauth::{BasicCredentials, Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Nowhere, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/basic-malformed",
    title: "The Authorization header is built wrongly",
    lead: "The provider refused the client, and its Authorization: Basic … header is not what it should be.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[
        Reference::Rfc(6749, "2.3.1"),
        Reference::Rfc(7617, "2"),
        Reference::Rfc(6749, "Appendix B"),
    ],
    why: "Basic authentication is the base64 of client_id:client_secret, in this order, with a colon. The provider cannot read anything else.",
    fix: "Make the header of base64(client_id + \":\" + client_secret), or send both in the body (client_secret_post).",
    verify: "Decode the new Authorization header: it is client_id:client_secret, and the provider gives tokens.",
    disproof: "The same error comes when curl -u sends the client_id and secret of the provider's console.",
    explains: &["token/error-as-200", "token/invalid-client", "token/invalid-request"],
    since: "0.1.0",
    page: page!("basic_malformed.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.exchange.request.headers.present().is_none() {
        return Verdict::Inconclusive("the headers of the token request");
    }
    let Some(credentials) = token.basic_credentials() else { return Verdict::NotApplicable };
    let client = TokenError::of(token).is_some_and(|refusal| refusal.what == Refused::Client);
    if !client && token.response().error() != Some("invalid_request") || succeeds_later(flow, token.message) {
        return Verdict::Pass;
    }
    let Some(evidence) = fault(&credentials, token) else { return Verdict::Pass };
    evidence
        .at(Pointer::new(token.message, Part::RequestHeader("authorization".into())))
        .at(match token.response().error() {
            Some(_) => token.response().pointer("error"),
            None => Pointer::new(token.message, Part::Status),
        })
        .into()
}

fn fault(credentials: &BasicCredentials, token: &TokenExchange<'_>) -> Option<Evidence<Nowhere>> {
    let (id, secret) = match credentials {
        BasicCredentials::NotBase64 => {
            let header = token.exchange.request_header("authorization").unwrap_or_default();
            return Some(match header.contains(['-', '_']) {
                true => {
                    fail("The Authorization header is base64url (with - and _), where it has to be base64.")
                }
                false => fail("What stands behind Basic in the Authorization header is no base64."),
            });
        }
        BasicCredentials::NoColon => {
            return Some(fail("The Authorization header has no colon between client_id and client_secret."));
        }
        BasicCredentials::Pair { id, secret } => (id.text(), secret.text()),
    };
    if id.is_empty() {
        Some(fail("The Authorization header has no client_id: there is nothing before the colon."))
    } else if secret.is_empty() {
        Some(fail("The Authorization header has no client_secret: there is nothing behind the colon."))
    } else if token.parameters.text("client_id").is_some_and(|named| named == secret && named != id) {
        Some(fail("The Authorization header has client_id and client_secret in the wrong order."))
    } else {
        None
    }
}
