//! RFC 6749 §4.1.3: the server has to "ensure that the authorization code was issued to the authenticated confidential client, or if the
//! client is public, ensure that the code was issued to "client_id" in the request".

use oauth::{BasicCredentials, Flow, TokenExchange};

use crate::refusal::is_refused_for_its_parameters;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/client-id-mismatch",
    title: "Another client exchanges the code",
    lead: "The authorization request has one client_id, the token request another, and the provider refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "5.2")],
    why: "A code belongs to the client that began the login. Another client that brings it looks like a thief to the provider.",
    fix: "Use one client_id in both places: where the login begins and where the code is exchanged.",
    verify: "Log in again: the authorization request and the token request have the same client_id.",
    disproof: "The provider's log shows that the code was issued to the client that sent it.",
    explains: &[
        "token/code-stale",
        "token/error-as-200",
        "token/grant-refused",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("client_id_mismatch.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "authorization_code" || !is_refused_for_its_parameters(token) {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let (Some(asked), Some(sent)) = (request.client_id(), token.client_id()) else {
        return Verdict::Inconclusive("the client_id of the token request");
    };
    // A code of another login, of a broker behind this one for instance, has a client of its own.
    let is_of_this_login = flow
        .authorization_responses()
        .iter()
        .any(|response| response.code().zip(token.code()).is_some_and(|(a, b)| a.same(b) == Some(true)));
    if !is_of_this_login {
        return Verdict::Inconclusive("the login that this code belongs to");
    }
    // In Basic authentication the identifier may or may not be encoded.
    let as_it_stands = match token.basic_credentials() {
        Some(BasicCredentials::Pair { id, .. }) => id.text() == asked,
        _ => false,
    };
    if asked == sent || as_it_stands {
        return Verdict::Agrees;
    }
    fail("The login began with one client_id, and the token request has another.")
        .noted(request.pointer("client_id"), "The client that the code was issued to.")
        .noted_if(token.client_pointer(), "The client that brings it.")
        .into()
}
