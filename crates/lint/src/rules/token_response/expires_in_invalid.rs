//! RFC 6749 §5.1: `expires_in` is "the lifetime in seconds of the access token", as a JSON number; Appendix A.14: digits
//! alone.

use http::Redaction;
use oauth::{Flow, TokenResponse};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/expires-in-invalid",
    title: "expires_in is no number of seconds",
    lead: "expires_in is not a number of seconds: it is a text, has a fraction, is zero or negative, is a point in \
          time, or is so large that it looks like milliseconds.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(6749, "Appendix A.14")],
    why: "Clients compute from it when the token ends. Strict ones refuse the answer, others renew the token too often or never.",
    fix: "Make the token endpoint answer the lifetime in seconds, as a JSON number without quotes: \"expires_in\": 3600.",
    verify: "Ask for tokens again: expires_in is a whole number of seconds above zero, without quotes.",
    disproof: "The client took the answer and does not use expires_in.",
    explains: &[],
    since: "0.1.0",
    page: page!("expires_in_invalid.md"),
    check: Check::TokenResponse(check),
};

const YEAR: f64 = 31_536_000.0;

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
    let summary = match members.get("expires_in") {
        None => return Verdict::Pass,
        Some(Value::String(text)) if Redaction::of(text).is_some() => {
            return Verdict::Inconclusive("expires_in, which was taken out of the recording");
        }
        Some(Value::String(text)) if text.trim().parse::<f64>().is_ok() => {
            Phrase::from("expires_in is a text with a number in it, not a number.")
        }
        Some(Value::String(_)) => Phrase::from("expires_in is a text and no number of seconds."),
        Some(Value::Number(number)) => {
            let seconds = number.as_f64().unwrap_or_default();
            match seconds {
                s if s <= 0.0 => Phrase::from("expires_in is ")
                    .number(s as i64)
                    .text(": the token has ended before it arrived."),
                s if s.fract() != 0.0 => {
                    Phrase::from("expires_in has a fraction, and only whole seconds are allowed.")
                }
                s if is_point_in_time(s, response) => {
                    Phrase::from("expires_in is a point in time, not a lifetime.")
                }
                s if s > YEAR => Phrase::from("expires_in is ")
                    .number(s as i64)
                    .text(", more than a year. As milliseconds it would be ")
                    .duration(s / 1000.0)
                    .text("."),
                _ => return Verdict::Pass,
            }
        }
        Some(_) => Phrase::from("expires_in is there and is no number."),
    };
    fail(summary).judged_by_use(flow, response.message).at(response.pointer("expires_in")).into()
}

/// Whether it is the time at which the token ends, in seconds or milliseconds since 1970.
fn is_point_in_time(value: f64, response: &TokenResponse<'_>) -> bool {
    let Some(now) = response.exchange.server_time().or(response.exchange.started) else { return false };
    let near = |time: f64| (time - now.as_seconds()).abs() < YEAR;
    near(value) || near(value / 1000.0)
}
