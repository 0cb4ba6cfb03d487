//! RFC 7662 §2.2: `active`, "REQUIRED. Boolean indicator".

use oauth::{Flow, MessageKind, Part, Pointer};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "introspection/no-active",
    title: "The introspection response lacks active",
    lead: "The introspection endpoint answered with JSON in which active is missing or is neither true nor false.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(7662, "2.2")],
    why: "active is the answer to the question whether the token is good. Without it, or with a text in its place, an API has to refuse the token.",
    fix: "Call introspection_endpoint of the discovery document, and make it answer \"active\": true or false, without quotes.",
    verify: "Introspect a token again: active is in the answer, as true or false without quotes.",
    disproof: "The API accepts another token for which the same endpoint gave an answer of this form.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_active.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    for (message, exchange) in flow.of_kind(MessageKind::Introspection) {
        if !exchange.status().is_some_and(|status| (200..300).contains(&status)) {
            continue;
        }
        let json = exchange.response_body().present().and_then(|body| body.json());
        let Some(Value::Object(members)) = json else { continue };
        if members.contains_key("error") {
            continue;
        }
        return match members.get("active") {
            Some(Value::Bool(_)) => continue,
            Some(_) => fail("active in the introspection response is neither true nor false.")
                .at(Pointer::new(message, Part::ResponseJson("active".into())))
                .into(),
            None => fail("The introspection response has no active.")
                .at(Pointer::new(message, Part::ResponseBody))
                .into(),
        };
    }
    Verdict::Pass
}
