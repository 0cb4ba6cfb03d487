//! OpenID Connect Core §3.1.2.1: with `max_age` the user has to log in again where the last time is longer ago, and the ID token
//! must say when that was.

use oauth::TokenKind;

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/auth-time",
    title: "The user's last login is longer ago than the app allows",
    lead: "The app asked with max_age that the user has logged in recently, and the ID token says that it was too \
          long ago, or does not say when.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("3.1.2.1"), Reference::OidcCore("3.1.3.7")],
    why: "The app asked with max_age that the user has logged in recently. The ID token shows that the provider did not see to it.",
    fix: "Let the provider honour max_age and send auth_time, or send prompt=login, which asks the user in any case.",
    verify: "Log in again: the ID token has auth_time, and iat minus auth_time is within max_age.",
    disproof: "A login without max_age fails with the same error.",
    explains: &[],
    since: "0.1.0",
    page: page!("auth_time.md"),
    check: Check::Token(check),
};

/// What clocks may differ by, in seconds.
const TOLERANCE: f64 = 60.0;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request() else { return Verdict::NotApplicable };
    let renewed = flow
        .token_exchange(token.message())
        .is_some_and(|exchange| exchange.grant_type() != "authorization_code");
    let limit = request.parameters.text("max_age").and_then(|age| age.parse::<u32>().ok()).map(f64::from);
    let Some(limit) = limit.filter(|_| !renewed && request.is_open()) else { return Verdict::NotApplicable };
    let evidence = match (token.jwt.time("auth_time"), token.jwt.time("iat")) {
        (None, _) => fail(
            "The login asked for max_age, and the ID token does not say when the user logged in (auth_time).",
        )
        .at(request.pointer("max_age"))
        .at(token.claim("iat")),
        (Some(then), Some(issued)) if issued - then > limit + TOLERANCE => {
            let summary = Phrase::from("The user had logged in ")
                .duration(issued - then)
                .text(" before this ID token was issued, which is longer than max_age allows.");
            fail(summary)
                .at(request.pointer("max_age"))
                .noted(token.claim("auth_time"), "when the user logged in")
        }
        (Some(_), _) => return Verdict::Pass,
    };
    evidence.warning_if(uses_token_later(flow, token.message())).into()
}
