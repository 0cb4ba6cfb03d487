//! RFC 6749 §4.1.3: `client_id` is "REQUIRED, if the client is not authenticating with the authorization server".

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::refusal::{is_refused_for_its_parameters, is_token_call};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/client-id-missing",
    title: "The token request does not say which client asks",
    lead: "The token request has neither client_id nor an Authorization header, and the provider refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "3.2.1")],
    why: "The provider has to know which app brings the code. This request names none, neither in its body nor in an Authorization header.",
    fix: "Send client_id in the body of the token request; in a client with a secret, send its credentials.",
    verify: "Send the token request again: client_id is in its body or in its credentials.",
    disproof: "A new token request with client_id is refused with the same error.",
    explains: &[
        "token/code-stale",
        "token/error-as-200",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("client_id_missing.md"),
    check: Check::TokenRequest(check),
};

const LOST: &str = "Let the Authorization header pass the proxy between the client and the provider, or send client_id in the body.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let needs_it = matches!(
        token.grant_type(),
        "authorization_code" | "refresh_token" | "urn:ietf:params:oauth:grant-type:device_code"
    );
    if !needs_it || !is_token_call(token, flow) {
        return Verdict::NotApplicable;
    }
    if token.exchange.request.body.present().is_none() {
        return Verdict::Inconclusive("the body of the token request");
    }
    if ["client_id", "client_assertion"].iter().any(|name| token.parameters.has(name)) {
        return Verdict::Pass;
    }
    match token.authenticates_client() {
        None => return Verdict::Inconclusive("the headers of the token request"),
        Some(true) => return Verdict::Pass,
        Some(false) => {}
    }
    // Some providers know the client by the code or by its address.
    if !is_refused_for_its_parameters(token) {
        return Verdict::NotApplicable;
    }
    let evidence = fail("The token request has no client_id and no Authorization header.")
        .at(Pointer::new(token.message, Part::Url))
        .at(match token.response().error() {
            Some(_) => token.response().pointer("error"),
            None => Pointer::new(token.message, Part::Status),
        });
    // Another request of the same client had the header: somebody took it away.
    let had_it = flow.token_exchanges().iter().any(|other| other.basic_credentials().is_some());
    if had_it { evidence.fix(LOST).into() } else { evidence.into() }
}
