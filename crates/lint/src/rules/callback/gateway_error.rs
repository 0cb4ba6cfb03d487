//! RFC 9110 §15.6.3–§15.6.5: what answers in place of the app, "while acting as a gateway or proxy".

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::is_gateway_error;
use crate::responder::{Framework, Responder};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::{TurnedAway, show_instances};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/gateway-error",
    title: "A proxy in front of the app answers the callback",
    lead: "The browser came back with the code, and not the app answered but the web server, proxy or load balancer in front of it, with an error.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Symptom(&[
        Stage::Discovery,
        Stage::Request,
        Stage::Response,
        Stage::Exchange,
        Stage::Token,
        Stage::Userinfo,
    ]),
    stage: Stage::Response,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "15.6.3"), Reference::Rfc(9110, "15.6.5")],
    why: "The provider did its part: the code arrived. Whoever answered says of itself that it is not the app: it got no usable answer from the app, or refused the request on its own.",
    fix: "Read the error log of the proxy or load balancer in front of the app at the time of this request: it says why it got no usable answer. A common one is a Set-Cookie header of the new session that is larger than its buffer.",
    verify: "Log in again: the request with the code is answered by the app itself, with a status below 400.",
    disproof: "The app's own log shows that it sent this very answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("gateway_error.md"),
    check: Check::AuthorizationResponse(check),
};

/// From here on something has waited, in seconds.
const LONG: f64 = 5.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(arrived) = response.success().filter(|_| response.delivered) else {
        return Verdict::NotApplicable;
    };
    let exchange = response.exchange;
    let Some(status) = exchange.status() else { return Verdict::Inconclusive("the app's answer") };
    let is_missing = matches!(status, 404 | 405 | 410 | 421);
    let does_login = Framework::of(flow).is_some_and(|framework| framework.is_gateway);
    if TurnedAway::by_status(response, flow).is_none() || is_missing || does_login {
        return Verdict::Pass;
    }
    let Some(found) = Responder::in_between(exchange) else {
        return if is_gateway_error(status) && status != 503 {
            unnamed(response, arrived, status)
        } else {
            Verdict::Pass
        };
    };
    if Responder::that_refuses(exchange).is_some() {
        return Verdict::Pass;
    }
    let name = found.product.name;
    let summary = Phrase::from("The provider's answer arrived, and not the app answered but ").text(name);
    let mut summary = summary.text(" in front of it, with status ").number(status);
    let waited = exchange.started.zip(exchange.finished).map(|(a, b)| b.as_seconds() - a.as_seconds());
    if let Some(seconds) = waited.filter(|seconds| *seconds >= LONG) {
        summary = summary.text(" after ").duration(seconds);
    }
    let evidence = fail(summary.text("."))
        .fix(found.product.log)
        .at(Pointer::new(response.message, Part::Status))
        .noted(found.pointer(response.message), "who answered")
        .noted(response.pointer(arrived), "arrived");
    show_instances(evidence, response, flow).into()
}

/// The status alone says that it is not the app's.
fn unnamed(response: &AuthorizationResponse<'_>, arrived: &'static str, status: u16) -> Verdict {
    let summary = Phrase::from(
        "The provider's answer arrived, and a proxy or gateway in front of the app answered with status ",
    );
    fail(summary.number(status).text(": it got no usable answer from the app."))
        .confidence(Confidence::Medium)
        .at(Pointer::new(response.message, Part::Status))
        .noted(response.pointer(arrived), "arrived")
        .into()
}
