//! Fetch, "main fetch": a user agent may block a request for reasons of its own; here an extension or tracking protection did.

use http::NetworkFault;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/blocked-by-client",
    title: "The browser blocked the request: an extension or protection",
    lead: "A request of the login was blocked inside the browser, by an extension or by tracking protection.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Browser,
    references: &[Reference::Fetch("main fetch", "main-fetch")],
    why: "An ad blocker, another extension or the browser's tracking protection keeps this request from being sent. It works for everybody who does not have it.",
    fix: "Allow this address in the ad blocker or in tracking protection, and try in a fresh profile to be sure.",
    verify: "Repeat the login with the blocker off for this address: the request gets an answer.",
    disproof: "The request fails in the same way in a fresh profile without extensions and tracking protection.",
    explains: &["authorize/error-page", "authorize/no-callback", "cors/preflight-status"],
    since: "0.1.0",
    page: page!("blocked_by_client.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let error = message.exchange.error.as_ref();
    let blocked = error.is_some_and(|error| error.fault == NetworkFault::BlockedByClient);
    if !blocked || message.kind.is_after_login() {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind));
    let summary = summary.text(
        " was not asked: an extension of the browser, or its tracking protection, blocked the request.",
    );
    let evidence =
        fail(summary).at(Pointer::new(index, Part::NetworkError)).at(Pointer::new(index, Part::Url));
    evidence.warning_if(succeeds_later(flow, index)).into()
}
