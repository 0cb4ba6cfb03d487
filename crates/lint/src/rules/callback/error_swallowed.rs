//! OpenID Connect Core §3.1.2.6: the error is an answer to the client, which has to deal with it.

use oauth::{AuthorizationRequest, AuthorizationResponse, Flow, Part, Pointer, is_authorization_request};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/error-swallowed",
    title: "The app answers the error with another login",
    lead: "The provider sent the browser back with an error, and the app redirected it to a new login at once.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::OidcCore("3.1.2.6"), Reference::Rfc(6749, "4.1.2.1")],
    why: "The user never sees why the login fails: the app hides the error and sends the browser to the provider \
          again, which gives the same answer. Some browsers go round until they give up.",
    fix: "Handle error in the callback: show error_description, and begin another login only when the user asks for it.",
    verify: "Press Cancel at the provider: the app shows the error and begins no login by itself.",
    disproof: "The app logs error and error_description, and tries only once more by itself.",
    explains: &[],
    since: "0.1.0",
    page: page!("error_swallowed.md"),
    check: Check::AuthorizationResponse(check),
};

/// Nobody reads a message and presses a button in less, in seconds.
const AT_ONCE: f64 = 2.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let asked_silently = flow.authorization_request().is_some_and(AuthorizationRequest::is_silent);
    // After a silent try a visible login is right.
    if response.error().is_none() || !response.delivered || asked_silently {
        return Verdict::NotApplicable;
    }
    let exchange = response.exchange;
    let Some(status) = exchange.status() else { return Verdict::Inconclusive("the app's answer") };
    let directly = exchange.location().is_some_and(is_authorization_request);
    let soon = flow
        .others
        .same_again
        .zip(exchange.finished)
        .is_some_and(|(next, end)| next.as_seconds() - end.as_seconds() < AT_ONCE);
    let begins_anew = directly || soon && (300..400).contains(&status);
    if !begins_anew {
        return Verdict::Pass;
    }
    fail("The provider sent an error, and the app answered it with a redirect to the next login.")
        .noted(response.pointer("error"), "the error")
        .noted(
            Pointer::new(response.message, Part::ResponseHeader("location".into())),
            "where the app sends the browser",
        )
        .into()
}
