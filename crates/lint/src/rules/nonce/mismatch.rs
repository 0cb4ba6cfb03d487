//! OpenID Connect Core §3.1.3.7: "the value MUST be checked to verify that it is the same value as the one that was sent in
//! the Authentication Request".

use http::Value;
use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/mismatch",
    title: "The ID token's nonce is not the one that was sent",
    lead: "The app sent a nonce (a random value, used once) with the authorization request. The ID token that came \
          back carries another one, or carries one although the app sent none.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[
        Reference::OidcCore("3.1.3.7"),
        Reference::OidcCore("15.5.2"),
        Reference::Rfc(9700, "4.5.3.2"),
    ],
    why: "The nonce ties the ID token to one login. With another value the app cannot tell this token from one of another \
          login, or from a stolen one, and must refuse it.",
    fix: "Store the nonce of each login under its state, and begin the login again in one tab.",
    verify: "Log in again in one tab: the ID token carries the nonce that this login sent, or its hash.",
    disproof: "The nonce that the app had stored for this login is the one in the ID token.",
    explains: &[],
    since: "0.1.0",
    page: page!("mismatch.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(stated) = token.jwt.text("nonce") else { return Verdict::NotApplicable };
    if !request.is_open() {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    let Some(sent) = request.nonce().filter(|nonce| !nonce.is_empty()) else {
        // Many clients do not look at a nonce that they did not send.
        return fail(
            "The ID token carries a nonce, and this login sent none: the token may be of another login, or the provider adds a nonce by itself.",
        )
        .noted(token.claim("nonce"), "in the ID token")
        .severity(Severity::Warning)
        .into();
    };
    let stated = Value::new(stated);
    // The name of a value tells nothing of its hash, unless it says so.
    let is_it = [stated.same(sent), oauth::is_s256_of(stated, sent), oauth::is_sha256_hex_of(stated, sent)];
    if is_it.contains(&Some(true)) {
        return Verdict::Agrees;
    }
    if is_it.contains(&None) {
        return Verdict::Inconclusive("the nonce, which was taken out of the recording");
    }
    fail("The ID token carries another nonce than the one that this login sent.")
        .noted(request.pointer("nonce"), "sent")
        .noted(token.claim("nonce"), "in the ID token")
        .into()
}
