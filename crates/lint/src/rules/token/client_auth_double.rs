//! RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."

use http::Parameters;
use oauth::{BasicCredentials, Flow, Part, Pointer, TokenExchange};

use crate::refusal::{Refused, TokenError, is_refused_for_its_parameters};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/client-auth-double",
    title: "The client says in two places who it is",
    lead: "The token request proves who the client is twice: with Authorization: Basic … and with client_secret or \
          client_assertion in its body; or it names one client in that header and another one in client_id. The provider refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "2.3")],
    why: "A request may say once who sends it. Where header and body both do, strict providers refuse it, for they cannot tell which one counts.",
    fix: "Choose one: the Authorization header (client_secret_basic) or client_secret in the body (client_secret_post).",
    verify: "Send the token request again: it has credentials in one place only.",
    disproof: "Each of the two is refused also when it is sent alone.",
    explains: &[
        "token/auth-method-unsupported",
        "token/error-as-200",
        "token/invalid-client",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("client_auth_double.md"),
    check: Check::TokenRequest(check),
};

/// The Authorization header, where it is another client's than `client_id`. In it the identifier may or may not be encoded.
fn other_in_header(token: &TokenExchange<'_>) -> Option<Pointer> {
    let named = token.parameters.text("client_id")?;
    let Some(BasicCredentials::Pair { id, .. }) = token.basic_credentials() else { return None };
    let id = id.text();
    let is_other = !id.is_empty() && id != named && Parameters::decode_value(id) != named;
    is_other.then(|| Pointer::new(token.message, Part::RequestHeader("authorization".into())))
}

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.exchange.request.headers.present().is_none() {
        return Verdict::Inconclusive("the headers of the token request");
    }
    if is_refused_for_its_parameters(token)
        && let Some(header) = other_in_header(token)
    {
        return fail("The request names two clients: one in the Authorization header, another one in client_id.")
            .exact_fix("Give the client one client_id: where a library sends the Authorization header, leave client_id out of the body.")
            .noted(header, "one client and its secret")
            .at(token.pointer("client_id"))
            .into();
    }
    let second = match token.parameters.has("client_assertion") {
        true => "client_assertion",
        false => "client_secret",
    };
    let has_second = token.parameters.seen(second).is_some_and(|value| !value.is_empty());
    if token.basic_credentials().is_none() || !has_second {
        return Verdict::Pass;
    }
    // Many providers look at one of them and pass over the other.
    let client = TokenError::of(token).is_some_and(|refusal| refusal.what == Refused::Client);
    let response = token.response();
    let description = response.text("error_description").unwrap_or_default().to_ascii_lowercase();
    let about_it = ["authenticat", "credential", "client_secret", "client secret"];
    let said = description.is_empty() || about_it.iter().any(|word| description.contains(word));
    let malformed = response.error() == Some("invalid_request") && said;
    if !client && !malformed {
        return Verdict::NotApplicable;
    }
    fail("The token request has credentials in the Authorization header and in the body, and the provider refused it.")
        .at(Pointer::new(token.message, Part::RequestHeader("authorization".into())))
        .at(token.pointer(second))
        .at(match token.response().error() {
            Some(_) => token.response().pointer("error"),
            None => Pointer::new(token.message, Part::Status),
        })
        .into()
}
