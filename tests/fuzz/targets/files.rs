//! Files that somebody opens in the panel: several as one recording, and all that the panel asks of them.

use report::files::Unread;
use report::{Answer, Files, Lens, Question, ReportFormat, Shown};
use serde_json::Value;

use super::look;

/// What stands between two files.
pub(super) const BETWEEN: &[u8] = b"\n----8<----\n";

/// Bytes that are read of all files.
const LIMIT: u64 = 12_000;

pub(super) fn files(bytes: &[u8]) -> bool {
    let mut files = Files::new(LIMIT);
    let mut lens = Lens::of_files();
    let mut since = 0;
    let whole = String::from_utf8_lossy(bytes);
    let between = std::str::from_utf8(BETWEEN).expect("it is text");
    for (number, file) in whole.split(between).enumerate() {
        let name = Shown::from_user(file.lines().next().unwrap_or_default());
        let size = file.len() as u64;
        if size > files.left() {
            let unread = Unread::too_large(&name, size, LIMIT, files.used(), "cut it");
            files.leave_out(name, unread);
        } else {
            files.read(name, file.as_bytes(), None);
        }
        assert_eq!(files.sources().len(), number + 1, "each file is told of");
        since = look_at(&files, &mut lens, since, bytes.len());
    }
    // Whoever looks once at all of it sees what whoever looked after each file sees.
    let rows = |lens: &mut Lens| {
        let keys = lens.changes(files.session(), 0).rows.into_iter().map(|row| row.key);
        keys.collect::<Vec<_>>()
    };
    assert_eq!(rows(&mut lens), rows(&mut Lens::of_files()));
    files.into_parts().is_ok()
}

/// Asks everything; what changed is looked at from there on the next time.
fn look_at(files: &Files, lens: &mut Lens, since: u64, size: usize) -> u64 {
    let changes = lens.changes(files.session(), since);
    let revision = changes.revision as u64;
    let keys: Vec<String> = changes.rows.iter().map(|row| row.key.clone()).collect();
    said(&serde_json::to_value(&changes).expect("rows can be written"));
    let mut questions = vec![Question::Reading];
    for key in keys {
        questions.push(Question::Login { login: key.clone() });
        questions.push(Question::Tokens { login: key, keys: String::new(), reveal: size.is_multiple_of(2) });
    }
    questions.extend(ReportFormat::all().iter().map(|format| Question::Report { login: None, format }));
    for question in questions {
        let is_login = matches!(question, Question::Login { .. });
        let answer = lens.ask_about(files, question, None).expect("what is asked can be answered");
        assert!(!is_login || matches!(answer, Answer::Login(Some(_))), "a login that is listed is there");
        match &answer {
            Answer::Report(text) => look::said("a report", text, usize::MAX),
            answer => said(&serde_json::to_value(answer).expect("an answer can be written")),
        }
    }
    revision
}

/// No text in it has a character that acts.
fn said(answer: &Value) {
    match answer {
        Value::String(text) => look::said("an answer", text, usize::MAX),
        Value::Array(all) => all.iter().for_each(said),
        Value::Object(all) => all.values().for_each(said),
        _ => {}
    }
}
