//! RFC 6749 §3.1: the authorization endpoint is for the user's browser, which shows its pages; a script cannot.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer, is_authorization_request};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/call-redirected",
    title: "A call of the page's script is redirected to the login",
    lead: "A script of the page made a call, was redirected to the provider's authorization endpoint, and the browser asked that endpoint in vain whether the page may read the answer (preflight).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppServer,
    references: &[
        Reference::Rfc(6749, "3.1"),
        Reference::Fetch("HTTP-redirect fetch", "http-redirect-fetch"),
    ],
    why: "The session of the user is over, and what guards the app (a login proxy, a middleware) answers every request with a redirect to the login, calls of scripts too. A script can show no login page, and the provider allows no page to read its answers: the call fails with an error of CORS.",
    fix: "Answer calls of scripts with 401 in place of a redirect (they say Accept: application/json or X-Requested-With), and let the page begin the login by a navigation then. No setting of the provider helps.",
    verify: "Let the session end and make the call again: it is answered with 401, and the page goes to the login.",
    disproof: "The call that failed was not redirected: the Network tab shows the request to the provider as the first one.",
    explains: &[
        "cors/no-acao",
        "cors/preflight-status",
        "cors/preflight-redirect",
        "cors/origin-mismatch",
        "cors/header-not-allowed",
        "answer/refused",
    ],
    since: "0.1.0",
    page: page!("call_redirected.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    if message.kind != MessageKind::Preflight || !is_authorization_request(&exchange.request.uri) {
        return Verdict::NotApplicable;
    }
    let is_read = exchange.error.is_none()
        && exchange.response_header("access-control-allow-origin").is_some()
        && exchange.status().is_some_and(|status| (200..300).contains(&status));
    if is_read {
        return Verdict::Pass;
    }
    fail("A call of the page's script was redirected to the login of the provider, which no script can show: the browser asked (preflight) and got no leave.")
        .noted(Pointer::new(index, Part::Origin), "the page whose script made the call")
        .at(Pointer::new(index, Part::Url))
        .into()
}
