//! RFC 8628 §3.2: `device_code`, `user_code`, `verification_uri` and `expires_in` are "REQUIRED".

use oauth::{DeviceAuthorization, Flow, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/response-invalid",
    title: "The device authorization response is incomplete",
    lead: "The answer to the device authorization request lacks something that the device needs, and no poll followed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::Provider,
    references: &[Reference::Rfc(8628, "3.2")],
    why: "The device needs a code to poll with, a code to show, and an address to send the user to. One of them is not in the answer.",
    fix: "Make the device authorization endpoint answer device_code, user_code, verification_uri and expires_in.",
    verify: "Ask for a device code again: the device shows a code and an address, and begins to poll.",
    disproof: "The device showed the code and the address of this answer to the user.",
    explains: &[],
    since: "0.1.0",
    page: page!("response_invalid.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(device) = DeviceAuthorization::of(flow) else { return Verdict::NotApplicable };
    let ok = device.exchange.status().is_some_and(|status| (200..300).contains(&status));
    if !ok || device.text("error").is_some() {
        return Verdict::NotApplicable;
    }
    let Some(members) = &device.members else {
        return Verdict::Inconclusive("the device authorization response");
    };
    let missing = ["device_code", "user_code", "verification_uri"]
        .into_iter()
        .find(|name| device.text(name).is_none())
        .or_else(|| (!members.contains_key("expires_in")).then_some("expires_in"));
    let Some(missing) = missing else { return Verdict::Pass };
    // Whoever polls has made do with it.
    if flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let body = Pointer::new(device.message, Part::ResponseBody);
    if missing == "verification_uri" && device.text("verification_url").is_some() {
        return fail("The address for the user has the name of an old draft: verification_url in place of verification_uri.")
            .fix("Read verification_url where verification_uri is missing.")
            .by(Actor::App)
            .at(device.pointer("verification_url"))
            .into();
    }
    fail(Phrase::from("The answer has no ").text(missing).text(".")).at(body).into()
}
