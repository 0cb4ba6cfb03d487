//! RFC 6749 §5.1: `expires_in`, "RECOMMENDED. The lifetime in seconds of the access token."

use jose::Jwt;
use oauth::{Flow, Part, Pointer, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/no-expires-in",
    title: "The token response does not say how long the token lives",
    lead: "The token response has an access token and no expires_in.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1")],
    why: "Without expires_in a client cannot renew the token in time; it learns of the end by a 401.",
    fix: "Make the token endpoint add \"expires_in\"; a client without it renews the token when the API answers 401.",
    verify: "Ask for tokens again: the answer has expires_in.",
    disproof: "The provider's documentation says that these tokens do not expire.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_expires_in.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    let Some(token) = response.access_token().filter(|_| response.gives_tokens()) else {
        return Verdict::NotApplicable;
    };
    let says = match &response.members {
        Some(members) => members.contains_key("expires_in"),
        None => response.text("expires_in").is_some(),
    };
    // A JWT has its own end in it.
    if says || Jwt::is_likely(token) && Jwt::read(token).time("exp").is_some() {
        return Verdict::Pass;
    }
    fail("The token response has no expires_in.")
        .at(Pointer::new(response.message, Part::ResponseBody))
        .into()
}
