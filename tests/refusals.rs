//! A refusal is never silent: no output says "failed", or "nothing wrong" above a refused request, without a finding.

use http::Exchange;
use lint::{FindingKind, Outcome, Session, Story};
use oauth::MessageKind;
use oauth_lens_tests::{expand, recorded, scenarios, session_of, transcripts};

/// Answers after which a client goes on (RFC 8628 §3.5, RFC 9449 §8), and those that begin a chain (RFC 9728 §5.1).
const GOES_ON: [&str; 3] = ["authorization_pending", "slow_down", "use_dpop_nonce"];

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

#[test]
fn no_refusal_is_silent() {
    let mut problems = Vec::new();
    for (name, transcript) in scenarios() {
        check(&name, &session_of(&transcript), &mut problems);
    }
    for rule in lint::catalogue() {
        for part in ["Fires", "Silent"] {
            for (at, text) in transcripts(rule.page, part).iter().enumerate() {
                let name = format!("{} {part} {}", rule.id, at + 1);
                check(&name, &session_of(&expand(text)), &mut problems);
            }
        }
    }
    for (name, session) in recorded() {
        check(&name, &session, &mut problems);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
