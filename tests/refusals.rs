//! A refusal is never silent: no output says "failed", or "nothing wrong" above a refused request, without a finding.

use http::Exchange;
use lint::{FindingKind, Outcome, Session, Story};
use oauth::MessageKind;
use oauth_lens_tests::{expand, recorded, scenarios, session_of, transcripts};
use report::{Lens, Mark, ReportFormat};

/// Answers after which a client goes on (RFC 8628 §3.5, RFC 9449 §8), and those that begin a chain (RFC 9728 §5.1).
const GOES_ON: [&str; 3] = ["authorization_pending", "slow_down", "use_dpop_nonce"];

/// Causes that are no fault of anybody: somebody said no, or let the time pass, and the protocol passed that on.
const DECIDED: [&str; 3] = ["callback/access-denied", "callback/silent-requires-login", "device/expired"];

fn goes_on(exchange: &Exchange) -> bool {
    let body = exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default();
    let challenge = exchange.response_header("www-authenticate").unwrap_or_default();
    GOES_ON.iter().any(|word| body.contains(word) || challenge.contains(word))
        || challenge.contains("resource_metadata")
        || ["Negotiate", "NTLM"].iter().any(|scheme| challenge.contains(scheme))
}

/// The messages that somebody refused for who asks, and that did not work afterwards.
fn refused(story: &Story<'_>) -> Vec<usize> {
    let messages = &story.flow().messages;
    let works_later = |at: usize| {
        let uri = &messages[at].exchange.request.uri;
        messages.iter().skip(at + 1).any(|later| {
            let answered = later.exchange.status().is_some_and(|status| status < 400);
            answered && (later.kind == messages[at].kind || later.exchange.request.uri.same_endpoint(uri))
        })
    };
    let is_at_provider =
        |kind: MessageKind| kind == MessageKind::AuthorizationRequest || kind.is_on_the_way();
    (0..messages.len())
        .filter(|at| matches!(messages[*at].exchange.status(), Some(401 | 403)))
        .filter(|at| !is_at_provider(messages[*at].kind) && messages[*at].kind != MessageKind::Preflight)
        .filter(|at| !goes_on(messages[*at].exchange) && !works_later(*at))
        .collect()
}

fn check(name: &str, session: &Session, problems: &mut Vec<String>) {
    for story in session.analysis().stories() {
        let diagnosis = story.diagnosis();
        let has_cause = diagnosis.findings.iter().any(|finding| finding.kind == FindingKind::Cause);
        let waits = story.flow().messages.last().is_some_and(|message| goes_on(message.exchange));
        let is_silent = !has_cause && diagnosis.hypotheses.is_empty();
        if diagnosis.outcome == Outcome::Failed && is_silent && !waits {
            problems.push(format!("{name}: failed, and nothing says why"));
        }
        let refused = refused(story);
        if !refused.is_empty() && diagnosis.findings.iter().all(|f| f.kind == FindingKind::Hygiene) {
            problems.push(format!("{name}: nothing wrong above refused messages {refused:?}"));
        }
    }
}

/// What leaves: JSON and Markdown, the panel's rows, and the findings by which the command ends.
fn check_outputs(name: &str, session: &Session, problems: &mut Vec<String>) {
    let report = report::report(session, &[], None);
    let markdown = ReportFormat::named("markdown").unwrap().write(&report).unwrap();
    let json = serde_json::to_value(&report).unwrap();
    let logins = json["logins"].as_array().unwrap();
    let rows = Lens::of_files().changes(session, 0).rows;
    assert_eq!(rows.len(), logins.len(), "{name}");
    let analysis = session.analysis();
    for ((login, row), story) in logins.iter().zip(&rows).zip(analysis.stories()) {
        let name = format!("{name} {}", login["id"]);
        let is_failed = login["outcome"] == "failed";
        let texts = [login["outcome_text"].as_str().unwrap(), row.outcome_text.as_str()];
        if texts.iter().any(|text| text.starts_with("Failed") != is_failed && !text.starts_with("A program"))
            || (row.mark == Mark::Failed) != is_failed
        {
            problems.push(format!("{name}: outputs disagree whether it failed"));
        }
        let waits = story.flow().messages.last().is_some_and(|message| goes_on(message.exchange));
        if !is_failed || waits {
            continue;
        }
        let findings = login["findings"].as_array().unwrap();
        let first = login["root_cause"].as_str().or(login["hypotheses"][0]["rule"].as_str());
        let Some(first) = first else {
            problems.push(format!("{name}: failed, and the JSON names nothing"));
            continue;
        };
        if !markdown.contains(first) {
            problems.push(format!("{name}: failed, and the Markdown does not name {first}"));
        }
        if row.cause.as_ref().is_some_and(|cause| cause.rule != first) {
            problems.push(format!("{name}: the panel's row names another cause than {first}"));
        }
        // The command's exit status is by the severity of findings.
        if !findings.iter().any(|finding| finding["severity"] == "error") && !DECIDED.contains(&first) {
            problems.push(format!("{name}: failed by {first}, and the command ends with 0"));
        }
    }
}

/// Every recording of the project, each with its name.
fn all() -> impl Iterator<Item = (String, Session)> {
    let pages = lint::catalogue().iter().flat_map(|rule| {
        ["Fires", "Silent"].into_iter().flat_map(move |part| {
            let named = |(at, text): (usize, String)| (format!("{} {part} {}", rule.id, at + 1), text);
            transcripts(rule.page, part).into_iter().enumerate().map(named).collect::<Vec<_>>()
        })
    });
    let written = scenarios().into_iter().chain(pages);
    written.map(|(name, text)| (name, session_of(&expand(&text)))).chain(recorded())
}

fn assert_none(check: fn(&str, &Session, &mut Vec<String>)) {
    let mut problems = Vec::new();
    for (name, session) in all() {
        check(&name, &session, &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_refusal_is_silent() {
    assert_none(check);
}

#[test]
fn no_output_says_failed_without_a_finding() {
    assert_none(check_outputs);
}
