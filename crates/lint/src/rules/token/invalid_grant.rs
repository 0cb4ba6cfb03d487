//! RFC 6749 §5.2: `invalid_grant`, the grant "is invalid, expired, revoked, does not match the redirection URI used in
//! the authorization request, or was issued to another client".

use jose::Jwt;
use oauth::{AuthorizationRequest, Flow, Part, Pointer, TokenExchange};

use crate::assertion::{SIGN_ANEW, fault_of_times, miswritten_audience};
use crate::code::{CodeFacts, HELD_UP};
use crate::parties::is_other_tenant;
use crate::refusal::{NO_DESCRIPTION, READ_DESCRIPTION, Refused, TokenError, is_code};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/invalid-grant",
    title: "The provider does not accept the code (or other grant)",
    lead: "The token endpoint refused the code: invalid_grant. The finding lists what the recording proves about the \
          usual reasons: whether redirect_uri is identical, whether the code verifier fits, whether the code was \
          used before, and how old it was.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "4.1.2"), Reference::Rfc(7636, "4.6")],
    why: "A grant is what an app trades for tokens, mostly a code: that is good once, for a short time, for one client, with the redirect_uri and the code verifier of its own login.",
    fix: "Begin a new login and exchange its code once, at once, with the redirect_uri and the code verifier of that login.",
    verify: "Begin anew with a fresh code or other grant: the token request gets tokens.",
    disproof: "The provider's log shows that this grant was valid when the request arrived.",
    explains: &[],
    since: "0.1.0",
    page: page!("invalid_grant.md"),
    check: Check::TokenRequest(check),
};

/// `grant_type` of RFC 7523 §2.1.
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// `grant_type` of RFC 8628 §3.4.
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

const OF_DEVICE: &str = "Begin anew with a new device code, and let the user enter its user code before it is over. If it is refused all the same while the user still has to answer, the server does not say authorization_pending as it should (RFC 8628, 3.5): look there for how it tells that a user has not answered yet.";

const TOO_LATE: &str = "Exchange the code as soon as it arrives: many providers let it live for a minute.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let refusal = match TokenError::of(token) {
        Some(refusal) if refusal.what == Refused::Grant => refusal,
        _ => return Verdict::Pass,
    };
    let has_code_alone = token.response().text("error_description").is_some_and(is_code);
    let evidence = match token.grant_type() {
        "authorization_code" => refused_code(token, flow),
        // It has a rule of its own: refresh/invalid-grant.
        "refresh_token" => return Verdict::NotApplicable,
        JWT_BEARER => refused_assertion(token),
        "password" => fail("The provider does not accept the user's name or password.")
            .fix("Log in with the same name and password on the provider's own page, to see whether they are right there; and let the app use that page, as apps should."),
        DEVICE => fail(other_grant(token, "The provider does not accept the device code")).fix(OF_DEVICE),
        _ => fail(other_grant(token, "The provider does not accept the grant that was sent")).fix(if has_code_alone { NO_DESCRIPTION } else { READ_DESCRIPTION }),
    };
    refusal.show(token, evidence).into()
}

/// That the grant was refused, with the provider's sentence.
fn other_grant(token: &TokenExchange<'_>, summary: &'static str) -> Phrase {
    let response = token.response();
    let summary = Phrase::from(summary);
    match response.text("error_description").filter(|said| !said.trim().is_empty() && !is_code(said)) {
        Some(_) => summary.text(": ").value(response.pointer("error_description")).text("."),
        None => summary.text("."),
    }
}

/// A JWT that stands for a user or a service (RFC 7523 §2.1).
fn refused_assertion(token: &TokenExchange<'_>) -> Evidence<Nowhere> {
    let summary = Phrase::from("The provider does not accept the signed assertion (JWT) that was sent.");
    let jwt = token.parameters.text("assertion").map(Jwt::read);
    let times = jwt.as_ref().and_then(|jwt| fault_of_times(jwt, token));
    let miswritten = jwt.as_ref().and_then(|jwt| miswritten_audience(jwt, &token.exchange.request.uri));
    let evidence = match (times, miswritten) {
        (Some(fault), _) => fail(summary.text(" ").append(fault)).fix(SIGN_ANEW),
        (None, Some(how)) => fail(
            summary.text(" Its aud is not the address that was called. ").text(how),
        )
        .exact_fix("Write aud exactly as the provider's documentation or metadata has it, character for character."),
        (None, None) => fail(summary).fix("Compare iss, sub, aud, iat and exp of the assertion, and the key that signs it, with what the provider expects."),
    };
    evidence.at_if(token.parameters.has("assertion").then(|| token.pointer("assertion")))
}

/// What the traffic proves about the usual reasons.
fn refused_code(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Evidence<Nowhere> {
    let facts = CodeFacts::of(token, flow);
    let mut summary = Phrase::from("The provider refused the code");
    if let Some(age) = facts.age {
        summary =
            if age < 1.0 { summary.text(" less than a second") } else { summary.text(" ").duration(age) };
        summary = summary.text(" after it had arrived");
    }
    summary = summary.text(".");
    let proved = [
        (facts.same_uri, "the redirect_uri is identical"),
        (facts.verifier_fits, "the code verifier fits the code challenge"),
        (facts.is_new, "the code is used for the first time"),
    ];
    for (number, (_, fact)) in proved.iter().filter(|(holds, _)| *holds).enumerate() {
        summary = summary.text(if number == 0 { " In this recording " } else { ", " }).text(fact);
    }
    if proved.iter().any(|(holds, _)| *holds) {
        summary = summary.text(".");
    }

    let request = flow.authorization_request();
    let sent = &token.exchange.request.uri;
    let elsewhere = request.as_ref().filter(|request| is_other_tenant(&request.exchange.request.uri, sent));
    if elsewhere.is_some() {
        summary = summary.text(" It was asked for at one address of this server and exchanged at another one's: they differ before their last part, as those of two tenants or realms do.");
    }
    let evidence = fail(summary).at_if(Some(token.pointer("code")));
    if let Some(request) = elsewhere {
        return evidence
            .fix("Send both requests to the same tenant or realm: the one in which the app is registered.")
            .at_if(Some(Pointer::new(request.message, Part::Url)))
            .at_if(Some(Pointer::new(token.message, Part::Url)));
    }
    let asked = |holds: fn(&AuthorizationRequest<'_>) -> bool| request.as_ref().is_some_and(|r| holds(r));
    if facts.used_before {
        evidence.fix("Exchange each code once, and begin a new login after an exchange that failed.")
    } else if asked(|r| r.redirect_uri().is_some()) && token.redirect_uri().is_none() {
        evidence.fix("Send the redirect_uri of the authorization request in the token request too.")
    } else if asked(|r| r.code_challenge().is_some()) && token.code_verifier().is_none() {
        evidence
            .fix("Send the code_verifier that belongs to this login's code_challenge in the token request.")
    } else if facts.is_late() {
        evidence.fix(if facts.is_sent_late() { TOO_LATE } else { HELD_UP })
    } else if facts.same_uri && facts.verifier_fits {
        evidence.fix("Search the provider's log for this refusal: what this recording shows of the request is right, so the reason stands there.")
    } else {
        evidence
    }
}
