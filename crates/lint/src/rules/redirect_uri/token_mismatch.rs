//! RFC 6749 §4.1.3: "if the redirect_uri parameter was included in the authorization request … their values MUST be
//! identical".

use oauth::{Flow, TokenExchange};

use crate::compare::difference;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/token-mismatch",
    title: "The token request sends a different redirect_uri than the authorization request",
    lead: "The app named one redirect_uri when it sent the user to the provider, and another one when it exchanged \
          the code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::OidcCore("3.1.3.2")],
    why: "The provider must reject the code: the two values have to be identical, character for character.",
    fix: "Build both values from one constant in the client.",
    verify: "Log in again: the token request has the redirect_uri of the authorization request.",
    disproof: "Another login with these same two values of redirect_uri got tokens.",
    explains: &["token/error-as-200", "token/grant-refused", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("token_mismatch.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "authorization_code" {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let (Some(asked), Some(sent)) = (request.redirect_uri(), token.redirect_uri()) else {
        // OAuth 2.1 clients leave it out at the token endpoint.
        return Verdict::NotApplicable;
    };
    match asked.same(sent) {
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
        None => return Verdict::Inconclusive("the redirect_uri, which was taken out of the recording"),
    }
    let known = asked.known().zip(sent.known());
    let Some(difference) = known.and_then(|(asked, sent)| difference(asked, sent)) else {
        return fail("The two values differ.")
            .at(request.pointer("redirect_uri"))
            .at(token.pointer("redirect_uri"))
            .into();
    };
    fail(difference.words())
        .at(request.pointer("redirect_uri").marking(difference.before))
        .at(token.pointer("redirect_uri").marking(difference.after))
        .into()
}
