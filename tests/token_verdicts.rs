//! One judge of tokens: what is said of a token of a login is what the login's findings say, in every recorded login.

use lint::{Check, Session, Severity};
use oauth_lens_tests::{recorded, scenarios, session_of, transcripts};
use report::{JudgementKind, LoginToken};

/// What a rule says against a token.
struct Line {
    rule: &'static str,
    severity: Severity,
    /// The messages that the token is in, from 1.
    messages: Vec<u32>,
    text: String,
}

/// What is said against a token. Without the user's clock no line says what has changed since.
fn lines(token: &LoginToken) -> Vec<Line> {
    let messages = || token.came.iter().chain(&token.went).map(|place| place.message).collect();
    let line = |state, rule: Option<&'static str>, text: &report::Shown| {
        let severity = match state {
            JudgementKind::Wrong => Severity::Error,
            JudgementKind::Warning => Severity::Warning,
            JudgementKind::Info => Severity::Info,
            JudgementKind::Unknown | JudgementKind::Right => return None,
        };
        assert!(rule.is_some() || severity < Severity::Error, "no rule says that this is wrong: {text}");
        Some(Line { rule: rule?, severity, messages: messages(), text: text.to_string() })
    };
    let signature = &token.token.signature;
    let checks = token.token.checks.iter().map(|check| line(check.state, check.rule, &check.text));
    checks.chain([line(signature.judgement, signature.rule, &signature.text)]).flatten().collect()
}

/// What differs between the tokens of a login and its findings, and how many findings about tokens there are.
fn differences(session: &Session) -> (Vec<String>, usize) {
    let logins = report::report(session, &[], None).logins;
    let keys: Vec<String> = logins.iter().map(|login| login.key.clone()).collect();
    let analysis = session.analysis();
    let mut differences = Vec::new();
    let mut count = 0;
    for (key, login) in keys.iter().zip(analysis.stories()) {
        let tokens = report::login_tokens(session, key, None, None, false).tokens;
        let lines: Vec<Line> = tokens.iter().flat_map(lines).collect();
        let findings: Vec<&lint::Finding> = login
            .diagnosis()
            .findings
            .iter()
            .filter(|finding| matches!(finding.rule.check, Check::Token(_)))
            .collect();
        let is_at = |finding: &lint::Finding, line: &Line| {
            line.rule == finding.rule.id
                && finding.points.iter().any(|p| line.messages.contains(&(p.pointer.message as u32 + 1)))
        };
        for line in &lines {
            // One finding stands for all violations of its rule: the worst is shown.
            let is_found = findings.iter().any(|finding| {
                is_at(finding, line) && finding.severity == line.severity
                    || finding.rule.id == line.rule && finding.count > 1 && finding.severity >= line.severity
            });
            if !is_found {
                differences.push(format!("no finding {}: {}", line.rule, line.text));
            }
        }
        count += findings.len();
        for finding in findings {
            if !lines.iter().any(|line| is_at(finding, line) && line.severity == finding.severity) {
                differences.push(format!("no token says {} ({:?})", finding.rule.id, finding.severity));
            }
        }
    }
    (differences, count)
}

/// `least`: so many findings about tokens are there at least.
#[track_caller]
fn agree(sessions: impl IntoIterator<Item = (String, Session)>, least: usize) {
    let (mut all, mut sum) = (Vec::new(), 0);
    for (name, session) in sessions {
        let (differences, count) = differences(&session);
        all.extend(differences.into_iter().map(|difference| format!("{name}: {difference}")));
        sum += count;
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    assert!(sum >= least, "only {sum} findings are about tokens");
}

#[test]
fn the_tokens_of_a_scenario_say_what_its_findings_say() {
    agree(scenarios().into_iter().map(|(name, text)| (name, session_of(&text))), 5);
}

#[test]
fn the_tokens_of_a_rules_page_say_what_its_findings_say() {
    let pages = lint::catalogue().iter().flat_map(|rule| {
        let sections = ["Fires", "Silent"].into_iter();
        sections.flat_map(move |heading| {
            let pages = transcripts(rule.page, heading).into_iter();
            pages.map(move |page| (format!("{} {heading}", rule.id), session_of(&page)))
        })
    });
    agree(pages, 80);
}

#[test]
fn the_tokens_of_a_recording_say_what_its_findings_say() {
    agree(recorded(), 50);
}

#[test]
fn nothing_is_said_against_a_token_of_a_healthy_login() {
    let mut all = Vec::new();
    for (name, text) in scenarios().into_iter().filter(|(name, _)| name.starts_with("healthy-")) {
        for token in tokens_of(&text) {
            if token.token.state <= JudgementKind::Warning {
                all.push(format!("{name}: {}", token.token.summary));
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// What a reader that goes by the letter alone takes for faults.
#[test]
fn what_the_specifications_and_providers_allow_is_right() {
    let said = |scenario: &str| -> String {
        let (_, text) = scenarios().into_iter().find(|(name, _)| name == scenario).unwrap();
        let checks = tokens_of(&text).into_iter().flat_map(|token| token.token.checks);
        checks.map(|check| format!("{:?}: {}\n", check.state, check.text)).collect()
    };
    let check = |scenario: &str, right: &str, wrong: &str| {
        let said = said(scenario);
        assert!(said.contains(&format!("Right: {right}")), "{scenario} does not say {right:?}, but\n{said}");
        assert!(!said.contains(wrong), "{scenario} speaks of {wrong}:\n{said}");
    };
    check("healthy-hashed-nonce", "It has the nonce that this login sent.", "carries another");
    check(
        "healthy-entra-common",
        "It comes from https://login.microsoftonline.com/(tid#1 · 36 chars)/v2.0, which this login asked.",
        "tenantid",
    );
    check(
        "healthy-google-short-issuer",
        "It comes from accounts.google.com, which this login asked.",
        "https",
    );
    check("healthy-azp-of-another-app", "It is for this client, todo-app (aud).", "azp");
    check("healthy-dpop-confidential", "It fits the access token beside it (ath).", "lacks ath");
    check("healthy-refresh-without-nonce", "It has the nonce that this login sent.", "without one");
    let renewed = said("healthy-refresh-without-nonce").matches("It is for this client").count();
    assert_eq!(renewed, 2, "both ID tokens are for this client");
    let proofs = said("healthy-dpop-confidential").matches("It is for the request").count();
    assert_eq!(proofs, 2, "both proofs are for their requests");
}

#[test]
fn a_wrong_claim_shows_both_values() {
    let (_, text) = scenarios().into_iter().find(|(name, _)| name == "fault-audience").unwrap();
    let checks = tokens_of(&text).into_iter().flat_map(|token| token.token.checks);
    let said: Vec<String> = checks.map(|check| check.text.to_string()).collect();
    let both = "(the client_id of this login: web-shop; in the ID token: web-shop-staging)";
    assert!(said.iter().any(|text| text.contains(both)), "{said:?}");
}

fn tokens_of(transcript: &str) -> Vec<LoginToken> {
    let session = session_of(transcript);
    let logins = report::report(&session, &[], None).logins;
    let tokens = |login: report::Login| report::login_tokens(&session, &login.key, None, None, false).tokens;
    logins.into_iter().flat_map(tokens).collect()
}
