//! RFC 6749 §10.12 and RFC 9700 §4.7.1: the response has to be bound to the browser that asked for it.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/missing",
    title: "The authorization request has no state",
    lead: "The app sent the user to the provider without a state, a random value that comes back with the answer.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.7.1"), Reference::Rfc(6749, "10.12")],
    why: "Without it anybody can send a user's browser to the redirect URI with a code of his own, and the app signs the user \
          in to the attacker's account (cross-site request forgery).",
    fix: "Send a fresh random state with every login and compare it when the browser comes back, or use PKCE.",
    verify: "Start the login again: the request has a state, and the app refuses an answer with another one.",
    disproof: "A code of another login fails here: the app checks the nonce, or the provider the code_verifier.",
    explains: &[],
    since: "0.1.0",
    page: page!("missing.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    if !request.is_open() {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    if !request.asks_for("code") || request.state().is_some_and(|state| !state.is_empty()) {
        return Verdict::Pass;
    }
    let bound_by = if request.code_challenge().is_some() {
        Some((
            "code_challenge",
            "The request has no state; PKCE protects this login in its place, if the provider checks it.",
        ))
    } else if request.nonce().is_some_and(|nonce| !nonce.is_empty()) {
        Some((
            "nonce",
            "The request has no state; the nonce protects this login in its place, if the app checks it.",
        ))
    } else {
        None
    };
    match bound_by {
        Some((name, summary)) => fail(summary).at(request.pointer(name)).severity(Severity::Info).into(),
        None => fail("The request has no state, no code_challenge and no nonce: nothing binds the answer to this browser.")
            .at(request.pointer("response_type"))
            .into(),
    }
}
