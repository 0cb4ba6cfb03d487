//! RFC 9110 §6.6.1: each answer says what time it is for the server (`Date`). If several servers agree with each other and not
//! with this computer, it is this computer's clock.

use std::collections::BTreeMap;

use http::{Observer, Timestamp};
use oauth::{Flow, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/clock-skew-local",
    title: "This computer's clock is wrong",
    lead: "The servers of this login agree on the time, and the computer on which it was recorded does not.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Browser,
    references: &[
        Reference::Rfc(9110, "6.6.1"),
        Reference::OidcCore("3.1.3.7"),
        Reference::Rfc(7519, "4.1.6"),
    ],
    why: "Apps in the browser check the times in tokens against this computer's clock. If it is wrong, new tokens seem to be expired or from the future.",
    fix: "Switch automatic time on in the settings of this computer.",
    verify: "Compare this computer's clock with a time server: they differ by less than a minute.",
    disproof: "The same login fails on a computer whose clock is right.",
    explains: &["jwt/expired", "jwt/clock-skew-idp"],
    since: "0.1.0",
    page: page!("clock_skew_local.md"),
    check: Check::Login(check),
};

/// What servers with right clocks may differ by, in seconds.
const AGREE: f64 = 20.0;
/// From here on a clock is wrong.
const WRONG: f64 = 60.0;

fn check(flow: &Flow<'_>) -> Verdict {
    // Tokens that a server gets are checked by the server's clock.
    let reach_browser =
        flow.token_exchanges().iter().any(|token| token.exchange.observer == Observer::Browser)
            || flow.authorization_responses().iter().any(|response| response.has_tokens());
    if !reach_browser {
        return Verdict::NotApplicable;
    }
    let mut servers: BTreeMap<&str, Vec<(f64, usize)>> = BTreeMap::new();
    for (index, message) in flow.messages.iter().enumerate() {
        let exchange = message.exchange;
        let own = |time: Option<Timestamp>| time.map(|time| exchange.own_time(time));
        let seen = own(exchange.started).zip(own(exchange.finished)).zip(exchange.server_time());
        if let Some(((from, to), date)) = seen.filter(|_| exchange.observer == Observer::Browser) {
            let offset = ahead_of(date.as_seconds(), from.as_seconds(), to.as_seconds());
            servers.entry(exchange.request.uri.host()).or_default().push((offset, index));
        }
    }
    let medians: Vec<(f64, usize)> = servers.into_values().filter_map(median).collect();
    let [one, other, others @ ..] = medians.as_slice() else {
        return Verdict::Inconclusive("the clocks of two servers: answers with a Date, and when they came");
    };
    let offsets = || medians.iter().map(|(offset, _)| *offset);
    let (least, most) =
        (offsets().fold(f64::INFINITY, f64::min), offsets().fold(f64::NEG_INFINITY, f64::max));
    if most - least > AGREE || least.abs().min(most.abs()) <= WRONG {
        return Verdict::Pass;
    }
    let summary = Phrase::from("This computer's clock is ")
        .duration(least.abs().min(most.abs()))
        .text(if least > 0.0 { " behind" } else { " ahead of" })
        .text(" the clocks of ")
        .number(medians.len())
        .text(" servers, which agree with each other.");
    const NOTE: &str = "a server's clock";
    let date = |(_, index): &(f64, usize)| Pointer::new(*index, Part::ResponseHeader("date".into()));
    let evidence = fail(summary)
        .noted(date(one), NOTE)
        .noted(date(other), NOTE)
        .noted_if(others.first().map(date), NOTE);
    let refused = flow.id_tokens().iter().any(|token| {
        let Some(now) = token.local_time.map(|time| time.as_seconds()) else { return false };
        let late = |claim| token.jwt.time(claim).map_or(0.0, |time: f64| now - time);
        // Hardly any library tolerates more.
        flow.messages.get(token.message).is_some_and(|m| m.exchange.observer == Observer::Browser)
            && (late("exp") > WRONG || late("iat") < -300.0)
    });
    if refused { evidence.severity(Severity::Error).into() } else { evidence.into() }
}

/// By how much a stamp made between `from` and `to` is ahead of that span; negative: behind.
fn ahead_of(stamp: f64, from: f64, to: f64) -> f64 {
    if stamp > to { stamp - to } else { (stamp - from).min(0.0) }
}

fn median(mut offsets: Vec<(f64, usize)>) -> Option<(f64, usize)> {
    offsets.sort_by(|a, b| a.0.total_cmp(&b.0));
    offsets.get(offsets.len() / 2).copied()
}
