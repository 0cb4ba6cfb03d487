//! Mixed Content §5.1: a page that came by https shows no http frame; RFC 7239 §5.4: a proxy says which scheme the browser
//! used.

use http::cookie::is_trustworthy;
use http::{NetworkFault, Via};
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::parties::page;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/own-frame-http",
    title: "The provider's frame has an http address",
    lead: "A page opens a frame of the provider at an http:// address, and the browser blocks it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::Provider,
    references: &[
        Reference::W3c("Mixed Content §5.1", "mixed-content/#should-block-fetch"),
        Reference::Rfc(7239, "5.4"),
    ],
    why: "The page came over https, and the address of the frame begins with http://. The provider made that address itself: it stands behind a proxy that ends https, and does not know that its own address is https.",
    fix: "Tell the provider its public address: let the proxy send X-Forwarded-Proto: https and X-Forwarded-Host, let the provider trust them (for instance KC_PROXY_HEADERS=xforwarded, KC_HOSTNAME=https://…), or set its hostname with https.",
    verify: "Load the page again: the frame has an https address and gets an answer; so has every address in the discovery document.",
    disproof: "The discovery document of the provider names https addresses everywhere: then the app's own configuration names http.",
    explains: &["network/csp-connect", "network/mixed-content", "answer/refused"],
    since: "0.1.0",
    page: page!("own_frame_http.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let uri = &exchange.request.uri;
    let is_frame = message.kind == MessageKind::OwnInterface && exchange.context.via == Via::Frame;
    if !is_frame || uri.scheme() != "http" || is_trustworthy(uri) || exchange.response.is_some() {
        return Verdict::Pass;
    }
    let is_blocked = exchange.error.as_ref().is_some_and(|error| error.fault != NetworkFault::Aborted);
    if !is_blocked || page(exchange).is_some_and(|page| page.scheme() == "http") {
        return Verdict::Pass;
    }
    fail("The page opens a frame of the provider by http, and the browser blocks it: a proxy ends https in front of the provider, and the provider does not know its public address.")
        .confidence(Confidence::Medium)
        .noted(Pointer::new(index, Part::Url), "http")
        .at(Pointer::new(index, Part::NetworkError))
        .into()
}
