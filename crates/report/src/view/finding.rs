//! One finding, its pointers resolved.

use oauth::{Flow, Part, Pointer};

use super::budget::Budget;
use super::{Source, source};
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Actor, Confidence, Evidence, Finding, FindingKind, Run, Severity, Specification};
use crate::{resolve, words};

pub(super) fn finding(
    finding: &lint::Finding,
    flow: &Flow<'_>,
    budget: &mut Budget,
    sources: &[Source],
    redactor: &Redactor,
) -> Finding {
    let rule = finding.rule;
    let again = match finding.count {
        0 | 1 => Shown::default(),
        count if flow.messages.is_empty() => {
            shown!(" Said ", Shown::number(count as f64), " times in this log.")
        }
        count if !flow.kind().ends_in_tokens() => shown!(" Seen ", Shown::number(count as f64), " times."),
        count => shown!(" Seen ", Shown::number(count as f64), " times in this login."),
    };
    Finding {
        rule: rule.id,
        title: rule.title,
        severity: severity(finding.severity),
        confidence: match finding.confidence {
            lint::Confidence::Medium => Confidence::Medium,
            lint::Confidence::High => Confidence::High,
        },
        confidence_text: match finding.confidence {
            _ if finding.stated.is_some() => {
                Some("This is what a program says of itself; no message of this recording shows it.")
            }
            lint::Confidence::Medium => {
                Some("This is inferred from its effects, not read from the traffic itself.")
            }
            lint::Confidence::High => None,
        },
        kind: match finding.kind {
            lint::FindingKind::Cause => FindingKind::Cause,
            lint::FindingKind::Consequence(_) => FindingKind::Consequence,
            lint::FindingKind::Hygiene => FindingKind::Hygiene,
        },
        explained_by: match finding.kind {
            lint::FindingKind::Consequence(of) => Some(of),
            lint::FindingKind::Cause | lint::FindingKind::Hygiene => None,
        },
        stage: finding.stage.id(),
        actor: Actor { id: finding.actor.id(), text: finding.actor.sentence() },
        message: (!flow.messages.is_empty()).then_some(finding.message as u32 + 1),
        evidence: budget
            .evidence(finding)
            .iter()
            .map(|point| {
                let runs: Vec<Run> = resolve::runs(flow, &point.pointer, redactor);
                let (is_beside, source) = match point.pointer.part {
                    Part::Statement(at) => {
                        let said = flow.statements.get(at);
                        (said.is_some(), said.and_then(|said| source::of_statement(said, sources)))
                    }
                    Part::Registered(..) => (true, Some(Shown::from("your settings"))),
                    _ => (false, None),
                };
                Evidence {
                    message: if is_beside { 0 } else { point.pointer.message as u32 + 1 },
                    source,
                    part: redactor.part(&point.pointer.part),
                    shows: Shown::concat(runs.iter().map(|run| &run.text)),
                    runs,
                    note: point.note.as_ref().map(|note| words::phrase(note, flow, redactor)),
                    said: said(&point.pointer),
                }
            })
            .collect(),
        summary: shown!(words::phrase(&finding.summary, flow, redactor), again),
        why: finding.why(),
        fix: finding.fix,
        verify: finding.verify(),
        disproof: rule.disproof,
        specifications: rule
            .references
            .iter()
            .map(|reference| Specification { name: reference.name(), url: reference.url() })
            .collect(),
    }
}

/// The place, where that is what a peer says when it refuses, or what a program says.
fn said(pointer: &Pointer) -> Option<(usize, Part)> {
    let is_said = match &pointer.part {
        Part::Statement(_) | Part::ResponseBody | Part::ResponseJson(_) | Part::NetworkError => true,
        Part::ResponseHeader(name) => name == "www-authenticate",
        Part::Query(name) | Part::Fragment(name) | Part::Location(name) => name.starts_with("error"),
        _ => false,
    };
    is_said.then(|| (pointer.message, pointer.part.clone()))
}

pub(crate) fn severity(severity: lint::Severity) -> Severity {
    match severity {
        lint::Severity::Info => Severity::Info,
        lint::Severity::Warning => Severity::Warning,
        lint::Severity::Error => Severity::Error,
    }
}
