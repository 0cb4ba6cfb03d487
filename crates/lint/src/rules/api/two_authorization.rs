//! RFC 9110 §5.3: a field that is no list is sent once; `Authorization` (§11.6.2) is none.

use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/two-authorization",
    title: "A request carries two Authorization headers",
    lead: "A request was sent with more than one Authorization header, and the server refused it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "5.3"), Reference::Rfc(9110, "11.6.2")],
    why: "Authorization holds one set of credentials and may be sent once. A server that gets it twice takes the first, the last, both as one text, or refuses the request.",
    fix: "Let one part of the client set Authorization: mostly a client for API calls that adds credentials of its own, or a filter that is applied twice, sends the second one.",
    verify: "Send the request again: it has one Authorization header, and the server accepts it.",
    disproof: "The same request with one Authorization header is refused, too.",
    explains: &["answer/refused", "api/401-invalid-token"],
    since: "0.1.0",
    page: page!("two_authorization.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let Some(headers) = exchange.request.headers.present() else {
        return Verdict::Inconclusive("the headers of the request");
    };
    let is_refused = exchange.status().is_some_and(|status| status >= 400);
    if headers.count("authorization") < 2 || !is_refused {
        return Verdict::Pass;
    }
    fail("The request carries two Authorization headers, and the server refuses it.")
        .at(Pointer::new(index, Part::RequestHeader("authorization".into())))
        .noted(Pointer::new(index, Part::Status), "What the server answers.")
        .into()
}
