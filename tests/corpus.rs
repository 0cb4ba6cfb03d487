//! The recorded logins of `tests/corpus`: real providers, real clients, known faults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lint::{FindingKind, Session, Severity};
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

/// How many runs of each kind were right when this number was last raised: it may rise, it must not fall.
const REACHED: [(&str, usize); 6] = [
    ("healthy", 23),
    ("browser-visible", 147),
    ("partial", 26),
    ("effect-only", 22),
    ("server-side", 50),
    ("server-side joined", 48),
];

#[test]
fn every_recording_gets_the_root_cause_that_is_right_for_it() {
    let files = recordings();
    let manifest = std::fs::read(directory().join("manifest.json")).unwrap();
    let runs: Vec<Run> = serde_json::from_slice(&manifest).unwrap();
    let mut table: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut misses = Vec::new();
    for run in &runs {
        let har = &files[&format!("hars/{}", run.har)];
        tally(&mut table, &mut misses, run, run.kind.clone(), &[har], &run.accept);
        if let Some(name) = &run.server_transcript
            && !run.accept_joined.is_empty()
        {
            let transcript = &files[&format!("server/{name}")];
            tally(
                &mut table,
                &mut misses,
                run,
                format!("{} joined", run.kind),
                &[har, transcript],
                &run.accept_joined,
            );
        }
    }
    println!("{}", misses.join("\n"));
    for (kind, [right, wrong, silent]) in &table {
        let all = right + wrong + silent;
        println!("{kind:20} {right:4}/{all:<4} right, {wrong} wrong, {silent} silent");
    }
    for (kind, reached) in REACHED {
        let [right, ..] = table[kind];
        assert!(right >= reached, "{kind}: {right} right, {reached} were right before");
    }
}

/// Which logins are in each recording, with which messages: `tests/corpus/logins.snap` is for a person to review.
#[test]
fn every_recording_has_the_logins_that_happened_in_it() {
    let files = recordings();
    let manifest = std::fs::read(directory().join("manifest.json")).unwrap();
    let runs: Vec<Run> = serde_json::from_slice(&manifest).unwrap();
    let mut lines = Vec::new();
    for run in &runs {
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
    let line = |login: &lint::Story<'_>| {
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

fn imported(run: &Run, inputs: &[&Vec<u8>]) -> Session {
    let mut session = Session::new();
    for input in inputs {
        let recording = http::readers::read(input).unwrap_or_else(|error| panic!("{}: {error:?}", run.har));
        assert_eq!(recording.problems, [], "{}", run.har);
        session.import(recording.exchanges);
    }
    session
}

fn tally(
    table: &mut BTreeMap<String, [usize; 3]>,
    misses: &mut Vec<String>,
    run: &Run,
    kind: String,
    inputs: &[&Vec<u8>],
    accept: &[Option<String>],
) {
    let session = imported(run, inputs);
    let analysis = session.analysis();
    let logins = analysis.stories();
    let named: Vec<&str> =
        logins.iter().filter_map(|login| Some(login.diagnosis().root_cause()?.rule.id)).collect();
    let alarms: Vec<&str> = logins
        .iter()
        .flat_map(|login| &login.diagnosis().findings)
        .filter(|finding| finding.kind != FindingKind::Hygiene && finding.severity > Severity::Info)
        .map(|finding| finding.rule.id)
        .collect();
    let verdict = if run.kind == "healthy" {
        usize::from(!named.is_empty() || !alarms.is_empty())
    } else if named.iter().any(|cause| accept.iter().flatten().any(|right| right == cause)) {
        0
    } else if named.is_empty() {
        if accept.contains(&None) { 0 } else { 2 }
    } else {
        1
    };
    table.entry(kind.clone()).or_default()[verdict] += 1;
    if verdict != 0 {
        let outcomes: Vec<_> = logins.iter().map(|login| login.diagnosis().outcome).collect();
        misses.push(format!(
            "{kind} {} [{}]: named {named:?}, findings {alarms:?}, outcomes {outcomes:?}",
            run.har, run.fault
        ));
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn recordings() -> BTreeMap<String, Vec<u8>> {
    archive("corpus/recordings.tar.gz")
}
