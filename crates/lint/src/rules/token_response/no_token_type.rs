//! RFC 6749 §5.1: `token_type` is "REQUIRED"; §7.1: a client must not use a token whose type it does not understand.

use oauth::{Flow, Part, Pointer, TokenResponse};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/no-token-type",
    title: "The token response has no token_type",
    lead: "The token endpoint answered with an access token and did not say of which type it is.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(6749, "7.1")],
    why: "The type says how to send the token. Strict clients refuse an answer that leaves it out.",
    fix: "Make the token endpoint add \"token_type\": \"Bearer\".",
    verify: "Ask for tokens again: token_type is a text, such as Bearer.",
    disproof: "The client sent this access token to an API: it does without token_type.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_token_type.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(members) = &response.members else {
        let seen = response.exchange.response_body().present().is_some();
        return if seen {
            Verdict::NotApplicable
        } else {
            Verdict::Inconclusive("the body of the token response")
        };
    };
    if response.access_token().is_none() {
        return Verdict::NotApplicable;
    }
    match members.get("token_type") {
        Some(Value::String(kind)) if !kind.is_empty() => Verdict::Pass,
        Some(_) => fail("token_type is there, and it is empty or no text.")
            .judged_by_use(flow, response.message)
            .at(response.pointer("token_type"))
            .into(),
        None => fail("The answer holds an access token and does not say of which type it is.")
            .judged_by_use(flow, response.message)
            .at(Pointer::new(response.message, Part::ResponseBody))
            .into(),
    }
}
