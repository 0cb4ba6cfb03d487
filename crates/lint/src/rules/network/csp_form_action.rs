//! Content Security Policy Level 3 §6.4.1: `form-action` lists where the forms of a page may lead; browsers check the redirects
//! that follow too.

use http::csp;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/csp-form-action",
    title: "The provider's page may not send the browser back",
    lead: "The user sent the form of the login or consent page, the provider answered with the redirect to the app, \
          and the browser did not follow it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::W3c("CSP3 §6.4.1", "CSP3/#directive-form-action")],
    why: "The login or consent page has a Content-Security-Policy whose form-action does not list the app's address. The form is sent, the provider answers with the redirect to the app, and the browser blocks it: the button seems dead.",
    fix: "Add the app's origin (or the scheme of its redirect URI) to form-action on the provider's login and consent pages, or leave form-action out there.",
    verify: "Sign in again in Chrome: after the form the browser arrives at the redirect URI.",
    disproof: "The login stops at the same place in Firefox, which does not check redirects after a form.",
    explains: &["authorize/no-callback"],
    since: "0.1.0",
    page: page!("csp_form_action.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    // What arrived was not blocked.
    if response.delivered {
        return Verdict::NotApplicable;
    }
    let (Some(target), Some(form)) = (response.exchange.location(), form_behind(response.message, flow))
    else {
        return Verdict::NotApplicable;
    };
    let is_page = |status: u16| (200..300).contains(&status);
    let at = flow.messages[..form].iter().rposition(|earlier| {
        earlier.exchange.context.via == flow.messages[form].exchange.context.via
            && earlier.exchange.status().is_some_and(is_page)
    });
    let Some((at, page)) = at.and_then(|at| Some((at, flow.messages.get(at)?.exchange))) else {
        return Verdict::Inconclusive("the page with the form");
    };
    let Some(headers) = page.response.as_ref().and_then(|answer| answer.headers.present()) else {
        return Verdict::Inconclusive("the headers of the page with the form");
    };
    // Firefox checks only the address that the form itself has.
    if page.request_header("user-agent").is_some_and(|agent| agent.contains("Firefox/")) {
        return Verdict::NotApplicable;
    }
    let directives = csp::directives(headers, &["form-action"]);
    let Some(directive) = directives.iter().find(|found| !found.allows(&page.request.uri, target)) else {
        return Verdict::Pass;
    };
    let place = Pointer::new(at, Part::ResponseHeader("content-security-policy".into()));
    let evidence = fail(
        "The provider sent the browser back to the app, and the browser did not go there: form-action of the page with the form does not allow it.",
    )
    .noted(place.marking(directive.range.clone()), "where the forms of this page may lead")
    .noted(Pointer::new(response.message, Part::ResponseHeader("location".into())), "not on that list");
    match target.scheme() {
        "http" | "https" => evidence.into(),
        // Recordings do not show how a browser hands over to an app.
        _ => evidence.confidence(Confidence::Medium).into(),
    }
}

/// Browsers follow no more redirects than this.
const HOPS: usize = 20;

/// The form from which redirects led to a message: the message itself, if it is a POST.
fn form_behind(message: usize, flow: &Flow<'_>) -> Option<usize> {
    let mut at = message;
    for _ in 0..HOPS {
        let exchange = flow.messages.get(at)?.exchange;
        if exchange.request.method == "POST" {
            return exchange.context.via.is_navigation().then_some(at);
        }
        at = flow.messages[..at].iter().rposition(|earlier| {
            earlier.exchange.location().is_some_and(|to| to.same_resource(&exchange.request.uri))
        })?;
    }
    None
}
