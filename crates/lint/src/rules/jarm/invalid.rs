//! JARM §2.4: the client checks iss, aud and exp of a signed authorization response, and its signature;
//! "alg":"none" is not allowed.

use http::Redaction;
use oauth::{AuthorizationResponse, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
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
    check: Check::AuthorizationResponse(check),
};

/// Clocks that differ by less are right enough, in seconds.
const LEEWAY: f64 = 60.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(jwt) = &response.jwt else { return Verdict::NotApplicable };
    let hidden = |text: &str| Redaction::of(text).is_some();
    let issuer = flow.metadata.as_ref().map(|metadata| metadata.issuer.as_str());
    let client = flow.client_id();
    let audiences = jwt.audiences();
    let is_foreign = jwt.text("iss").zip(issuer).is_some_and(|(iss, issuer)| iss != issuer && !hidden(iss));
    let is_for_other = client.as_deref().is_some_and(|client| {
        !audiences.is_empty() && !audiences.contains(&client) && !audiences.iter().any(|aud| hidden(aud))
    });
    let arrived = response.exchange.started.map(|time| response.exchange.own_time(time).as_seconds());
    let late = jwt.time("exp").zip(arrived).map(|(exp, arrived)| arrived - exp).filter(|late| *late > LEEWAY);
    let missing = ["iss", "aud", "exp"].into_iter().find(|claim| !jwt.claims.contains_key(*claim));
    let summary = if jwt.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none")) {
        Phrase::from("The provider's answer is not signed: its alg is none.")
    } else if is_foreign {
        Phrase::from("The provider's answer has another iss than the provider's discovery document.")
    } else if is_for_other {
        Phrase::from("The provider's answer is for another client: its aud is not the client_id.")
    } else if let Some(late) = late {
        Phrase::from("The provider's answer had expired when it arrived, ").duration(late).text(" before.")
    } else if let Some(claim) = missing {
        Phrase::from("The provider's answer has no ").text(claim).text(".")
    } else {
        return Verdict::Pass;
    };
    let evidence = fail(summary).noted(response.pointer("response"), "the signed answer");
    // An app that went on does not check it.
    evidence.warning_if(flow.has_token_request()).into()
}
