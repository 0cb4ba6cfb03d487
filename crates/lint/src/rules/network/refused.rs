//! RFC 9110 §7.3.3: a client sends its request over a connection to the origin; RFC 9293 §3.5.2: where nobody listens,
//! the answer is a reset.

use http::NetworkFault;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::unreachable::NO_ANSWER;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/refused",
    title: "No connection: refused, reset or timed out",
    lead: "A request of the login got no connection: refused, reset, or timed out.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "7.3.3"), Reference::Rfc(9293, "3.5.2")],
    why: "The request never got an answer: nobody listens at this address, or a firewall keeps the connection from coming about.",
    fix: "Check host and port of this URL, that the server runs there, and that a firewall lets this machine reach it.",
    verify: "Log in again: the connection to this endpoint is made, and the request gets an answer.",
    disproof: "The server's access log has this request, answered at that time.",
    explains: NO_ANSWER,
    since: "0.1.0",
    page: page!("refused.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    // The app's own callback is another matter.
    let refused = message.kind != MessageKind::AuthorizationResponse
        && !message.kind.is_after_login()
        && message.exchange.response.is_none()
        && message.exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Refused);
    if !refused {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind))
        .text(" could not be reached: the connection was refused, reset or timed out.");
    let evidence =
        fail(summary).at(Pointer::new(index, Part::NetworkError)).at(Pointer::new(index, Part::Url));
    evidence.warning_if(succeeds_later(flow, index)).into()
}
