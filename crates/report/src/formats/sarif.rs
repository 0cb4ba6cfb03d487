//! SARIF 2.1.0, for what shows findings beside code: GitHub's code scanning, editors, other viewers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::format::ReportFormat;
use crate::model::{Evidence, Finding, Input, Login, Mark, Report, Role, Severity};

pub(super) static SARIF: ReportFormat = ReportFormat {
    name: "sarif",
    label: "SARIF",
    write: |report| serde_json::to_string_pretty(&sarif(report)),
};

/// What a path of a file keeps in a URI reference (RFC 3986 §3.3).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The rule of a login that failed where no rule saw why.
const UNEXPLAINED: &str = "login/unexplained";

fn sarif(report: &Report) -> Value {
    let mut rules: Vec<Value> = Vec::new();
    let mut results = Vec::new();
    for login in &report.logins {
        let told = [Role::Cause, Role::Independent, Role::Hygiene].map(|role| (role, login.groups_of(role)));
        let before = results.len();
        for (role, groups) in told {
            for (finding, followers) in groups {
                let rule = index_of(&mut rules, finding.rule, || described(finding));
                results.push(result(rule, role, finding, &followers, login, &report.inputs));
            }
        }
        if results.len() == before && (login.mark == Mark::Failed || !login.hypotheses.is_empty()) {
            let rule = index_of(
                &mut rules,
                UNEXPLAINED,
                || json!({ "id": UNEXPLAINED, "shortDescription": { "text": "What broke the login was not seen" } }),
            );
            results.push(unexplained(rule, login, &report.inputs));
        }
    }
    let unseen = report.logins.iter().flat_map(|login| {
        let told = |unseen: &crate::Shown| note("note", &format!("{}: {unseen}", login.id));
        login.not_seen.iter().map(told).collect::<Vec<_>>()
    });
    let notes: Vec<Value> = report.inputs.iter().flat_map(notes).chain(unseen).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "OAuth Lens", "version": report.tool.version, "rules": rules } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
            "results": results,
        }],
    })
}

fn index_of(rules: &mut Vec<Value>, id: &str, describe: impl FnOnce() -> Value) -> usize {
    rules.iter().position(|rule| rule["id"] == id).unwrap_or_else(|| {
        rules.push(describe());
        rules.len() - 1
    })
}

fn described(finding: &Finding) -> Value {
    let mut rule = json!({
        "id": finding.rule,
        "shortDescription": { "text": finding.title },
        "defaultConfiguration": { "level": level(finding.severity) },
    });
    if !finding.why.is_empty() {
        rule["fullDescription"] = json!({ "text": finding.why });
    }
    if let Some(specification) = finding.specifications.first() {
        rule["helpUri"] = json!(specification.url);
    }
    rule
}

fn result(
    rule: usize,
    role: Role,
    finding: &Finding,
    followers: &[&Finding],
    login: &Login,
    inputs: &[Input],
) -> Value {
    let mut told = vec![format!("{}: {}", login.title, finding.summary)];
    told.extend(finding.confidence_text.map(str::to_owned));
    told.extend([finding.fix, finding.actor.text].map(str::to_owned));
    told.retain(|text| !text.is_empty());
    let level = if role == Role::Hygiene { "note" } else { level(finding.severity) };
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": told.join(" ") },
        "locations": finding.evidence.iter().take(1).map(|first| location(first, login, inputs)).collect::<Vec<_>>(),
        "relatedLocations": finding.evidence.iter().skip(1).map(|other| location(other, login, inputs)).collect::<Vec<_>>(),
        "properties": {
            "login": login.id,
            "role": role,
            "confidence": finding.confidence,
            "follows": followers.iter().map(|follower| follower.rule).collect::<Vec<_>>(),
        },
    })
}

/// A failure whose cause the recording cannot prove is no pass.
fn unexplained(rule: usize, login: &Login, inputs: &[Input]) -> Value {
    let mut told = vec![format!("{}: {}", login.title, login.outcome_text)];
    told.extend(login.hypotheses.iter().map(|likely| format!("{} {}", likely.because, likely.look_at)));
    let sources = login.messages.iter().filter_map(|message| message.source.as_ref());
    json!({
        "ruleId": UNEXPLAINED,
        "ruleIndex": rule,
        "kind": "review",
        "level": "none",
        "message": { "text": told.join(" ") },
        "locations": sources.take(1).map(|source| place(source.as_str(), inputs)).collect::<Vec<_>>(),
        "properties": { "login": login.id },
    })
}

/// What of an input could not be read.
fn notes(input: &Input) -> Vec<Value> {
    let told = |problem: &crate::Shown| note("warning", &format!("{}: {problem}", input.name));
    input.problems.iter().map(told).collect()
}

fn note(level: &str, text: &str) -> Value {
    json!({ "level": level, "message": { "text": text } })
}

fn location(evidence: &Evidence, login: &Login, inputs: &[Input]) -> Value {
    let source = evidence.source.as_ref().or_else(|| login.message_of(evidence)?.source.as_ref());
    let mut location = source.map_or_else(|| json!({}), |source| place(source.as_str(), inputs));
    let note = evidence.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
    location["message"] = json!({ "text": format!("{}: {}{note}", evidence.part, evidence.shows) });
    location
}

/// `app.log:1204` has a line, `login.har, entry 37` none: where an entry begins in its file is not known.
fn place(source: &str, inputs: &[Input]) -> Value {
    let of = |input: &&Input| {
        source.strip_prefix(input.name.as_str()).is_some_and(|rest| rest.starts_with([':', ',']))
    };
    let Some(input) = inputs.iter().filter(of).max_by_key(|input| input.name.as_str().len()) else {
        return json!({ "logicalLocations": [{ "fullyQualifiedName": source }] });
    };
    let name = input.name.as_str();
    let mut place = json!({ "artifactLocation": { "uri": utf8_percent_encode(name, KEPT).to_string() } });
    let line = source[name.len()..].strip_prefix(':').and_then(|line| line.parse::<u64>().ok());
    match line.filter(|line| *line > 0) {
        Some(line) => {
            place["region"] = json!({ "startLine": line });
            json!({ "physicalLocation": place })
        }
        None => json!({
            "physicalLocation": place,
            "logicalLocations": [{ "fullyQualifiedName": source }],
        }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
