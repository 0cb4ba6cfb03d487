//! OpenID Connect Core §2: "If present in the Authentication Request, Authorization Servers MUST include a nonce Claim in the ID Token".

use oauth::{Join, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "nonce/not-returned",
    title: "The ID token lacks the nonce that was sent",
    lead: "The app sent a nonce with the authorization request, and the ID token has none.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcCore("2"), Reference::OidcCore("3.1.3.7")],
    why: "The app sent a nonce and has to find it in the ID token. Without it nothing shows that the token was made \
          for this login, and the app must refuse it.",
    fix: "Make the provider put the nonce of the request into the ID token; until it does, rely on PKCE and send no nonce to it.",
    verify: "Log in again: the ID token has the nonce of the authorization request.",
    disproof: "The app accepted another ID token without a nonce after it had sent one.",
    explains: &[],
    since: "0.1.0",
    page: page!("not_returned.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    // A token that is renewed need not have it (OpenID Connect Core §12.2).
    let exchange = flow.token_exchanges().iter().find(|exchange| exchange.message == token.message());
    if exchange.is_some_and(|exchange| exchange.grant_type() != "authorization_code") {
        return Verdict::NotApplicable;
    }
    if request.nonce().is_none_or(|nonce| nonce.is_empty()) {
        return Verdict::NotApplicable;
    }
    if token.jwt.claims.contains_key("nonce") {
        return Verdict::Pass;
    }
    let evidence = fail("The app sent a nonce, and the ID token came without one.")
        .noted(request.pointer("nonce"), "sent")
        .noted(token.pointer(), "the ID token without one");
    // An app that goes on with its tokens took this one.
    let went_on = flow.messages.iter().skip(token.message() + 1).any(|later| later.join == Join::Token);
    evidence.warning_if(went_on).into()
}
