//! RFC 6749 §5.2: `invalid_grant`, the grant "is invalid, expired, revoked, does not match the redirection URI used in
//! the authorization request, or was issued to another client".

use http::{Timestamp, Value};
use oauth::{Flow, TokenExchange};

use crate::refusal::{Refusal, Refused};
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/invalid-grant",
    title: "The provider does not accept the code",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "4.1.2"), Reference::Rfc(7636, "4.6")],
    why: "A code is good once, for a short time, for one client, with the redirect_uri and the code verifier of its own login.",
    fix: "Begin a new login and exchange its code once, at once, with the redirect_uri and the code verifier of that login.",
    explains: &["callback/server-error", "cors/no-acao"],
    since: "0.1.0",
    page: include_str!("invalid_grant.md"),
    check: Check::TokenRequest(check),
};

/// Some providers let a code live for no longer, in seconds.
const SHORT_LIFE: f64 = 60.0;
const TOO_LATE: &str = "Exchange the code as soon as it arrives: many providers let it live for a minute.";
const HELD_UP: &str =
    "Find out what held the token request up on its way to the provider: many let a code live for a minute.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let refusal = match Refusal::of(token) {
        Some(refusal) if refusal.what == Refused::Grant => refusal,
        _ => return Verdict::Pass,
    };
    let evidence = match token.grant_type() {
        "authorization_code" => refused_code(token, flow),
        "refresh_token" => {
            fail("The provider does not accept the refresh token: it is used, expired or revoked.")
                .severity(Severity::Warning)
                .fix("Send the user through the login again, and keep only the newest refresh token.")
        }
        _ => fail("The provider does not accept the grant that was sent.")
            .fix("Read the provider's description of the error: it names what is wrong with the grant."),
    };
    refusal.show(token, evidence).into()
}

/// What the traffic proves about the usual reasons.
fn refused_code(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Evidence {
    let request = flow.authorization_request();
    let asked = request.as_ref().and_then(|request| request.redirect_uri());
    let challenge = request.as_ref().and_then(|request| request.code_challenge());
    let fits = |(challenge, verifier): (Value<'_>, Value<'_>)| {
        let known = challenge.known().zip(verifier.known());
        known.is_some_and(|(challenge, verifier)| challenge == verifier || challenge == jose::s256(verifier))
    };
    let same_uri =
        asked.zip(token.redirect_uri()).is_some_and(|(asked, sent)| asked.same(sent) == Some(true));
    let verifier_fits = challenge.zip(token.code_verifier()).is_some_and(fits);
    let exchanges = flow.token_exchanges();
    let earlier = || exchanges.iter().filter(|other| other.message < token.message);
    let used_before = earlier().any(|other| other.same_code(token) == Some(true));
    let is_new = earlier().all(|other| other.same_code(token) == Some(false));
    let age = age_of_code(token, flow, token.exchange.finished);

    let mut summary = Phrase::from("The provider refused the code");
    if let Some(age) = age {
        summary =
            if age < 1.0 { summary.text(" less than a second") } else { summary.text(" ").duration(age) };
        summary = summary.text(" after it had arrived");
    }
    summary = summary.text(".");
    let facts = [
        (same_uri, "the redirect_uri is identical"),
        (verifier_fits, "the code verifier fits the code challenge"),
        (is_new, "the code is used for the first time"),
    ];
    for (number, (_, fact)) in facts.iter().filter(|(holds, _)| *holds).enumerate() {
        summary = summary.text(if number == 0 { " In this recording " } else { ", " }).text(fact);
    }
    if facts.iter().any(|(holds, _)| *holds) {
        summary = summary.text(".");
    }

    let evidence = fail(summary).at(token.pointer("code"));
    if used_before {
        evidence.fix("Exchange each code once, and begin a new login after an exchange that failed.")
    } else if asked.is_some() && token.redirect_uri().is_none() {
        evidence.fix("Send the redirect_uri of the authorization request in the token request too.")
    } else if challenge.is_some() && token.code_verifier().is_none() {
        evidence
            .fix("Send the code_verifier that belongs to this login's code_challenge in the token request.")
    } else if age.is_some_and(|age| age > SHORT_LIFE) {
        let sent_late = age_of_code(token, flow, token.exchange.started).is_some_and(|age| age > SHORT_LIFE);
        evidence.fix(if sent_late { TOO_LATE } else { HELD_UP })
    } else if same_uri && verifier_fits {
        evidence.fix("Search the provider's log for this refusal: what this recording shows of the request is right, so the reason stands there.")
    } else {
        evidence
    }
}

/// From the arrival of the code to that moment, in seconds.
fn age_of_code(token: &TokenExchange<'_>, flow: &Flow<'_>, until: Option<Timestamp>) -> Option<f64> {
    let responses = flow.authorization_responses();
    let response = responses.iter().find(|response| {
        response.code().zip(token.code()).is_some_and(|(arrived, sent)| arrived.same(sent) == Some(true))
    })?;
    let (arrived, until) = response.exchange.started.zip(until)?;
    Some(until.as_seconds() - arrived.as_seconds()).filter(|age| *age >= 0.0)
}
