//! RFC 6749 §5.2: `invalid_request`, the request "is missing a required parameter, includes an unsupported parameter value
//! (other than grant type), repeats a parameter […] or is otherwise malformed".

use http::{Parameter, Value};
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::refusal::{NO_DESCRIPTION, TokenError, is_code, is_token_call};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::each_word;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/invalid-request",
    title: "The provider calls the token request malformed",
    lead: "The token endpoint answered invalid_request: it does not look at the code, for the request itself is not \
          what it expects.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "4.1.3"), Reference::Rfc(7636, "4.5")],
    why: "With invalid_request the provider says that the token request itself is at fault: a parameter is missing, repeated, not supported, or has a value that it cannot read.",
    fix: "Correct the parameter that the provider's description names, where the app builds the token request. Where it names none, compare the request with the provider's documentation, parameter by parameter.",
    verify: "Send the token request again: each parameter is there once, and the answer is not invalid_request.",
    disproof: "A request with the same parameters and a new code gets tokens.",
    explains: &[],
    since: "0.1.0",
    page: page!("invalid_request.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    // Some providers say invalid_request of a wrong code or secret, and mean it.
    if response.error() != Some("invalid_request") || TokenError::of(token).is_some() {
        return Verdict::Pass;
    }
    // Some clients find out in this way how the provider wants them to authenticate.
    if !is_token_call(token, flow) || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    let opening = Phrase::from("The provider answered invalid_request.");
    let evidence = match fault(token, flow) {
        Some(Fault::Repeated(name)) => {
            fail(opening.text(" The request has ").text(name).text(" more than once."))
                .fix("Send each parameter of the token request once.")
                .at_if(Some(token.pointer(name)))
        }
        Some(Fault::Missing(name, fix)) => fail(opening.text(" The request has no ").text(name).text("."))
            .fix(fix)
            .at_if(Some(token.pointer("grant_type"))),
        None if misses_what_header_has(token) => fail(opening.text(
            " It misses a parameter and does not say which. The client's id stands in the Authorization header alone, where not every server looks for it.",
        ))
        .confidence(Confidence::Medium)
        .fix(IN_BODY)
        .at_if(Some(Pointer::new(token.message, Part::RequestHeader("authorization".into())))),
        None => fail(opening),
    };
    let evidence = evidence.at(response.pointer("error"));
    match response.text("error_description") {
        Some(said) if is_code(said) => evidence
            .fix(NO_DESCRIPTION)
            .noted(
                response.pointer("error_description"),
                "A second code in place of words: it does not say what is wrong.",
            )
            .into(),
        Some(_) => evidence.noted(response.pointer("error_description"), "What the provider says.").into(),
        None => evidence.into(),
    }
}

const IN_BODY: &str = "Send client_id, and client_secret where the client has one, in the body (client_secret_post). A server that announces client_secret_basic, or nothing, has to read the Authorization header (RFC 6749, 2.3.1): where it is yours, let it.";

/// Whether the description misses something that it does not name, and the client says who it is in the header alone.
fn misses_what_header_has(token: &TokenExchange<'_>) -> bool {
    const MISSES: [&str; 2] = ["missing", "required"];
    // Whatever else stands there names something.
    const AROUND: [&str; 17] = [
        "parameter",
        "parameters",
        "param",
        "params",
        "a",
        "the",
        "is",
        "are",
        "or",
        "one",
        "more",
        "some",
        "of",
        "in",
        "request",
        "mandatory",
        "was",
    ];
    let response = token.response();
    let said = response.text("error_description").unwrap_or_default().to_ascii_lowercase();
    let words = || each_word(&said);
    words().any(|word| MISSES.contains(&word))
        && words().any(|word| word.starts_with("param"))
        && words().all(|word| MISSES.contains(&word) || AROUND.contains(&word))
        && response.text("hint").is_none()
        && token.basic_credentials().is_some()
        && !token.parameters.has("client_id")
}

enum Fault {
    Repeated(&'static str),
    Missing(&'static str, &'static str),
}

/// What other grants cannot do without: RFC 8628 §3.4, OpenID Connect CIBA §10.1, RFC 7523 §2.1, RFC 6749 §6.
const NEEDS: [(&str, &str, &str); 4] = [
    (
        "urn:ietf:params:oauth:grant-type:device_code",
        "device_code",
        "Send the device_code of the device authorization answer as device_code.",
    ),
    (
        "urn:openid:params:grant-type:ciba",
        "auth_req_id",
        "Send the auth_req_id of the provider's answer as auth_req_id.",
    ),
    ("urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", "Send the signed JWT as assertion."),
    ("refresh_token", "refresh_token", "Send the refresh token as refresh_token."),
];

/// What the request itself shows: a parameter that is repeated, or one that this login cannot do without.
fn fault(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Option<Fault> {
    const ONCE: [&str; 6] =
        ["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"];
    let repeated = |name: &&&str| matches!(token.parameters.parameter(name), Parameter::Repeated(_));
    if let Some(name) = ONCE.iter().find(repeated) {
        return Some(Fault::Repeated(name));
    }
    token.exchange.request.body.present()?;
    let lacks = |name: &str| token.parameters.seen(name).is_none_or(Value::is_empty);
    if let Some((_, name, fix)) = NEEDS.into_iter().find(|(grant, ..)| *grant == token.grant_type()) {
        return lacks(name).then_some(Fault::Missing(name, fix));
    }
    if token.grant_type() != "authorization_code" {
        return None;
    }
    let request = flow.authorization_request();
    let had = |name: &str| request.as_ref().is_some_and(|request| request.parameters.has(name));
    let candidates = [
        (lacks("code"), "code", "Send the code that arrived at the redirect URI as code."),
        (
            lacks("redirect_uri") && had("redirect_uri"),
            "redirect_uri",
            "Send the redirect_uri of the authorization request in the token request too.",
        ),
        (
            lacks("code_verifier") && had("code_challenge"),
            "code_verifier",
            "Send the code_verifier that belongs to this login's code_challenge in the token request.",
        ),
    ];
    candidates.into_iter().find(|(missing, ..)| *missing).map(|(_, name, fix)| Fault::Missing(name, fix))
}
