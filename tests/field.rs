//! What people had in their hands when a login failed, after public reports (`tests/field`): what a good answer cannot lack is
//! said first, and nothing false is said anywhere.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::Timestamp;
use lint::Session;
use regex::Regex;
use report::{Cause, Certainty, Files, ReportFormat, Shown, TokenContext};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A failure that somebody reported.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Where it was reported, and when.
    #[serde(rename = "source")]
    _source: String,
    /// What the person saw.
    #[serde(rename = "saw")]
    _saw: String,
    /// The cause, and who says so.
    truth: String,
    runs: Vec<Run>,
}

/// One way in which the person could ask.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Run {
    /// The files of `oauth-lens check`.
    check: Vec<String>,
    /// The message of `oauth-lens explain`.
    explain: Option<String>,
    /// Its recordings.
    #[serde(rename = "in")]
    recordings: Vec<String>,
    /// The text of `oauth-lens token`.
    token: Option<String>,
    /// The moment at which it is judged.
    at: Option<String>,
    /// Patterns that the first answer has, each of them.
    says: Vec<String>,
    /// Patterns of what is false here.
    never: Vec<String>,
    /// The root cause is one of these, where one is right beyond doubt.
    root: Vec<String>,
    /// Nothing is wrong here.
    clean: bool,
    /// Why it is not right yet. A run that is right has none: the test fails where one is left.
    miss: Option<String>,
}

/// What was answered.
struct Answered {
    /// The root causes with their evidence; where there is none, all that is said about the login but its messages.
    first: String,
    /// All of it.
    all: String,
    /// The rules of the root causes.
    roots: Vec<String>,
    /// Whether an error was found, as the exit status tells.
    is_wrong: bool,
}

#[test]
fn every_report_from_the_field_gets_the_answer_that_helps() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("field");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(Vec::new());
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            faults.lock().unwrap().extend(check(case));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The runs of a case that are not as they are expected to be.
fn check(folder: &Path) -> Vec<String> {
    let name = folder.file_name().unwrap().to_string_lossy();
    let text = std::fs::read_to_string(folder.join("case.json")).unwrap();
    let case: Case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let runs = (1..).zip(&case.runs);
    let faults = runs.filter_map(|(number, run)| {
        let fault = run.fault(folder);
        let fault = match (&run.miss, fault) {
            (None, fault) => fault?,
            (Some(_), Some(_)) => return None,
            (Some(why), None) => format!("is right now: take out its “miss” ({why})"),
        };
        Some(format!("{name}, run {number}: {fault}\n    truth: {}", case.truth))
    });
    faults.collect()
}

impl Run {
    /// What is wrong with the answer.
    fn fault(&self, folder: &Path) -> Option<String> {
        let answered = self.answered(folder);
        let has = |text: &str, pattern: &String| {
            let pattern = Regex::new(&format!("(?is){pattern}")).unwrap_or_else(|error| panic!("{error}"));
            pattern.is_match(text)
        };
        if let Some(said) = self.never.iter().find(|pattern| has(&answered.all, pattern)) {
            return Some(format!("says {said:?}"));
        }
        if self.clean {
            let is_clean = answered.roots.is_empty() && !answered.is_wrong;
            return (!is_clean).then(|| format!("names {:?}", answered.roots));
        }
        let lacks = |text: &str| self.says.iter().find(|pattern| !has(text, pattern));
        if let Some(lacking) = lacks(&answered.first) {
            let late = if lacks(&answered.all).is_none() { "says too late" } else { "lacks" };
            return Some(format!("{late} {lacking:?} beside {:?}", answered.roots));
        }
        let is_root = self.root.is_empty() || answered.roots.iter().any(|root| self.root.contains(root));
        (!is_root).then(|| format!("names {:?}", answered.roots))
    }

    fn answered(&self, folder: &Path) -> Answered {
        if let Some(message) = &self.explain {
            return explained(message, &read(folder, &self.recordings));
        }
        if let Some(token) = &self.token {
            let now = self.at.as_deref().and_then(Timestamp::from_rfc3339);
            let all = words(&report::tokens(token, &TokenContext::new(now, None, false)));
            return Answered { first: all.clone(), all, roots: Vec::new(), is_wrong: false };
        }
        checked(&read(folder, &self.check))
    }
}

fn read(folder: &Path, names: &[String]) -> Files {
    let mut files = Files::new(u64::MAX);
    for name in names {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        files.read(Shown::from_user(name), &bytes, None);
    }
    files
}

fn checked(files: &Files) -> Answered {
    let report = report::report(files.session(), files.sources(), None);
    let mut first = Vec::new();
    let mut roots = Vec::new();
    for login in &report.logins {
        match login.findings.iter().find(|finding| Some(finding.rule) == login.root_cause) {
            Some(root) => {
                roots.push(root.rule.to_owned());
                first.push(words(root));
            }
            None => {
                let head =
                    [login.title.to_string(), login.description.clone(), login.outcome_text.to_string()];
                first.extend(head.into_iter().chain([words(&login.hypotheses), words(&login.not_seen)]));
            }
        }
    }
    let markdown = ReportFormat::named("markdown").unwrap().write(&report).unwrap();
    let nothing = words(&report.nothing_found());
    let inputs = words(&report.inputs);
    if roots.is_empty() {
        first.extend([nothing.clone(), inputs.clone()]);
    }
    Answered {
        first: first.join(" "),
        all: flat(&[markdown, nothing, inputs].join(" ")),
        roots,
        is_wrong: report.summary.errors > 0,
    }
}

fn explained(message: &str, files: &Files) -> Answered {
    let empty = Session::new();
    let session = if files.sources().is_empty() { &empty } else { files.session() };
    // A rule's page is asked for by its id.
    if let Some(rule) = lint::rule(message) {
        let page = flat(rule.page);
        return Answered { first: page.clone(), all: page, roots: Vec::new(), is_wrong: false };
    }
    let mut explanation = report::causes(message, session);
    let is_known = explanation.certainty != Certainty::Unknown;
    let is_root = |cause: &Cause| cause.found_in.iter().any(|found| found.is_root_cause);
    let is_found = explanation.causes.iter().any(is_root);
    for cause in &mut explanation.causes {
        // What is shown of a cause that the recording rules out, or that is not the one which it proves.
        if !cause.ruled_out_in.is_empty() || is_found && !is_root(cause) {
            cause.fix = "";
        }
        if !cause.ruled_out_in.is_empty() {
            cause.proof = "";
        }
    }
    let all = words(&explanation);
    explanation.causes.truncate(1);
    Answered { first: words(&explanation), all, roots: Vec::new(), is_wrong: !is_known }
}

/// All texts of an answer.
fn words(answer: &impl Serialize) -> String {
    let mut texts = Vec::new();
    collect(&serde_json::to_value(answer).unwrap(), &mut texts);
    flat(&texts.join(" "))
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Number(number) => texts.push(number.to_string()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Words with one space between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
