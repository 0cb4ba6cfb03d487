//! RFC 6749 §5.1, §5.2: parameters come "using the "application/json" media type"; OpenID Connect Discovery §4.2 and
//! Core §5.3.2 require it too.

use oauth::{Flow, Part, Pointer};

use crate::json_fault::{Content, is_json_type};
use crate::login::endpoint;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{JsonResponse, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/content-type",
    title: "JSON with the label of something else",
    lead: "The body is JSON, and the Content-Type header says something else, or is missing.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::OidcDiscovery("4.2"), Reference::Rfc(9110, "8.3")],
    why: "Strict clients look at the Content-Type header first and refuse the answer without reading it.",
    fix: "Answer with Content-Type: application/json.",
    verify: "Repeat the request: the answer has Content-Type: application/json.",
    disproof: "The client's log shows values that it read from this very answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("content_type.md"),
    check: Check::JsonResponse(check),
};

fn check(response: &JsonResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(media_type) = response.media_type() else {
        return Verdict::Inconclusive("the headers of the response");
    };
    if is_json_type(&media_type) || !matches!(Content::of(response.body, None), Content::Json) {
        return Verdict::Pass;
    }
    let who = Phrase::from(endpoint(response.kind));
    let header = response.header_pointer("content-type");
    let body = response.body_pointer();
    let evidence = if media_type.is_empty() {
        fail(who.text(" sends JSON without a Content-Type header."))
            .at(body)
            .at(Pointer::new(response.message, Part::Status))
    } else {
        fail(who.text(" sends JSON labelled ").value(header.clone()).text(".")).at(header).at(body)
    };
    // Clients that look at the status first never come to the label of a refusal.
    match response.is_ok() {
        true => evidence.judged_by_use(flow, response.message).into(),
        false => evidence.severity(Severity::Info).into(),
    }
}
