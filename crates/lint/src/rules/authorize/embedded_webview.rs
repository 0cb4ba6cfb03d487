//! RFC 8252 §8.12: native apps MUST NOT use embedded user agents for authorization requests.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::authorize_refusal::{provider_says, refusal_about};
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/embedded-webview",
    title: "The provider refuses logins inside of another app",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[Reference::Rfc(8252, "8.12")],
    why: "The login runs in a browser window that belongs to another app (a web view). That app could read the \
          password, so the provider refuses to show its login there.",
    fix: "Open the login in the system's browser: Custom Tabs on Android, ASWebAuthenticationSession on iOS.",
    explains: &["callback/error", "authorize/error-page"],
    since: "0.1.0",
    page: page!("embedded_webview.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    const WORDS: [&str; 2] = ["embedded webview", "embedded web view"];
    let said = refusal_about(request, flow, &[], &WORDS).or_else(|| provider_says(request, flow, RULE.id));
    let Some(said) = said else { return Verdict::Pass };
    let evidence = fail("The provider does not let users sign in inside of another app's window.");
    let evidence = if request.exchange.request_header("user-agent").is_some() {
        evidence.noted(
            Pointer::new(request.message, Part::RequestHeader("user-agent".into())),
            "the browser that asked",
        )
    } else {
        evidence
    };
    evidence.noted(said, "the provider's words").into()
}
