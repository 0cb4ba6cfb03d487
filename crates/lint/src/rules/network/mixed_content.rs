//! Mixed Content §5.1: a browser blocks what a page that came by https fetches by http.

use http::cookie::is_trustworthy;
use http::{NetworkFault, Uri, Via};
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::endpoint;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/mixed-content",
    title: "A page on https calls an http address",
    lead: "A page that came over https made a request of the login to an http:// address, and the browser blocked it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::W3c("Mixed Content §5.1", "mixed-content/#should-block-fetch"),
        Reference::Rfc(6749, "3.2"),
    ],
    why: "What comes over http can be changed on the way, so browsers do not let a page that came over https fetch it. The request is not sent.",
    fix: "Use the https address of this endpoint: take it from the provider's discovery document.",
    verify: "Load the page again: it calls the https address, and the request gets an answer.",
    disproof: "The console has no mixed content message for this request.",
    explains: &["cors/preflight-status"],
    since: "0.1.0",
    page: page!("mixed_content.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let uri = &exchange.request.uri;
    let by_page = matches!(exchange.context.via, Via::Fetch | Via::Frame);
    if !by_page || uri.scheme() != "http" || is_trustworthy(uri) || exchange.response.is_some() {
        return Verdict::Pass;
    }
    // Where somebody tried to connect, the browser had not blocked it.
    let blocked = exchange.error.as_ref().is_some_and(|error| {
        matches!(error.fault, NetworkFault::Blocked | NetworkFault::Policy | NetworkFault::Other)
    });
    let Some(origin) = exchange.requesting_origin().filter(|_| blocked) else { return Verdict::Pass };
    if Uri::parse(&origin).is_none_or(|page| page.scheme() != "https") {
        return Verdict::Pass;
    }
    let origin = Pointer::new(index, Part::Origin);
    let summary =
        Phrase::from(endpoint(message.kind)).text(" was not asked: the page at ").value(origin.clone());
    fail(summary.text(" came over https, and browsers do not let it call an http address."))
        .noted(origin, "https")
        .noted(Pointer::new(index, Part::Url), "http")
        .into()
}
