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

/// How exact timers and clocks are, in seconds: what is nearer to the interval is on its edge.
const EDGE: f64 = 0.5;

const TIMER: &str = "Begin to wait when the answer has come, not when the request is sent, and wait a second more than interval: the server measures by its own clock. Where the app waits long enough, look whether its clock runs fast (virtual machines, WSL after sleep).";
const SERVER: &str = "Wait longer than the provider says, by 5 seconds after each slow_down; if it answers slow_down all the same, its operator has to look: it counts other requests, or another interval.";

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
    // The first poll is counted from the answer that gave the code.
    let before = before.map_or(device.exchange, |before| before.exchange);
    let Some((from, to)) = before.started.zip(token.exchange.started) else {
        return Verdict::Inconclusive("when the device polled");
    };
    let (waited, due) = (to.as_seconds() - from.as_seconds(), due(&device, token, flow));
    let summary = Phrase::from("The device waited ").duration(waited).text(" before it asked again, and ");
    // A device that is never given tokens has lost its login by it.
    let is_last = exchanges.last().is_some_and(|last| last.response().error() == Some("slow_down"));
    let is_repeated =
        exchanges.iter().filter(|other| other.response().error() == Some("slow_down")).count() > 1;
    let evidence = match () {
        () if waited < due - EDGE => fail(summary.duration(due).text(" were due.")),
        () if waited < due => fail(
            summary
                .duration(due)
                .text(" were due: it polled less than a second before that, too soon by the provider's clock (slow_down)."),
        )
        .fix(TIMER),
        () if is_last && is_repeated && !flow.has_tokens() => fail(
            summary.duration(due).text(" were due by this recording: the provider says slow_down all the same."),
        )
        .confidence(Confidence::Medium)
        .fix(SERVER),
        () => return Verdict::Pass,
    };
    let evidence = if is_last && !flow.has_tokens() { evidence.severity(Severity::Error) } else { evidence };
    let evidence = evidence.at(response.pointer("error"));
    match device.number("interval") {
        Some(_) => {
            evidence.noted(device.pointer("interval"), "So many seconds are to be between two polls.").into()
        }
        None => evidence.into(),
    }
}

/// The interval that counted, in seconds: a slow_down that names one sets it, each other one adds 5 seconds.
fn due(device: &DeviceAuthorization<'_>, token: &TokenExchange<'_>, flow: &Flow<'_>) -> f64 {
    let earlier = flow.token_exchanges().iter().filter(|other| other.message < token.message);
    let slowed = earlier.filter(|other| other.response().error() == Some("slow_down"));
    slowed.fold(device.interval(), |due, slowed| slowed.response().number("interval").unwrap_or(due + 5.0))
}
