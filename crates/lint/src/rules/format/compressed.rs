//! RFC 9110 §8.4: what is compressed says so in Content-Encoding; a proxy that takes the header away has to unpack the
//! content.

use oauth::{Flow, FlowMessage, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/compressed",
    title: "The answer is compressed, and no header says so",
    lead: "An answer begins with the first bytes of gzip, and there is no Content-Encoding header. Nobody unpacks it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "8.4"), Reference::Rfc(9110, "7.7")],
    why: "The server compressed the answer, and the header that says so got lost on the way, so the client reads the packed bytes as JSON. Mostly a proxy that inspects traffic removes Content-Encoding and passes the body on as it is.",
    fix: "Let the proxy pass Content-Encoding on or unpack the body, or keep the answer from being compressed: send Accept-Encoding: identity, or take this host out of what the proxy inspects.",
    verify: "Repeat the request from the same place with curl -v -H \"Accept-Encoding: gzip\": the answer has Content-Encoding: gzip, or is plain JSON.",
    disproof: "The client's log shows the unpacked answer.",
    explains: &["format/content-type", "format/invalid-json", "format/truncated", "token/error-shape"],
    since: "0.1.0",
    page: page!("compressed.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    if !message.kind.expects_json() {
        return Verdict::NotApplicable;
    }
    let Some(body) = exchange.response_body().present().copied() else { return Verdict::NotApplicable };
    let Some(headers) = exchange.response.as_ref().and_then(|response| response.headers.present()) else {
        return Verdict::Inconclusive("the headers of the answer");
    };
    if !body.is_gzip() || headers.has("content-encoding") {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind))
        .text(" answered, and the body is compressed (gzip) without a Content-Encoding header that says so: nobody can read it.");
    let via = headers.has("via").then(|| Pointer::new(index, Part::ResponseHeader("via".into())));
    fail(summary)
        .at(Pointer::new(index, Part::Status))
        .noted_if(via, "A proxy on the way: it may have taken Content-Encoding out.")
        .warning_if(succeeds_later(flow, index))
        .into()
}
