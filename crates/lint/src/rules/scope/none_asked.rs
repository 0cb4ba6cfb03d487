//! RFC 6749 §3.3: where the client asks for no scope, the server uses a default one "or fail[s] the request indicating an
//! invalid scope".

use oauth::{Flow, TokenExchange};

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/none-asked",
    title: "The token request asks for no scope, and the provider refuses",
    lead: "The provider answers invalid_scope to a token request that has no scope.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3"), Reference::Rfc(6749, "4.4.2")],
    why: "Without scope the provider takes its default, often all that the client may have. Something in that default is not allowed with this grant, such as offline_access for a client that signs in for itself; or there is no default.",
    fix: "Name the scopes that this call needs in the parameter scope, or take out of the allowed scopes of the client what this grant may not have (offline_access, openid).",
    verify: "Send the token request with scope: the answer has no invalid_scope.",
    disproof: "The provider's log shows a scope in this request.",
    explains: &["scope/refused"],
    since: "0.1.0",
    page: page!("none_asked.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    if response.error() != Some("invalid_scope") || !token.shows_parameters() || token.parameters.has("scope")
    {
        return Verdict::Pass;
    }
    if !matches!(token.grant_type(), "client_credentials" | "password") || succeeds_later(flow, token.message)
    {
        return Verdict::NotApplicable;
    }
    fail("The token request names no scope, so the provider takes its default for this client, and refuses it.")
        .at(token.pointer("grant_type"))
        .at(response.pointer("error"))
        .noted_if(response.text("error_description").map(|_| response.pointer("error_description")), "What the provider says.")
        .into()
}
