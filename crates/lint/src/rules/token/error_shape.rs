//! RFC 6749 §5.2: an error response is a JSON object with the member `error`, a text.

use oauth::{Flow, Part, Pointer, TokenExchange};
use serde_json::Value;

use crate::login::succeeds_later;
use crate::refusal::is_token_call;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/error-shape",
    title: "The token endpoint refuses in a form of its own",
    lead: "The token endpoint refused the request with a JSON answer that has no error text where RFC 6749 §5.2 \
          wants one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2")],
    why: "Clients look for \"error\" in a refusal. Without it they report something vague, and the reason stays in the answer.",
    fix: "Read the provider's own words in the answer, and mend what they say.",
    verify: "Send the token request again: tokens come, or a refusal with error as a text.",
    disproof: "The client's log names the reason that stands in the answer, so its form hid nothing.",
    explains: &[],
    since: "0.1.0",
    page: page!("error_shape.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let response = token.response();
    let refused = response.status().filter(|status| (400..500).contains(status));
    let Some(status) = refused.filter(|_| is_token_call(token, flow)) else {
        return Verdict::NotApplicable;
    };
    let Some(body) = response.exchange.response_body().present().copied() else {
        return Verdict::Inconclusive("the body of the token response");
    };
    let Some(json) = body.json() else { return Verdict::NotApplicable };
    let error = json.get("error");
    if error.and_then(Value::as_str).is_some_and(|error| !error.is_empty())
        || succeeds_later(flow, response.message)
    {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The token endpoint refused with status ").number(status).text(match error {
        Some(Value::Object(_)) => ", and \"error\" is an object where clients expect a text.",
        Some(_) => ", and \"error\" is no text.",
        None => ", and the answer has no \"error\".",
    });
    let place = Pointer::new(response.message, Part::ResponseBody);
    let Some(words) = Words::of(response.message, response.exchange) else {
        return fail(summary).at(Pointer::new(response.message, Part::Status)).at(place).into();
    };
    fail(summary.text(" It says: ").value(words.place.clone()).text("."))
        .at(Pointer::new(response.message, Part::Status))
        .noted(words.place, "What the provider says.")
        .into()
}
