//! RFC 9110 §15.4: a client "SHOULD detect and intervene in cyclical redirections".

use http::NetworkFault;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/redirect-loop",
    title: "Redirects without an end",
    lead: "The browser followed redirects until it gave up (ERR_TOO_MANY_REDIRECTS).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.4")],
    why: "The redirects lead in a circle, until the browser gives up. Often each of them is right for itself, and a cookie that one address set does not reach the other.",
    fix: "Look at the redirects that are listed, and find the one that should have shown a page: it did not find the session that the one before stored.",
    verify: "Clear the site's cookies and log in again: the redirects end at a page.",
    disproof: "The same redirects end at a page when the client is allowed to follow more of them.",
    explains: &["callback/back-to-login"],
    since: "0.1.0",
    page: page!("redirect_loop.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let error = exchange.error.as_ref().filter(|error| error.fault == NetworkFault::RedirectLoop);
    let Some(_) = error.filter(|_| !message.kind.is_after_login()) else {
        return Verdict::Pass;
    };
    let summary = Phrase::from(endpoint(message.kind))
        .text(" was not reached: the browser gave up after too many redirects.");
    let uri = &exchange.request.uri;
    let evidence =
        fail(summary).at(Pointer::new(index, Part::NetworkError)).at(Pointer::new(index, Part::Url));
    let back = flow.messages[..index]
        .iter()
        .rposition(|earlier| earlier.exchange.location().is_some_and(|to| to.same_endpoint(uri)));
    let evidence = match back {
        Some(at) => {
            let place = Pointer::new(at, Part::ResponseHeader("location".into()));
            evidence.noted(place, "sends the browser here again")
        }
        None => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}
