//! RFC 9700 §4.7.1: the answer has to be bound to the browser that asked; what binds it lives for a while only.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::delivery::{first_delivery, was_taken};
use crate::request_outcome::is_failure;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/stale",
    title: "The user came back after the app had forgotten the login",
    lead: "More than fifteen minutes passed between the authorization request and the answer, and the app refused \
          the answer.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(9700, "4.7.1"), Reference::Rfc(6749, "10.12")],
    why: "When a login begins the app stores its state for a while, often for 15 minutes. Who comes back later brings \
          an answer to a login that the app does not remember.",
    fix: "Let the state of a login live for an hour, and begin a new login when it is gone in place of an error page.",
    verify: "Wait twenty minutes at the provider's page and sign in: the app takes the answer or begins a new login.",
    disproof: "The app's log shows that it still knew this login when the answer came.",
    explains: &[],
    since: "0.1.0",
    page: page!("stale.md"),
    check: Check::AuthorizationResponse(check),
};

/// ASP.NET Core and Auth.js keep the cookies of a login for that long, in seconds.
const LIFE: f64 = 15.0 * 60.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some((began, came_back)) = request.exchange.started.zip(response.exchange.started) else {
        return Verdict::Inconclusive("when the login began");
    };
    // A page that is opened again with a used code is another matter.
    if first_delivery(response, flow).is_some_and(was_taken) {
        return Verdict::NotApplicable;
    }
    let took = came_back.as_seconds() - began.as_seconds();
    let failed = response.exchange.status().is_some_and(is_failure);
    if took <= LIFE || !failed {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The user came back from the provider after ")
        .duration(took)
        .text(", and the app did not take the answer: most apps forget a login after 15 minutes.");
    fail(summary)
        .noted(request.pointer("state"), "began the login")
        .at(Pointer::new(response.message, Part::Status))
        .into()
}
