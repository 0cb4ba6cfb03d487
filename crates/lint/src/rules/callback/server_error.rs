//! The redirect URI is the app's own endpoint: RFC 6749 §4.1.3 is what it has to do next, out of the browser's sight.

use oauth::{AuthorizationResponse, Flow, MessageKind, Part, Pointer};

use crate::login::{is_gateway_error, is_reason_unseen};
use crate::request_outcome::is_failure;
use crate::responder::{Framework, Responder, answered_like_provider};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Said, Words, each_word};
use crate::turned_away::{TurnedAway, show_instances};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/server-error",
    title: "The app's server fails on the provider's answer",
    lead: "The provider's answer, with a code or tokens, reached the app's redirect URI. The app's server answered the browser \
          with an error: there, or where the app's page handed it the code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Symptom(&[
        Stage::Discovery,
        Stage::Request,
        Stage::Response,
        Stage::Exchange,
        Stage::Token,
        Stage::Userinfo,
    ]),
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(9110, "15.6")],
    why: "The provider did its part: its answer arrived. The app's server then answered with an error of its own. What it did \
          with it happens between servers, where no browser sees it.",
    fix: "Look into the app's log at the time of this request: the exception there names the cause.",
    verify: "Log in again: the app's server answers the request with the code without an error status.",
    disproof: "The app's access log has no such request: a proxy or firewall before it sent this status.",
    explains: &[],
    since: "0.1.0",
    page: page!("server_error.md"),
    check: Check::AuthorizationResponse(check),
};

/// From here on a server has waited for something, in seconds.
const LONG: f64 = 5.0;

const OF_STATE: &str = "Look at the Cookie header of the callback in the browser's network tab: the cookie that holds the state, or the session in which it is kept, has to be the one that the start of the login set. Same host and scheme from start to end, SameSite=Lax (None with Secure if the provider answers by POST), a life as long as users take at the provider, one store for all instances, and each answer opened once. Then begin a new login.";

/// Whether the words of a refusal are about the state of the login (RFC 6749 §10.12): orders, addresses and connections have a state, too.
fn is_about_state(words: &Words) -> bool {
    // What nothing but a login has.
    const NAMES: [&str; 9] = [
        "oauth_state",
        "oauth state",
        "oauth2 state",
        "csrf_state",
        "csrf state",
        "state_token",
        "state token",
        "state parameter",
        "state cookie",
    ];
    const FAULTS: [&str; 10] = [
        "invalid",
        "expired",
        "mismatch",
        "missing",
        "unknown",
        "not found",
        "not match",
        "not equal",
        "different",
        "no longer",
    ];
    const BEFORE: [&str; 5] = ["invalid", "expired", "missing", "unknown", "mismatching"];
    const BEHIND: [&[&str]; 13] = [
        &["mismatch"],
        &["mismatched"],
        &["missing"],
        &["expired"],
        &["not", "found"],
        &["is", "invalid"],
        &["is", "missing"],
        &["does", "not", "match"],
        &["did", "not", "match"],
        &["do", "not", "match"],
        &["has", "expired"],
        &["was", "not", "found"],
        &["verification", "failed"],
    ];
    if words.have(&NAMES) && words.have(&FAULTS) {
        return true;
    }
    let all: Vec<&str> = each_word(&words.text).collect();
    let is_fault = |at: usize| {
        let (before, behind) = (&all[..at], &all[at + 1..]);
        let is_before = before.last().is_some_and(|word| BEFORE.contains(word));
        // `in an invalid state`, `invalid state transition`
        let is_of_thing =
            before.iter().rev().nth(1).is_some_and(|word| ["in", "an", "a", "to"].contains(word))
                || behind.first().is_some_and(|word| ["of", "transition", "for", "machine"].contains(word));
        is_before && !is_of_thing || BEHIND.iter().any(|fault| behind.starts_with(fault))
    };
    all.iter().enumerate().any(|(at, word)| *word == "state" && is_fault(at))
}

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(arrived) = response.success().filter(|_| response.delivered) else {
        return Verdict::NotApplicable;
    };
    if let Some(failed) = failed_handover(response, flow) {
        return failed;
    }
    let Some(status) = response.exchange.status() else { return Verdict::Inconclusive("the app's answer") };
    if TurnedAway::by_status(response, flow).is_none() {
        return Verdict::Pass;
    }
    let took = response
        .exchange
        .started
        .zip(response.exchange.finished)
        .map(|(a, b)| b.as_seconds() - a.as_seconds());
    // Another rule names what answered in the app's place.
    let is_gateways = is_gateway_error(status) && status != 503 || Responder::of(response.exchange).is_some();
    if is_gateways && !is_done_by_gateway(flow) || answered_like_provider(response, flow).is_some() {
        return Verdict::Pass;
    }
    let framework = Framework::of(flow);
    let who = framework.filter(|framework| framework.is_gateway);
    let summary = Phrase::from("The provider's answer arrived, and ");
    let mut summary = match who {
        Some(gateway) => summary.text(gateway.name).text(", which does the login in front of the app,"),
        None => summary.text("the app's server"),
    }
    .text(" failed on it with status ")
    .number(status);
    if status == 503 && who.is_none() {
        summary = summary.text(" (a proxy that finds no server to pass a request to answers so, too)");
    }
    if let Some(seconds) = took.filter(|seconds| *seconds >= LONG) {
        summary =
            summary.text(" after ").duration(seconds).text(": so long a server mostly waits for another one");
    }
    let speaks_of_state =
        Words::of(response.message, response.exchange).is_some_and(|words| is_about_state(&words));
    let summary = match speaks_of_state {
        true => summary
            .text(". Its words are about the state: it did not find the login to which this answer belongs"),
        false => summary,
    };
    let evidence = fail(summary.text("."))
        .at(Pointer::new(response.message, Part::Status))
        .noted(response.pointer(arrived), "arrived");
    // Who made a page that was not seen cannot be told.
    let has_headers =
        response.exchange.response.as_ref().is_some_and(|answer| answer.headers.present().is_some());
    let evidence = evidence.inferred_if(is_reason_unseen(response.exchange) || !has_headers);
    let evidence = Said::of(response.message, response.exchange).show(evidence);
    let evidence = match framework {
        _ if speaks_of_state => evidence.fix(OF_STATE),
        Some(framework) => evidence.fix(framework.log),
        None => evidence,
    };
    show_instances(evidence, response, flow).into()
}

/// Whether what does the login stands in front of the app: its failure is what the answer is about.
fn is_done_by_gateway(flow: &Flow<'_>) -> bool {
    Framework::of(flow).is_some_and(|framework| framework.is_gateway)
}

/// The page handed the code to its own back end, and no try was accepted.
fn failed_handover(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<Verdict> {
    let handovers = || flow.of_kind(MessageKind::CodeHandover).filter(|(index, _)| *index > response.message);
    if handovers().any(|(_, exchange)| exchange.status().is_some_and(|status| status < 400)) {
        return None;
    }
    let (index, status) = handovers().find_map(|(index, exchange)| {
        exchange.status().filter(|status| is_failure(*status)).map(|status| (index, status))
    })?;
    let summary =
        Phrase::from("The page handed the code to the app's back end, which failed on it with status ")
            .number(status)
            .text(".");
    Some(fail(summary).at(Pointer::new(index, Part::Status)).into())
}
