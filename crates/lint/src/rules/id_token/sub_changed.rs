//! OpenID Connect Core §12.2: after a refresh "its sub Claim Value MUST be the same as in the ID Token issued when the original
//! authentication occurred"; §3.3.3.6 demands the same of the hybrid flow.

use oauth::{Flow, IdToken, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/sub-changed",
    title: "A later ID token of this login is about another user",
    lead: "The app renewed its tokens, or got a second ID token in the same login, and the new one names another \
          user (sub) than the first.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[Reference::OidcCore("12.2"), Reference::OidcCore("3.3.3.6")],
    why: "An app that renews its tokens goes on with the user it has. A token about somebody else would hand one user the session of another.",
    fix: "End the session and begin a new login; then find out why the provider's refresh or session belongs to another user.",
    verify: "Log in and renew the tokens: each later ID token has the sub of the first one.",
    disproof: "The app went on with the later ID token: its log shows the new sub as signed in.",
    explains: &["userinfo/sub-mismatch"],
    since: "0.1.0",
    page: page!("sub_changed.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(first) = flow.id_tokens().first().filter(|first| first.message != token.message()) else {
        return Verdict::NotApplicable;
    };
    let users = first.jwt.text("sub").zip(token.jwt.text("sub"));
    let Some((before, now)) = users.filter(|_| is_comparable(first, token, flow)) else {
        return Verdict::NotApplicable;
    };
    if before == now {
        return Verdict::Pass;
    }
    fail("The sub of this ID token is not the sub of the login's first one.")
        .noted(first.claim("sub"), "the user who logged in")
        .noted(token.claim("sub"), "the user now")
        .into()
}

/// Other providers, and other clients of one provider, may have other names for the same user; a token for somebody else is what
/// token exchange is for.
fn is_comparable(first: &IdToken<'_>, later: &TokenUnderTest<'_, '_>, flow: &Flow<'_>) -> bool {
    let exchanged = flow
        .token_exchange(later.message())
        .is_some_and(|exchange| exchange.grant_type().ends_with(":token-exchange"));
    !exchanged
        && first.jwt.text("iss") == later.jwt.text("iss")
        && first.jwt.audiences() == later.jwt.audiences()
}
