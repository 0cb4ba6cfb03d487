//! RFC 9110 §8.4: `Content-Encoding` says what has to be undone to get the body.

use http::NetworkFault;
use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/encoding-mismatch",
    title: "The answer cannot be unpacked",
    lead: "An answer came, its header Content-Encoding says how it is compressed (gzip, br), and unpacking it failed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "8.4")],
    why: "The header says that the body is compressed, and unpacking it failed. So nobody reads what is in it.",
    fix: "Let one program alone compress the answer: switch compression off in the app or in the proxy in front of it.",
    verify: "Repeat the request with curl -v --compressed: it prints the answer without a decoding error.",
    disproof: "The program that made this request has the unpacked body in its log.",
    explains: &["authorize/error-page", "cors/no-acao", "format/truncated", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("encoding_mismatch.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let failed = exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Undecodable);
    if !failed || message.kind.is_after_login() {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind))
        .text(" answered, and the body is not packed as its Content-Encoding header says.");
    let mut evidence = fail(summary).at(Pointer::new(index, Part::NetworkError));
    if exchange.response_header("content-encoding").is_some() {
        evidence = evidence.at(Pointer::new(index, Part::ResponseHeader("content-encoding".into())));
    }
    if exchange.response_header("via").is_some() {
        let via = Pointer::new(index, Part::ResponseHeader("via".into()));
        evidence = evidence.noted(via, "A proxy that may have changed the body.");
    }
    evidence.warning_if(succeeds_later(flow, index)).into()
}
