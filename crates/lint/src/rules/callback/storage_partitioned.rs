//! HTML, storage partitioning (Storage §4): what a frame of another site stores is kept apart by the site of the page
//! around it.

use http::Uri;
use oauth::{AuthorizationResponse, Flow, MessageKind, Part, Pointer};

use crate::parties::{Nearness, nearness};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/storage-partitioned",
    title: "The page that took the answer is on another site than the app",
    lead: "A provider's own page took the code on another site than the app's, sent the browser back to the app, and nothing came of it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2")],
    why: "The page that took the code keeps the result in its own storage, and the app reads it through a frame of that site. Browsers give a frame of another site another storage (partitioning), so the app finds nothing and shows the login again.",
    fix: "Let the page that takes the answer be of the app's own site: serve it under the app's domain by a reverse proxy or a custom domain, and set authDomain and redirect_uri to it; or sign in with a popup (signInWithPopup).",
    verify: "Log in again: after the redirect the app knows the user.",
    disproof: "The app works with the same addresses in a browser that does not partition storage, and fails there, too.",
    explains: &[],
    since: "0.1.0",
    page: page!("storage_partitioned.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let handler = &response.exchange.request.uri;
    let starts = flow.of_kind(MessageKind::OwnInterface).filter(|(index, _)| *index < response.message);
    let mut starts = starts.filter(|(_, exchange)| exchange.request.uri.same_endpoint(handler));
    let Some((index, start)) = starts.next() else { return Verdict::NotApplicable };
    if start.request.uri.query().text("authType").is_none_or(|how| how != "signInViaRedirect") {
        return Verdict::NotApplicable;
    }
    let Some(app) = start.request.uri.query().text("redirectUrl").and_then(Uri::parse) else {
        return Verdict::Inconclusive("the app's page to which the browser goes back");
    };
    // Whatever the app's page does with the result, it asks the provider.
    let goes_on = flow
        .of_kind(MessageKind::OwnInterface)
        .any(|(later, exchange)| later > response.message && exchange.request.method == "POST");
    if nearness(&app, handler) != Nearness::Foreign || goes_on || response.exchange.status() != Some(200) {
        return Verdict::Pass;
    }
    fail("The answer was taken by a page on another site than the app's: browsers keep that site's storage apart inside of the app's page (partitioning), so the result did not reach the app.")
        .confidence(Confidence::Medium)
        .noted(Pointer::new(index, Part::Query("redirectUrl".into())), "the app")
        .noted(Pointer::new(response.message, Part::Url), "the page that took the answer, on another site")
        .into()
}
