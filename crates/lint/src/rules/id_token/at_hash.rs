//! OpenID Connect Core §3.1.3.6, §3.2.2.9: `at_hash` is the left half of the hash of the access token.

use http::Value;
use oauth::{Flow, Pointer, TokenKind};

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/at-hash",
    title: "The at_hash of the ID token does not fit the access token beside it",
    lead: "The ID token has a hash of its access token (at_hash), and the access token that came with it has another hash.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[
        Reference::OidcCore("3.1.3.8"),
        Reference::OidcCore("3.1.3.6"),
        Reference::OidcCore("3.2.2.9"),
    ],
    why: "The ID token has a hash of the access token (at_hash), so that nobody can put another one beside it. The two that came in one answer do not fit.",
    fix: "Let the provider compute at_hash of the access token that it sends; if a gateway in between swaps one of the tokens, let it hand on both or neither.",
    verify: "Log in again: at_hash is the left half of the hash of the access_token in the same answer.",
    disproof: "The app does not check at_hash, or its log shows that this check passed.",
    explains: &[],
    since: "0.1.0",
    page: page!("at_hash.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let (Some(stated), Some(alg)) = (token.jwt.text("at_hash"), token.jwt.alg()) else {
        return Verdict::NotApplicable;
    };
    let Some((access_token, place)) = beside(token, flow) else { return Verdict::NotApplicable };
    match oauth::is_left_half_of(alg, Value::new(stated), Value::new(&access_token)) {
        None => return Verdict::NotApplicable,
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
    }
    let evidence = fail("The at_hash of the ID token is not the hash of the access token that came with it.")
        .noted(place, "the access token")
        .noted(token.claim("at_hash"), "not its hash");
    evidence.warning_if(uses_token_later(flow, token.message())).into()
}

/// The access token of the same answer.
fn beside(token: &TokenUnderTest<'_, '_>, flow: &Flow<'_>) -> Option<(String, Pointer)> {
    let responses = flow.authorization_responses();
    let by_redirect = responses.iter().find(|response| response.message == token.message());
    if let Some(response) = by_redirect {
        let text = response.parameters.value("access_token")?;
        return Some((text.text().to_owned(), response.pointer("access_token")));
    }
    let response = flow.token_exchange(token.message())?.response();
    Some((response.access_token()?.to_owned(), response.pointer("access_token")))
}
