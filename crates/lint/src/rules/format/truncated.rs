//! RFC 9112 §8: a message that ends before its declared length, or before its last chunk, is incomplete.

use http::{Exchange, NetworkFault, Place, Provenance};
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::json_fault::{Content, declared_length};
use crate::login::{endpoint, is_gateway_error, json_answers, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/truncated",
    title: "The answer breaks off",
    lead: "The answer ends before it is complete: the JSON breaks off, fewer bytes came than Content-Length \
          announces, or the browser saw the connection end in the middle.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9112, "8"), Reference::Rfc(9110, "8.6"), Reference::Rfc(8259, "2")],
    why: "JSON that ends in the middle cannot be read, so that nothing of the answer is usable.",
    fix: "Call the endpoint from the same machine without the proxy or antivirus between, and compare the lengths.",
    verify: "Repeat the request: the JSON in the answer is complete, from its first to its last bracket.",
    disproof: "The client's log shows the whole answer: the recorder or a size limit cut only its copy.",
    explains: &["token/invalid-grant"],
    since: "0.1.0",
    page: page!("truncated.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let answers = json_answers(flow);
    let mut verdicts = answers.map(|(index, message)| answer(index, message.kind, message.exchange, flow));
    verdicts.find(|verdict| matches!(verdict, Verdict::Fail(_))).unwrap_or(Verdict::Pass)
}

fn answer(index: usize, kind: MessageKind, exchange: &Exchange, flow: &Flow<'_>) -> Verdict {
    let error = exchange.error.as_ref().map(|error| error.fault);
    let reset = error == Some(NetworkFault::Refused) && exchange.response.is_some();
    let broke_off = error == Some(NetworkFault::Truncated) || reset;
    let gateway = exchange.status().is_some_and(is_gateway_error);
    // What the page or the user gave up is no answer.
    if gateway || error == Some(NetworkFault::Aborted) || succeeds_later(flow, index) {
        return Verdict::NotApplicable;
    }
    let body = exchange.response.as_ref().and_then(|response| response.body.present());
    let content = body.map(|body| Content::of(body, None));
    // Of a long document a log or somebody who pasted it may show a part.
    let is_copied = matches!(exchange.provenance, Provenance::File { place: Place::Line(_), .. })
        && matches!(kind, MessageKind::Discovery | MessageKind::Jwks)
        && !broke_off;
    let cut_off = match content {
        Some(Content::CutOff) => true,
        Some(Content::Json) => false,
        Some(_) | None => broke_off,
    };
    if !cut_off {
        return if body.is_none() {
            Verdict::Inconclusive("the body of the response")
        } else {
            Verdict::Pass
        };
    }
    let received = body.and_then(http::Body::byte_length);
    let declared = declared_length(exchange).zip(received).filter(|(declared, got)| declared > got);
    let summary = Phrase::from(endpoint(kind));
    let summary = match (declared, received) {
        (Some((declared, got)), _) if is_copied => summary
            .text(" announced ")
            .number(declared)
            .text(" bytes, and ")
            .number(got)
            .text(" stand here: it broke off, or a part of it was copied."),
        (None, Some(_)) if is_copied => summary.text(" stands here in part: it broke off, or was copied so."),
        (Some((declared, got)), _) => {
            summary.text(" announced ").number(declared).text(" bytes and sent ").number(got).text(".")
        }
        (None, Some(got)) => summary.text(" sent ").number(got).text(" bytes, and the JSON is not complete."),
        (None, None) => {
            summary.text(" began to answer, and the connection ended before the answer was complete.")
        }
    };
    let end = Pointer::new(index, Part::NetworkError);
    let evidence = match received {
        Some(got) => fail(summary)
            .at(Pointer::new(index, Part::ResponseBody)
                .marking((got > 0).then(|| got.saturating_sub(20)..got)))
            .at_if(broke_off.then_some(end)),
        None => fail(summary).at(end),
    };
    let length = declared.map(|_| Pointer::new(index, Part::ResponseHeader("content-length".into())));
    let evidence = evidence.at_if(length);
    if is_copied { evidence.severity(Severity::Info).into() } else { evidence.into() }
}
