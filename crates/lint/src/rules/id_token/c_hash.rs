//! OpenID Connect Core §3.3.2.10: `c_hash` is the left half of the hash of the code that came with the ID token.

use http::Value;
use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/c-hash",
    title: "The c_hash of the ID token does not fit the code beside it",
    lead: "A code and an ID token came together, and the hash of the code in the ID token (c_hash) is not the hash of \
          this code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("3.3.2.10"), Reference::OidcCore("3.3.2.11")],
    why: "The ID token that came by redirect has a hash of the code beside it (c_hash), so that nobody can put in another code. The two do not fit.",
    fix: "Begin a new login; if it happens again, let the provider compute c_hash of the code that it sends.",
    verify: "Log in again: c_hash is the left half of the hash of the code in the same answer.",
    disproof: "The app sent this code to the token endpoint: it did not stop at c_hash.",
    explains: &[],
    since: "0.1.0",
    page: page!("c_hash.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let (Some(stated), Some(alg)) = (token.jwt.text("c_hash"), token.jwt.alg()) else {
        return Verdict::NotApplicable;
    };
    let responses = flow.authorization_responses();
    let response = responses.iter().find(|response| response.message == token.message());
    let Some((response, code)) = response.and_then(|r| Some((r, r.code()?))) else {
        return Verdict::NotApplicable;
    };
    match oauth::is_left_half_of(alg, Value::new(stated), code) {
        None => return Verdict::NotApplicable,
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
    }
    let evidence = fail("The c_hash of the ID token is not the hash of the code that came with it.")
        .noted(response.pointer("code"), "the code")
        .noted(token.claim("c_hash"), "not its hash");
    let exchanged = flow
        .token_exchanges()
        .iter()
        .any(|t| t.code().and_then(|sent| sent.same(code)) == Some(true) && t.response().gives_tokens());
    evidence.warning_if(exchanged).into()
}
