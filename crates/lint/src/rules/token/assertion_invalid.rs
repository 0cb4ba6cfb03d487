//! RFC 7523 §3: the claims that a client assertion must have; OpenID Connect Core §9: `iss` and `sub` are the client_id, `aud` the
//! authorization server, `jti` and `exp` are there.

use jose::Jwt;
use oauth::{Flow, TokenExchange, TokenKind, WorkloadIdentity};

use crate::assertion::fault_of_times;
use crate::login::succeeds_later;
use crate::parties::names_origin_of;
use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/assertion-invalid",
    title: "The signed client assertion is wrong",
    lead: "The client proves itself with a JWT (private_key_jwt or client_secret_jwt), the provider refused the \
          request, and a claim of that JWT does not fit.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(7523, "3"), Reference::Rfc(7523, "2.2"), Reference::OidcCore("9")],
    why: "With private_key_jwt a client proves itself with a JWT that it signs. The provider checks its claims and its signature, and one of the claims does not fit.",
    fix: "Make the assertion anew for each request: iss and sub the client_id, aud the issuer, exp a few minutes ahead, a fresh jti.",
    verify: "Send the token request again with a new assertion: the provider takes it and gives tokens.",
    disproof: "The provider's log shows that it accepted the assertion and refused something else.",
    explains: &["token/error-as-200", "token/invalid-client", "token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("assertion_invalid.md"),
    check: Check::Token(check),
};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long ahead careful providers let an assertion end, in seconds.
const LONGEST: f64 = 3600.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::ClientAssertion {
        return Verdict::NotApplicable;
    }
    let Some(flow) = token.around else { return alone(token) };
    match flow.client_request(token.message()) {
        Some(request) => sent(token, &request, flow),
        None => Verdict::NotApplicable,
    }
}

fn alone(token: &TokenUnderTest<'_, '_>) -> Verdict {
    // What platforms issue for their workloads looks the same, and is right.
    let is_of_platform = token.jwt.text("iss").is_some_and(|issuer| http::Uri::parse(issuer).is_some());
    match fault_of_parties(&token.jwt).filter(|_| !is_of_platform) {
        Some(words) => fail(words).at(token.pointer()).into(),
        None => Verdict::Pass,
    }
}

fn sent(assertion: &TokenUnderTest<'_, '_>, token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    // The token of a platform has an issuer of its own.
    if WorkloadIdentity::of(token.message, token.exchange).is_some() {
        return Verdict::NotApplicable;
    }
    let unrelated = matches!(token.response().error(), Some(error) if !["invalid_client", "invalid_request", "unauthorized_client", "invalid_grant"].contains(&error));
    if !is_refused(token) || unrelated || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    if token.parameters.hides("client_assertion_type") {
        return Verdict::Inconclusive("the client_assertion_type, which was taken out of the recording");
    }
    let stated = token.parameters.text("client_assertion_type");
    if stated != Some(TYPE) {
        let evidence = fail("client_assertion_type is missing or is not the one for a JWT.")
            .fix("Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer.");
        let place = if stated.is_some() { "client_assertion_type" } else { "client_assertion" };
        return evidence.at(token.pointer(place)).into();
    }
    let what = if assertion.jwt.claims.is_empty() {
        Some("It cannot be read as a JWT.".into())
    } else {
        fault(&assertion.jwt, token, flow)
    };
    match what {
        Some(what) => {
            let summary =
                Phrase::from("The provider refused the request, and the client assertion is wrong. ")
                    .append(what);
            let evidence = fail(summary).at(token.pointer("client_assertion"));
            match token.response().error() {
                Some(_) => evidence.at(token.response().pointer("error")).into(),
                None => evidence.into(),
            }
        }
        None => Verdict::Pass,
    }
}

/// What a client assertion has to say, whoever sends it where.
fn fault_of_parties(assertion: &Jwt) -> Option<&'static str> {
    let (issuer, subject) = (assertion.text("iss"), assertion.text("sub"));
    if issuer.is_none() || subject.is_none() {
        Some("It has no iss or no sub: both are the client_id.")
    } else if issuer != subject {
        Some("Its iss and sub differ: both are the client_id.")
    } else if assertion.audiences().is_empty() {
        Some("It has no aud: that is the provider's issuer.")
    } else if !assertion.claims.contains_key("exp") {
        Some("It has no exp.")
    } else {
        None
    }
}

/// The first claim that does not fit.
pub(crate) fn fault(assertion: &Jwt, token: &TokenExchange<'_>, flow: &Flow<'_>) -> Option<Phrase> {
    let subject = assertion.text("sub");
    let named = token.parameters.text("client_id");
    let now = token.exchange.server_time().or(token.exchange.started).map(|time| time.as_seconds());
    let left = assertion.time("exp").zip(now).map(|(exp, now)| exp - now);
    let words = if let Some(words) = fault_of_parties(assertion) {
        words
    } else if named.is_some() && named != subject {
        "Its iss and sub are not the client_id of the request."
    } else if !is_addressed(assertion, token, flow) {
        "Its aud names another server than the one that the request goes to."
    } else if let Some(fault) = fault_of_times(assertion, token) {
        return Some(fault);
    } else if left.is_some_and(|left| left > LONGEST) {
        "Its exp is more than an hour ahead."
    } else if assertion.alg().is_none_or(|alg| alg.eq_ignore_ascii_case("none")) {
        "It is not signed (alg is none)."
    } else if !assertion.claims.contains_key("jti") {
        "It has no jti, by which the provider tells that it was not used before."
    } else {
        return None;
    };
    Some(Phrase::from(words))
}

/// Whether it names the server: its issuer, its token endpoint or another address of the same origin.
fn is_addressed(assertion: &Jwt, token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    let here = &token.exchange.request.uri;
    // Behind a proxy the request goes to another address than the one that the provider is known by.
    let Some(issuer) = flow.issuer() else { return true };
    assertion.audiences().iter().any(|audience| {
        *audience == issuer
            || names_origin_of(audience, here) != Some(false)
            || flow.metadata.as_ref().is_some_and(|metadata| {
                http::Uri::parse(&metadata.issuer).is_some_and(|uri| audience.starts_with(&uri.origin()))
            })
    })
}
