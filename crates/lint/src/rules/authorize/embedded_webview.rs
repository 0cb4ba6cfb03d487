//! RFC 8252 §8.12: native apps MUST NOT use embedded user agents for authorization requests.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::authorize_refusal::{provider_says, refusal_about};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/embedded-webview",
    title: "The provider refuses logins inside of another app",
    lead: "The provider refuses to show its login page, because it would stand in a window that another app \
          controls: an embedded web view.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(8252, "8.12")],
    why: "The login runs in a browser window that belongs to another app (a web view). That app could read the \
          password, so the provider refuses to show its login there.",
    fix: "Open the login in the system's browser: Custom Tabs on Android, ASWebAuthenticationSession on iOS.",
    verify: "Start the login again: it opens in the system's browser, and the provider does not turn it away.",
    disproof: "The provider refuses the same request in the system's own browser too.",
    explains: &[],
    since: "0.1.0",
    page: page!("embedded_webview.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    const WORDS: [&str; 2] = ["embedded webview", "embedded web view"];
    let said = refusal_about(request, flow, &[], &WORDS).or_else(|| provider_says(request, flow, RULE.id));
    let Some(said) = said else { return Verdict::Pass };
    let browser = request
        .exchange
        .request_header("user-agent")
        .map(|_| Pointer::new(request.message, Part::RequestHeader("user-agent".into())));
    fail("The provider does not let users sign in inside of another app's window.")
        .noted_if(browser, "the browser that asked")
        .noted(said, "the provider's words")
        .into()
}
