//! RFC 8628 §3.5: "the client MUST wait at least the number of seconds specified by the "interval" parameter"; after `slow_down` 5
//! seconds more.

use oauth::{DeviceAuthorization, Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/poll-too-fast",
    title: "The device polls faster than it may",
    lead: "The device asks the token endpoint again sooner than the provider allowed, and got slow_down.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(8628, "3.5"), Reference::Rfc(8628, "3.2")],
    why: "A provider answers slow_down to a device that asks too often, and some end the login for it.",
    fix: "Wait interval seconds between two polls, 5 where there is none, and 5 more after each slow_down.",
    verify: "Begin anew: the pause between two polls is at least interval, and no slow_down comes.",
    disproof: "A device that waits longer than interval gets slow_down from this provider too.",
    explains: &["token/rate-limited"],
    since: "0.1.0",
    page: page!("poll_too_fast.md"),
    check: Check::TokenRequest(check),
};

/// How exact timers and clocks are, in seconds.
const TOLERANCE: f64 = 0.5;

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:ietf:params:oauth:grant-type:device_code" {
        return Verdict::NotApplicable;
    }
    let response = token.response();
    if response.error() != Some("slow_down") {
        return Verdict::Pass;
    }
    let Some(device) = DeviceAuthorization::of(flow) else {
        return Verdict::Inconclusive("the device authorization request");
    };
    let exchanges = flow.token_exchanges();
    let before = exchanges.iter().rev().find(|other| other.message < token.message);
    let Some(before) = before else { return Verdict::NotApplicable };
    let times = before.exchange.finished.or(before.exchange.started).zip(token.exchange.started);
    let Some((from, to)) = times else { return Verdict::Inconclusive("when the device polled") };
    let slowed = exchanges
        .iter()
        .filter(|other| other.message < token.message && other.response().error() == Some("slow_down"))
        .count();
    let (waited, due) = (to.as_seconds() - from.as_seconds(), device.interval() + 5.0 * slowed as f64);
    if waited >= due - TOLERANCE {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The device waited ")
        .duration(waited)
        .text(" before it asked again, and ")
        .duration(due)
        .text(" were due.");
    let evidence = fail(summary).at(response.pointer("error"));
    match device.members.as_ref().is_some_and(|members| members.contains_key("interval")) {
        true => {
            evidence.noted(device.pointer("interval"), "So many seconds are to be between two polls.").into()
        }
        false => evidence.into(),
    }
}
