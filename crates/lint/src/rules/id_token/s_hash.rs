//! FAPI 1.0 Part 2: Advanced §5.2.3: the client "shall verify that s_hash value is equal to the value calculated from the state value
//! in the authorization response".

use http::Value;
use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/s-hash",
    title: "The s_hash of the ID token does not fit the state beside it",
    lead: "The ID token in the authorization response has s_hash, and the state beside it has another hash.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::FapiAdvanced("5.1.1", "id-token-as-detached-signature")],
    why: "The ID token that came by redirect has a hash of the state beside it (s_hash), so that nobody can put in another state. The two do not fit.",
    fix: "Begin a new login; if it happens again, let the provider compute s_hash of the state as it sends it.",
    verify: "Log in again: s_hash of the ID token is the left half of the hash of the state beside it.",
    disproof: "The app's log shows that it checked s_hash and found that it fits the state.",
    explains: &[],
    since: "0.1.0",
    page: page!("s_hash.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let stated = token.jwt.text("s_hash").zip(token.jwt.alg());
    let mut responses = flow.authorization_responses().iter();
    let response = responses.find(|response| response.message == token.message());
    let beside = response.and_then(|response| Some((response, response.state()?)));
    let Some(((stated, alg), (response, state))) = stated.zip(beside) else { return Verdict::NotApplicable };
    match oauth::is_left_half_of(alg, Value::new(stated), state) {
        None => return Verdict::NotApplicable,
        Some(true) => return Verdict::Pass,
        Some(false) => {}
    }
    fail("The s_hash of the ID token is not the hash of the state that came with it.")
        .noted(response.pointer("state"), "the state")
        .noted(token.claim("s_hash"), "the hash of another one")
        .warning_if(token.is_taken() || flow.has_token_request())
        .into()
}
