//! Everything that can be asked about a session, and what holds of every answer.

use http::readers::Recording;
use lint::Session;
use report::{Answer, Lens, Question, Report, ReportFormat, Shown, Source};
use serde_json::Value;

/// An input.
pub type Bytes = Vec<u8>;

/// Reads, imports and asks; false where nothing can be read.
pub(super) fn file(bytes: &[u8], with_panel: bool) -> bool {
    let Ok(Recording { form, exchanges, statements, problems, .. }) = http::readers::read(bytes) else {
        return false;
    };
    let mut session = Session::new();
    let kept: usize = exchanges.iter().map(http::Exchange::weight).sum();
    let size = if super::recordings::is_packed(bytes) { bytes.len().max(kept) } else { bytes.len() };
    let problems = problems.iter().map(Shown::from_reader).collect();
    let imported = session.import(exchanges, statements);
    let source = Source { name: Shown::from("a file"), kind: form.name, imported, problems };
    let report = all(&session, &[source], size);
    if with_panel {
        panel(&session, &report, most(&session, size));
    }
    true
}

/// As long as an answer may be: what a message and a finding take, and each byte as often as it may be shown.
fn most(session: &Session, input: usize) -> usize {
    let analysis = session.analysis();
    let parts =
        analysis.stories().iter().map(|story| story.flow().messages.len() + story.diagnosis().findings.len());
    20_000 + 6_000 * parts.sum::<usize>() + 100 * input
}

/// The stories of a session, to compare.
pub(super) fn logins(session: &Session) -> String {
    serde_json::to_string(&report::report(session, &[], None).logins).expect("logins can be written")
}

/// The report in all forms.
pub(super) fn all(session: &Session, sources: &[Source], input: usize) -> Report {
    let analysis = session.analysis();
    for story in analysis.stories() {
        let diagnosis = story.diagnosis();
        let folded: usize = diagnosis.groups().len();
        assert!(folded <= diagnosis.findings.len(), "each finding is in one group");
    }
    let most = most(session, input);
    let report = report::report(session, sources, None);
    for format in ReportFormat::all() {
        let text = format.write(&report).expect("a report can be written");
        said(format.name, &text, most);
        if format.name == "json" {
            let read: Value = serde_json::from_str(&text).expect("a report can be read");
            assert_eq!(read["format"], "oauth-lens-report");
            assert_eq!(read["logins"].as_array().map(Vec::len), Some(report.logins.len()));
        }
    }
    report
}

/// Asks what the panel asks besides.
fn panel(session: &Session, report: &Report, most: usize) {
    for login in &report.logins {
        let tokens = report::login_tokens(session, &login.key, None, None, false);
        said("tokens", &serde_json::to_string(&tokens).expect("tokens can be written"), most);
    }
    let mut lens = Lens::default();
    said("rows", &serde_json::to_string(&lens.changes(session, 0)).expect("rows can be written"), most);
    let copied = ReportFormat::named("markdown").map(|format| Question::Report { login: None, format });
    if let Some(Answer::Report(text)) = copied.and_then(|question| lens.ask(session, question, None)) {
        said("a copied report", &text, most);
    }
}

/// A text that people see: as long as its input gives reason for, and without characters that terminals and readers act on.
pub(super) fn said(what: &str, text: &str, most: usize) {
    assert!(text.len() <= most, "{what}: {} bytes, at most {most}", text.len());
    let acts = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(|c| acts(*c));
    assert!(found.is_none(), "{what} holds {found:?}");
}
