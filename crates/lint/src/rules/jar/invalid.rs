//! RFC 9101 §4, §6: the provider reads the parameters from a signed request object and refuses one that is not
//! valid with invalid_request_object.

use http::{Exchange, Parameters};
use jose::Jwt;
use oauth::{Flow, Pointer, PushedRequest, TokenKind};

use crate::authorize_refusal::refusal_about;
use crate::parties::names_origin_of;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jar/invalid",
    title: "The signed login request (request object) is wrong",
    lead: "The app sends the parameters of the login inside a signed token, a \"request object\" (request, RFC \
          9101, also called JAR). The provider refuses it, and the finding says which of its contents is wrong.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9101, "6.2"), Reference::Rfc(9101, "4"), Reference::OidcCore("6.1")],
    why: "The app sends the parameters of the login as a signed token (a request object, JAR). The provider refuses it \
          for one of the things that are written in it.",
    fix: "Correct the claim that the finding names, where the app signs the request object.",
    verify: "Start the login again: the provider takes the request object without an error.",
    disproof: "The provider's log says that the alg and the claims are right and the key is not.",
    explains: &["par/status"],
    since: "0.1.0",
    page: page!("invalid.md"),
    check: Check::Token(check),
};

const CODES: [&str; 1] = ["invalid_request_object"];
const WORDS: [&str; 2] = ["request object", "request_object"];

/// Clocks that differ by less are right enough, in seconds.
const LEEWAY: f64 = 60.0;

/// The request with a request object that the provider refused.
struct Refused<'f> {
    beside: &'f Parameters,
    exchange: &'f Exchange,
    said: Pointer,
}

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::RequestObject || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(flow) = token.around else { return alone(token) };
    let Some(refused) = refused(token, flow) else { return Verdict::NotApplicable };
    let Some((words, fix)) = fault(&token.jwt, &refused, flow) else {
        return Verdict::Inconclusive("the keys that are registered for the client");
    };
    fail(words)
        .exact_fix(fix)
        .noted(token.pointer(), "the request object")
        .noted(refused.said, "what the provider says")
        .into()
}

fn alone(token: &TokenUnderTest<'_, '_>) -> Verdict {
    match nested(&token.jwt) {
        Some((words, fix)) => fail(words).fix(fix).at(token.pointer()).into(),
        None => match token.lacking(&["client_id", "response_type"]) {
            Some(words) => fail(words).at(token.pointer()).into(),
            None => Verdict::Pass,
        },
    }
}

fn refused<'f>(token: &TokenUnderTest<'_, '_>, flow: &'f Flow<'_>) -> Option<Refused<'f>> {
    let is_here = |place: Pointer| place.message == token.message();
    let by_browser = || {
        let request = flow.authorization_request().filter(|request| is_here(request.pointer("request")))?;
        let said = refusal_about(request, flow, &CODES, &WORDS)?;
        Some(Refused { beside: request.parameters, exchange: request.exchange, said })
    };
    let by_push = || {
        let last = PushedRequest::all(flow).pop().filter(|last| last.message == token.message())?;
        let description = last.text("error_description").unwrap_or_default().to_ascii_lowercase();
        let fits =
            CODES.contains(&last.text("error")?) || WORDS.iter().any(|word| description.contains(word));
        let said = last.pointer("error");
        fits.then_some(Refused { beside: last.parameters, exchange: last.exchange, said })
    };
    by_browser().or_else(by_push)
}

type Fault = (&'static str, &'static str);

fn nested(jwt: &Jwt) -> Option<Fault> {
    let is_nested = jwt.claims.contains_key("request") || jwt.claims.contains_key("request_uri");
    is_nested.then_some((
        "The request object contains a request or request_uri of its own.",
        "Leave request and request_uri out of the request object.",
    ))
}

/// What is wrong with it, and what to do.
fn fault(jwt: &Jwt, refused: &Refused<'_>, flow: &Flow<'_>) -> Option<Fault> {
    let Refused { beside, exchange, .. } = refused;
    let client = beside.text("client_id");
    let differs = |claim: &str| jwt.text(claim).zip(client).is_some_and(|(inside, beside)| inside != beside);
    let now = exchange.server_time().or_else(|| exchange.started.map(|time| exchange.own_time(time)));
    let is_over = |exp: f64| now.is_some_and(|now| exp + LEEWAY < now.as_seconds());
    if jwt.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none")) {
        Some((
            "The request object is not signed: its alg is none.",
            "Sign the request object with a key that is registered for the client at the provider.",
        ))
    } else if differs("client_id") {
        Some((
            "The client_id inside the request object is another one than the client_id beside it.",
            "Put the same client_id into the request object and beside it.",
        ))
    } else if differs("iss") {
        Some((
            "The iss of the request object is not the client_id: the client is its issuer.",
            "Set iss of the request object to the client_id.",
        ))
    } else if let Some(fault) = nested(jwt) {
        Some(fault)
    } else if jwt.time("exp").is_some_and(is_over) {
        Some((
            "The request object had expired when it was sent.",
            "Sign a new request object for each login, with exp a few minutes ahead, and set the clock of the server that signs it.",
        ))
    } else if is_for_another(jwt, exchange, flow) {
        Some((
            "The aud of the request object is not this provider.",
            "Set aud of the request object to the issuer of the provider, as its discovery document states it.",
        ))
    } else {
        None
    }
}

/// Providers take their issuer, and often the address of an endpoint.
fn is_for_another(jwt: &Jwt, exchange: &Exchange, flow: &Flow<'_>) -> bool {
    let Some(issuer) = flow.issuer() else { return false };
    let is_provider = |audience: &&str| {
        issuer.trim_end_matches('/') == audience.trim_end_matches('/')
            || names_origin_of(audience, &exchange.request.uri) == Some(true)
    };
    let audiences = jwt.audiences();
    !audiences.is_empty() && !audiences.iter().any(is_provider)
}
