//! The recorded logins of `tests/corpus`: real providers, real clients, known faults.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lint::{FindingKind, Outcome, Session, Severity, Story};
use oauth_lens_tests::archive;

#[derive(serde::Deserialize)]
struct Run {
    har: String,
    flow: String,
    fault: String,
    kind: String,
    accept: Vec<Option<String>>,
    #[serde(default)]
    accept_joined: Vec<Option<String>>,
    server_transcript: Option<String>,
}

/// Each recording's outcome and root cause, by name: `tests/corpus/causes.snap` is for a person to review.
#[test]
fn every_recording_has_the_root_cause_that_is_pinned_for_it() {
    let files = recordings();
    let mut lines = Vec::new();
    let mut table: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for run in &runs() {
        let har = &files[&format!("hars/{}", run.har)];
        let mut readings = vec![Reading::of(run, "alone", &[har], &run.accept)];
        if let Some(name) = &run.server_transcript {
            let transcript = &files[&format!("server/{name}")];
            readings.push(Reading::of(run, "joined", &[har, transcript], &run.accept_joined));
        }
        for reading in readings {
            table.entry(reading.kind()).or_default()[reading.verdict() as usize] += 1;
            lines.extend(reading.lines());
        }
    }
    lines.extend(table.iter().map(|(kind, [right, wrong, silent])| {
        format!(
            "{kind:23} {:3} readings: {right} right, {wrong} wrong, {silent} silent",
            right + wrong + silent
        )
    }));
    println!("{}", differences(&lines).join("\n"));
    insta::with_settings!({ snapshot_path => "corpus", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("causes", lines.join("\n"));
    });
}

/// Which logins are in each recording, with which messages: `tests/corpus/logins.snap` is for a person to review.
#[test]
fn every_recording_has_the_logins_that_happened_in_it() {
    let files = recordings();
    let mut lines = Vec::new();
    for run in &runs() {
        let har = &files[&format!("hars/{}", run.har)];
        lines.push(format!("{}: {}, {}", run.har, run.flow, run.fault));
        lines.extend(logins_of(run, &[har]));
        if let Some(name) = &run.server_transcript {
            lines.push("  with the server's transcript:".to_owned());
            lines.extend(logins_of(run, &[har, &files[&format!("server/{name}")]]));
        }
    }
    insta::with_settings!({ snapshot_path => "corpus", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("logins", lines.join("\n"));
    });
}

/// One line for each login: how it ended, and its messages, equal ones in a row counted.
fn logins_of(run: &Run, inputs: &[&Vec<u8>]) -> Vec<String> {
    let session = imported(run, inputs);
    let analysis = session.analysis();
    let logins = analysis.stories();
    if logins.is_empty() {
        return vec!["  none".to_owned()];
    }
    let line = |login: &Story<'_>| {
        let kinds: Vec<&str> = login.flow().messages.iter().map(|message| message.kind.id()).collect();
        let kinds: Vec<String> =
            kinds
                .chunk_by(|a, b| a == b)
                .map(|same| {
                    if same.len() == 1 { same[0].to_owned() } else { format!("{} ×{}", same[0], same.len()) }
                })
                .collect();
        let silent = if login.flow().is_silent() { "silent, " } else { "" };
        let inside = if login.flow().outer.is_some() { "inside another, " } else { "" };
        format!("  {silent}{inside}{:?}: {}", login.diagnosis().outcome, kinds.join(", "))
    };
    logins.iter().map(line).collect()
}

/// What is different from the pinned lines, each with whether the new cause is among the accepted ones.
fn differences(lines: &[String]) -> Vec<String> {
    let pinned = std::fs::read_to_string(directory().join("causes.snap")).unwrap_or_default();
    let pinned: BTreeSet<&str> = pinned.lines().filter(|line| line.contains(".har ")).collect();
    let now: BTreeSet<&str> =
        lines.iter().map(String::as_str).filter(|line| line.contains(".har ")).collect();
    let gone = pinned.difference(&now).map(|line| format!("was {line}"));
    let new = now.difference(&pinned).map(|line| format!("now {line}"));
    let mut differences: Vec<String> = gone.chain(new).collect();
    // The old line of a reading stands before its new one.
    differences
        .sort_by_key(|line| (line[4..].split(" → ").next().map(str::to_owned), line.starts_with("now")));
    differences
}

/// A recording as the core reads it: the browser's half alone, or joined with the server's.
struct Reading<'r> {
    run: &'r Run,
    mode: &'static str,
    accept: &'r [Option<String>],
    /// Outcome and root cause of each login.
    logins: Vec<(Outcome, Option<&'static str>)>,
    /// Findings of what is no fault of hygiene: a healthy login has none.
    alarms: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Right,
    Wrong,
    Silent,
}

impl<'r> Reading<'r> {
    fn of(run: &'r Run, mode: &'static str, inputs: &[&Vec<u8>], accept: &'r [Option<String>]) -> Self {
        let session = imported(run, inputs);
        let analysis = session.analysis();
        let logins = analysis.stories();
        let named = |login: &Story<'_>| {
            (login.diagnosis().outcome, login.diagnosis().root_cause().map(|finding| finding.rule.id))
        };
        let findings = logins.iter().flat_map(|login| &login.diagnosis().findings);
        let alarms = findings
            .filter(|finding| finding.kind != FindingKind::Hygiene && finding.severity > Severity::Info)
            .count();
        Self { run, mode, accept, logins: logins.iter().map(named).collect(), alarms }
    }

    fn kind(&self) -> String {
        if self.mode == "alone" { self.run.kind.clone() } else { format!("{} joined", self.run.kind) }
    }

    /// Right when any login has an accepted cause: one recording can hold the login before, too.
    fn verdict(&self) -> Verdict {
        let mut named = self.logins.iter().filter_map(|(_, cause)| *cause).peekable();
        let silent = named.peek().is_none();
        if self.run.kind == "healthy" {
            if silent && self.alarms == 0 { Verdict::Right } else { Verdict::Wrong }
        } else if named.any(|cause| self.accepts(cause)) || silent && self.accept.contains(&None) {
            Verdict::Right
        } else if silent {
            Verdict::Silent
        } else {
            Verdict::Wrong
        }
    }

    fn accepts(&self, cause: &str) -> bool {
        self.accept.iter().flatten().any(|right| right == cause)
    }

    /// One line for each login: which recording and how it is read, outcome, root cause, and what the manifest says to it.
    fn lines(&self) -> Vec<String> {
        let head = format!("{} {}", self.run.har, self.mode);
        if self.logins.is_empty() {
            return vec![format!("{head:56} → {:10} {:38} {}", "no login", "-", self.judged(None))];
        }
        let line = |(number, (outcome, cause)): (usize, &(Outcome, Option<&str>))| {
            let head = if number == 1 { head.clone() } else { format!("{head} {number}") };
            let outcome = format!("{outcome:?}");
            format!("{head:56} → {outcome:10} {:38} {}", cause.unwrap_or("-"), self.judged(*cause))
        };
        (1..).zip(&self.logins).map(line).collect()
    }

    fn judged(&self, cause: Option<&str>) -> &'static str {
        match (cause, self.verdict()) {
            (Some(cause), _) if self.accepts(cause) => "accepted",
            (Some(_), _) => "NOT ACCEPTED",
            (None, Verdict::Right) => "accepted",
            (None, Verdict::Wrong) if self.run.kind == "healthy" => "FALSE ALARM",
            (None, Verdict::Wrong) => "no cause",
            (None, Verdict::Silent) => "MISSED",
        }
    }
}

fn imported(run: &Run, inputs: &[&Vec<u8>]) -> Session {
    let mut session = Session::new();
    for input in inputs {
        let recording = http::readers::read(input).unwrap_or_else(|error| panic!("{}: {error:?}", run.har));
        assert_eq!(recording.problems, [], "{}", run.har);
        session.import(recording.exchanges, recording.statements);
    }
    session
}

fn runs() -> Vec<Run> {
    serde_json::from_slice(&std::fs::read(directory().join("manifest.json")).unwrap()).unwrap()
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn recordings() -> BTreeMap<String, Vec<u8>> {
    archive("corpus/recordings.tar.gz")
}
