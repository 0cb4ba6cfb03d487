//! RFC 8628 §3.5: `expired_token`, "The "device_code" has expired, and the device authorization session has concluded."

use oauth::{DeviceAuthorization, Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/expired",
    title: "The device code expired before the user signed in",
    lead: "The device polled the token endpoint until the answer was expired_token: nobody entered the code in time.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::App,
    references: &[Reference::Rfc(8628, "3.5"), Reference::Rfc(8628, "3.2")],
    why: "The user has to enter the code on another device and agree there while it is good. The provider did not see that in time.",
    fix: "Ask for a new device code and show it, when the user wants to go on.",
    verify: "Ask for a new code and enter it before expires_in is over: a poll gets the tokens.",
    disproof: "The provider's log shows that the user entered this code and agreed before it expired.",
    explains: &["token/invalid-grant"],
    since: "0.1.0",
    page: page!("expired.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:ietf:params:oauth:grant-type:device_code" {
        return Verdict::NotApplicable;
    }
    let response = token.response();
    if response.error() != Some("expired_token") {
        return Verdict::Pass;
    }
    let asked = flow.token_exchanges().iter().filter(|other| other.message <= token.message).count();
    let summary = Phrase::from("The device asked ").number(asked).text(if asked == 1 {
        " time, and the code expired before the user had signed in."
    } else {
        " times, and the code expired before the user had signed in."
    });
    let evidence = fail(summary).at(response.pointer("error"));
    match DeviceAuthorization::of(flow) {
        Some(device) if device.members.as_ref().is_some_and(|members| members.contains_key("expires_in")) => {
            evidence.noted(device.pointer("expires_in"), "So many seconds the code is good.").into()
        }
        _ => evidence.into(),
    }
}
