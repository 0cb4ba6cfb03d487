//! RFC 9700 §4.7.1: the answer has to be bound to the browser that asked for it.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::turned_down;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/other-context",
    title: "The login ends in another window than it began in",
    lead: "The authorization request was made in one cookie jar (a normal window, say), and the answer arrived in \
          another one (a private window, a container tab).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Browser,
    references: &[Reference::Rfc(9700, "4.7.1"), Reference::Rfc(6749, "10.12")],
    why: "Private windows and containers have cookies of their own. What the app stored when the login began is in the \
          other window, so it does not know this answer.",
    fix: "Finish the login in the window in which it began: let links in mails and apps open there, or begin a new login where they open.",
    verify: "Log in again in one window from beginning to end: the app takes the answer.",
    disproof: "The app's log shows that it recognized the state of this answer as its own.",
    explains: &[],
    since: "0.1.0",
    page: page!("other_context.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let jars = request.exchange.context.container.as_ref().zip(response.exchange.context.container.as_ref());
    let Some((began, ended)) = jars else {
        return Verdict::Inconclusive("in which window or container the login ran");
    };
    if began == ended {
        return Verdict::Pass;
    }
    let evidence = fail("The login began in one window and ended in another, which has cookies of its own (private, or a container).")
        .noted(Pointer::new(request.message, Part::Url), "where it began")
        .noted(Pointer::new(response.message, Part::Url), "where it ended");
    if turned_down(response, flow) { evidence.into() } else { evidence.severity(Severity::Warning).into() }
}
