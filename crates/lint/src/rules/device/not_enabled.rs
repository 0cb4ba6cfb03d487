//! RFC 8628 §3.2: errors of the device authorization endpoint are those of RFC 6749 §5.2.

use oauth::{DeviceAuthorization, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/not-enabled",
    title: "The client may not use the device flow",
    lead: "The device authorization endpoint refused the request: this client may not use the device flow.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(8628, "3.2"), Reference::Rfc(6749, "5.2")],
    why: "The provider gives no device code to this client: the flow is not switched on for it, or it does not know the client.",
    fix: "Switch the device flow on for this client in the provider's console, and register it as a public client.",
    verify: "Ask for a device code again: the answer has device_code and user_code.",
    disproof: "The provider gave a device code to another request of this same client.",
    explains: &[],
    since: "0.1.0",
    page: page!("not_enabled.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(device) = DeviceAuthorization::of(flow) else { return Verdict::NotApplicable };
    let Some(error) = device.text("error") else { return Verdict::Pass };
    let fix = match error {
        "unauthorized_client" | "unsupported_grant_type" | "access_denied" => RULE.fix,
        "invalid_client" => {
            "Compare the client_id with the provider's console, and register the client as a public one: a device has no secret."
        }
        _ => return Verdict::NotApplicable,
    };
    let summary =
        Phrase::from("The provider refused to give a device code: ").value(device.pointer("error")).text(".");
    let evidence = fail(summary).fix(fix).at(device.pointer("error"));
    match device.text("error_description") {
        Some(_) => evidence.noted(device.pointer("error_description"), "What the provider says.").into(),
        None => evidence.into(),
    }
}
