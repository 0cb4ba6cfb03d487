//! RFC 6749 §5.1: each parameter is added "at the highest structure level".

use oauth::{Flow, Part, Pointer, TokenResponse};
use serde_json::Value;

use crate::login::{app_failed, goes_on_with_token, uses_token_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/envelope",
    title: "The tokens are wrapped into another object",
    lead: "The token answer is JSON and holds an access token, but not where clients look: it is inside of data, \
          result or another member, in a list, or in a text that is JSON once more.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1")],
    why: "Clients look for access_token at the top level of the answer and nowhere else.",
    fix: "Make the token endpoint answer with the inner object alone, without the wrapper.",
    verify: "Ask for tokens again: the wrapper is gone, or the client unwraps it, and the client uses the token.",
    disproof: "The same client took the token out of the same wrapper in another login.",
    explains: &["token-response/no-access-token", "token-response/no-token-type"],
    since: "0.1.0",
    page: page!("envelope.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(body) = response.exchange.response_body().present().copied() else {
        return Verdict::Inconclusive("the body of the token response");
    };
    let Some(json) = body.json() else { return Verdict::NotApplicable };
    let Some(evidence) = wrapped(response, json) else { return Verdict::Pass };
    if goes_on_with_token(flow, response.message) || uses_token_later(flow, response.message) {
        return Verdict::NotApplicable;
    }
    // Clients made for such a provider know where to look; one that failed is none of them.
    if app_failed(flow) || is_list_or_text(json) {
        return evidence.into();
    }
    evidence
        .severity(Severity::Warning)
        .fix("Use a client made for this provider, or make the token endpoint answer without the wrapper.")
        .into()
}

fn wrapped(response: &TokenResponse<'_>, json: &Value) -> Option<Evidence> {
    let body = Pointer::new(response.message, Part::ResponseBody);
    let holds = |value: &Value| value.get("access_token").is_some_and(Value::is_string);
    match json {
        Value::Object(members) if !members.contains_key("access_token") => {
            let (name, _) = members.iter().find(|(_, value)| holds(value) || is_json_with_token(value))?;
            let inside = response.pointer(name.clone());
            Some(
                fail("The access token is not at the top level of the answer, but inside of another member.")
                    .noted(inside, "It is in here."),
            )
        }
        Value::Array(items) if items.first().is_some_and(holds) => {
            Some(fail("The answer is a list, and the token is in its first item.").at(body))
        }
        text if is_json_with_token(text) => {
            Some(fail(Phrase::from("The answer is one JSON text, and the JSON with the token is inside of this text."))
                .fix("Turn the answer into JSON once: something does it twice (JSON.stringify of what is a text already).")
                .at(body))
        }
        _ => None,
    }
}

fn is_list_or_text(json: &Value) -> bool {
    json.is_array() || json.is_string()
}

fn is_json_with_token(value: &Value) -> bool {
    let inner = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    inner.is_some_and(|inner| inner.get("access_token").is_some_and(Value::is_string))
}
