//! RFC 6749 §5.1: `access_token` and `token_type` are "REQUIRED" in the body; RFC 8259 §2: nothing at all is no JSON.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::json_fault::{Content, declared_length};
use crate::login::{endpoint, uses_token_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{JsonResponse, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/empty-body",
    title: "The answer is empty where JSON is expected",
    lead: "The status says success, and the body is empty or white space, where JSON is needed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(8259, "2")],
    why: "The status says success, but there is nothing to read: no token, no keys, no user.",
    fix: "Repeat the call with curl -v from the machine that makes it, and look in the log of the server that answers.",
    verify: "Repeat the call with curl -v: the answer has a body, and it is JSON.",
    disproof: "The client's log shows a JSON body for this answer: the recording lost it.",
    explains: &["token/invalid-grant"],
    since: "0.1.0",
    page: page!("empty_body.md"),
    check: Check::JsonResponse(check),
};

fn check(response: &JsonResponse<'_>, flow: &Flow<'_>) -> Verdict {
    // A refusal may well be a status and a header alone.
    if !response.is_ok() || response.exchange.error.is_some() {
        return Verdict::NotApplicable;
    }
    if !matches!(Content::of(response.body, None), Content::Blank) {
        return Verdict::Pass;
    }
    if declared_length(response.exchange).is_some_and(|length| length > 0) {
        return Verdict::Inconclusive("the body that Content-Length announces");
    }
    if response.kind == MessageKind::TokenRequest && uses_token_later(flow, response.message) {
        return Verdict::Inconclusive("the body with the token that the app went on with");
    }
    let status = response.exchange.status().unwrap_or_default();
    let what = match response.kind {
        MessageKind::TokenRequest => " and an empty body: no token came.",
        MessageKind::Jwks => " and an empty body: no key came.",
        MessageKind::Userinfo => " and an empty body: nothing about the user came.",
        _ => " and an empty body.",
    };
    fail(Phrase::from(endpoint(response.kind)).text(" answered with status ").number(status).text(what))
        .at(response.body_pointer())
        .at(Pointer::new(response.message, Part::Status))
        .into()
}
