//! RFC 8259 §2: the grammar of JSON; §8.1: no byte order mark.

use oauth::Flow;

use crate::json_fault::{Content, is_json_type};
use crate::login::{endpoint, is_gateway_error, succeeds_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{JsonResponse, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/invalid-json",
    title: "The answer is not valid JSON",
    lead: "The body should be JSON and breaks its grammar. The finding says in which line and column, marks the \
          place, and names the mistake: a comma too many, single quotes, NaN, a comment, a raw line break, a second \
          document, output of a program before the JSON …",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[Reference::Rfc(8259, "2"), Reference::Rfc(8259, "8.1"), Reference::Rfc(6749, "5.1")],
    why: "A JSON parser stops at the first mistake, so that nothing of the answer is usable.",
    fix: "Let a JSON library write the answer (json_encode, JSON.stringify, json.dumps), and nothing else write into it.",
    verify: "Repeat the request and put the answer through a JSON parser: it finds no mistake.",
    disproof: "The parser that the client uses reads this body without an error.",
    explains: &[
        "token/invalid-grant",
        "token-response/no-access-token",
        "token-response/no-token-type",
        "token-response/expires-in-invalid",
    ],
    since: "0.1.0",
    page: page!("invalid_json.md"),
    check: Check::JsonResponse(check),
};

fn check(response: &JsonResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let status = response.exchange.status().unwrap_or_default();
    if status / 100 == 3 || is_gateway_error(status) {
        return Verdict::NotApplicable;
    }
    let media_type = response.media_type();
    let fault = match Content::of(response.body, media_type.as_deref()) {
        Content::Broken(fault) => fault,
        Content::NoText => return Verdict::Inconclusive("the body as text"),
        _ => return Verdict::Pass,
    };
    // A refusal in plain words is no attempt at JSON, and a retry that worked leaves nothing to mend.
    let attempt = media_type.as_deref().is_some_and(is_json_type)
        || response.body.text().is_some_and(|text| text.trim_start().starts_with(['{', '[']));
    if status >= 400 && (!attempt || succeeds_later(flow, response.message)) {
        return Verdict::NotApplicable;
    }
    let place = Phrase::from("Line ").number(fault.line).text(", column ").number(fault.column);
    let found = fail(place.text(": ").text(fault.mistake).text(".")).noted(
        response.body_pointer().marking([fault.at]),
        Phrase::from(endpoint(response.kind)).text(" sent this."),
    );
    if fault.harmless_in_browsers {
        return found.severity(Severity::Warning).into();
    }
    found.into()
}
