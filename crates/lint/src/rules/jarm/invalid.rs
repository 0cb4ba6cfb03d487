//! JARM §2.4: the client checks iss, aud and exp of a signed authorization response, and its signature;
//! "alg":"none" is not allowed.

use http::Redaction;
use oauth::{Flow, TokenKind};

use crate::issuer::{expected_issuer, is_same_issuer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jarm/invalid",
    title: "The signed answer of the provider fails the checks of the app",
    lead: "The app asked for a signed answer (response_mode=jwt and its like, called JARM), and the token in \
          response is not what the app has to accept.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::Jarm("2.4"), Reference::Jarm("2.1")],
    why: "With response_mode=jwt the provider's answer is a signed token. The app must refuse it if it is from another \
          provider, for another client, too old or not signed.",
    fix: "Let the provider put its issuer, the client_id and an exp some minutes ahead into the answer, and sign it with \
          a key of its key set.",
    verify: "Log in again: iss, aud and exp in the signed answer are right, and its alg is not none.",
    disproof: "The app went on to the token request with the code from this answer.",
    explains: &["callback/iss-mismatch"],
    since: "0.1.0",
    page: page!("invalid.md"),
    check: Check::Token(check),
};

/// Clocks that differ by less are right enough, in seconds.
const LEEWAY: f64 = 60.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::AuthorizationResponse || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let fault = match token.around {
        Some(flow) if is_answer(token, flow) => fault_in_login(token, flow),
        Some(_) => return Verdict::NotApplicable,
        None => None,
    };
    match fault.or_else(|| token.lacking(&["iss", "aud", "exp"])) {
        // An app that went on did not stop at it.
        Some(words) => {
            fail(words).noted(token.pointer(), "the signed answer").warning_if(token.is_taken()).into()
        }
        None => Verdict::Pass,
    }
}

fn is_answer(token: &TokenUnderTest<'_, '_>, flow: &Flow<'_>) -> bool {
    flow.authorization_responses()
        .iter()
        .any(|answer| answer.message == token.message() && answer.jwt.is_some())
}

fn fault_in_login(token: &TokenUnderTest<'_, '_>, flow: &Flow<'_>) -> Option<Phrase> {
    let jwt = &token.jwt;
    let hidden = |text: &str| Redaction::of(text).is_some();
    let (audiences, client) = (jwt.audiences(), flow.client_id());
    let issuer = expected_issuer(token, flow).map(|(issuer, _)| issuer);
    let is_foreign = jwt
        .text("iss")
        .zip(issuer.as_deref())
        .is_some_and(|(iss, issuer)| !is_same_issuer(issuer, iss) && !hidden(iss) && !hidden(issuer));
    let is_for_other = client.as_deref().is_some_and(|client| {
        !audiences.is_empty() && !audiences.contains(&client) && !audiences.iter().any(|aud| hidden(aud))
    });
    let arrived =
        token.exchange().and_then(|exchange| Some(exchange.own_time(exchange.started?).as_seconds()));
    let late = jwt.time("exp").zip(arrived).map(|(exp, arrived)| arrived - exp).filter(|late| *late > LEEWAY);
    if jwt.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none")) {
        Some("The provider's answer is not signed: its alg is none.".into())
    } else if is_foreign {
        Some("The provider's answer has another iss than the provider's discovery document.".into())
    } else if is_for_other {
        Some("The provider's answer is for another client: its aud is not the client_id.".into())
    } else {
        let words = Phrase::from("The provider's answer had expired when it arrived, ");
        Some(words.duration(late?).text(" before."))
    }
}
