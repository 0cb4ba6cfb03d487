//! RFC 7034 §2.1: `X-Frame-Options` says who may show a page in a frame; Content Security Policy Level 3 §6.4.2:
//! `frame-ancestors`, which counts in its place.

use http::{Exchange, NetworkFault, Uri, Via};
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::frame::forbids_frame;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/frame-refused",
    title: "The app's silent callback may not be shown in a frame",
    lead: "The app renews a login in a hidden frame, and its own page that should take the answer there may not be \
          framed (X-Frame-Options, frame-ancestors).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[
        Reference::Rfc(7034, "2.1"),
        Reference::W3c("CSP3 §6.4.2", "CSP3/#directive-frame-ancestors"),
        Reference::Rfc(9700, "4.16"),
    ],
    why: "The app renews the login in a hidden frame. The app's own page that should take the answer there forbids frames, so the browser shows nothing of it, and the app waits until its time is over.",
    fix: "Allow framing by the app's own origin for the page of its silent redirect URI: X-Frame-Options: SAMEORIGIN, or frame-ancestors 'self'.",
    verify: "Renew the login in the frame: the callback page loads there, and the app gets the answer.",
    disproof: "The console has no message that the browser refused to display this page in a frame.",
    explains: &[],
    since: "0.1.0",
    page: page!("frame_refused.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    // A page of the provider in a frame is `authorize/no-callback` or `authorize/in-iframe`: it refuses frames rightly.
    if exchange.context.via != Via::Frame || message.kind != MessageKind::AuthorizationResponse {
        return Verdict::NotApplicable;
    }
    let went_on = flow.has_tokens() || flow.has_token_request();
    let reported = exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::ResponseRefused);
    let is_page = exchange.status().is_some_and(|status| (200..300).contains(&status));
    if went_on || !reported && !is_page {
        return Verdict::Pass;
    }
    let evidence =
        fail("The app's own redirect URI was opened in a frame, and its page forbids to be shown in one.");
    let began = flow.authorization_request().map(|request| request.exchange);
    let parent = began.and_then(Exchange::requesting_origin).and_then(|origin| Uri::parse(&origin));
    let evidence = match forbids_frame(index, exchange, parent.as_ref()) {
        Some(place) => evidence.noted(place, "who may frame it"),
        None if reported => evidence.at(Pointer::new(index, Part::NetworkError)),
        None => return Verdict::Pass,
    };
    evidence.at(Pointer::new(index, Part::Url)).into()
}
