//! OAuth 2.0 Web Message Response Mode §4.3: the answer is posted to the origin of the redirect URI.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::parties::{Nearness, is_at_server_of, nearness, page};
use crate::redirect_uri::parsed;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/web-message-origin",
    title: "The answer is posted to another origin than the page's",
    lead: "The app asks for the answer by postMessage (response_mode=web_message), and redirect_uri has another origin than the page that waits for it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppPage,
    references: &[Reference::Html("Posting messages", "posting-messages"), Reference::Rfc(6749, "3.1.2")],
    why: "With web_message the provider hands the answer to the window that opened it, by postMessage, and names the origin of redirect_uri as the one that may read it. The page has another origin, so the browser drops the message, and the popup stays or closes without an answer.",
    fix: "Set redirect_uri (redirectURI) to an address of the page's own origin, the same scheme, host and port, and register it at the provider; or do without the popup (usePopup: false) and let the server take the answer.",
    verify: "Log in again: the popup closes, and the page gets the answer.",
    disproof: "The page that opened the popup is of the origin of redirect_uri.",
    explains: &["authorize/no-callback"],
    since: "0.1.0",
    page: page!("web_message_origin.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let by_message = request.parameters.text("response_mode").is_some_and(|mode| mode == "web_message");
    let came_back = flow.authorization_responses().iter().any(|response| response.delivered);
    if !by_message || came_back || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let (Some(page), Some(to)) = (page(request.exchange), parsed(request)) else {
        return Verdict::Inconclusive("which page waits for the answer");
    };
    let is_own = is_at_server_of(request, &page);
    if is_own || nearness(&page, &to) == Nearness::Same || !matches!(to.scheme(), "http" | "https") {
        return Verdict::Pass;
    }
    fail("The answer comes by postMessage to the origin of redirect_uri, and the page that waits for it is of another origin: the browser does not hand it over.")
        .noted(Pointer::new(request.message, Part::Origin), "the page that opened the login")
        .noted(request.pointer("redirect_uri"), "the origin to which the answer is posted")
        .noted(request.pointer("response_mode"), "by postMessage")
        .into()
}
