//! A masked recording is read again with the same causes, and has no secret.

use std::collections::BTreeMap;
use std::path::Path;

use lint::Session;
use oauth_lens_tests::{recorded, scenarios, session_of};
use report::{Files, Shown};
use serde_json::Value;

/// Recordings whose masked form gives another cause, and why. Who mends one takes it out: the test fails where one is right.
const OTHERS: &[(&str, &str)] = &[];

/// Outcome and root cause of each login.
fn causes(session: &Session) -> Vec<String> {
    let analysis = session.analysis();
    let line = |story: &lint::Story<'_>| {
        let diagnosis = story.diagnosis();
        let cause = diagnosis.root_cause().map_or("-", |finding| finding.rule.id);
        format!("{} {:?} {cause}", story.kind().id(), diagnosis.outcome)
    };
    analysis.stories().iter().map(line).collect()
}

fn masked(session: &Session, hosts: bool) -> String {
    report::sanitized(session, None, hosts).unwrap().text
}

/// A recording that was written, as it is read.
fn read(name: &str, text: &str) -> Session {
    let json: Value = serde_json::from_str(text).unwrap();
    let is_empty = json["log"]["entries"].as_array().unwrap().is_empty();
    let mut session = Session::new();
    if is_empty && json["log"].get("_oauthLensStatements").is_none() {
        return session;
    }
    let recording = http::readers::read(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!(recording.problems, [], "{name}");
    session.import(recording.exchanges, recording.statements);
    session
}

/// What people had when a login failed: the files that each case of `tests/field` has checked.
fn field() -> Vec<(String, Session)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("field");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    let mut all = Vec::new();
    for case in cases {
        let text = std::fs::read_to_string(case.join("case.json")).unwrap();
        let about: Value = serde_json::from_str(&text).unwrap();
        for (number, run) in (1..).zip(about["runs"].as_array().unwrap()) {
            let names: Vec<&str> =
                run["check"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut files = Files::new(u64::MAX);
            for name in &names {
                files.read(Shown::from_user(name), &std::fs::read(case.join(name)).unwrap(), None);
            }
            if let (false, Ok((session, _))) = (names.is_empty(), files.into_parts()) {
                let name = case.file_name().unwrap().to_string_lossy();
                all.push((format!("field {name} {number}"), session));
            }
        }
    }
    all
}

fn all() -> Vec<(String, Session)> {
    let only = std::env::var("ONLY").unwrap_or_default();
    let scenarios =
        scenarios().into_iter().map(|(name, text)| (format!("scenario {name}"), session_of(&text)));
    let recorded = recorded().into_iter().map(|(name, session)| (format!("corpus {name}"), session));
    scenarios.chain(recorded).chain(field()).filter(|(name, _)| name.contains(&only)).collect()
}

/// The names of those that do not hold, each with what is wrong. `ONLY=name` looks at some alone and prints them.
fn wrong(holds: impl Fn(&str, &Session) -> Result<(), String> + Sync) -> BTreeMap<String, String> {
    let all = all();
    assert!(all.len() > 1 || std::env::var("ONLY").is_ok());
    let mut wrong = BTreeMap::new();
    for (name, session) in &all {
        if let Err(what) = holds(name, session) {
            wrong.insert(name.clone(), what);
        }
    }
    println!("{} of {} hold", all.len() - wrong.len(), all.len());
    wrong
}

fn told(wrong: &BTreeMap<String, String>) -> String {
    wrong.iter().map(|(name, what)| format!("{name}\n{what}\n")).collect()
}

#[test]
fn a_masked_recording_gives_the_same_causes() {
    let wrong = wrong(|name, session| {
        let text = masked(session, false);
        let again = read(name, &text);
        if std::env::var("ONLY").is_ok() {
            let diagnosis = oauth_lens_tests::diagnosis;
            println!("{text}\n{}\n----\n{}", diagnosis(session), diagnosis(&again));
        }
        let (before, after) = (causes(session), causes(&again));
        if before == after {
            return Ok(());
        }
        Err(format!("    was {}\n    now {}", before.join(" | "), after.join(" | ")))
    });
    let is_known = |name: &str| OTHERS.iter().any(|(other, _)| *other == name);
    let unknown: BTreeMap<_, _> = wrong
        .iter()
        .filter(|(name, _)| !is_known(name))
        .map(|(name, what)| (name.clone(), what.clone()))
        .collect();
    assert!(unknown.is_empty(), "{}", told(&unknown));
    let mended: Vec<_> = OTHERS.iter().filter(|(name, _)| !wrong.contains_key(*name)).collect();
    assert!(mended.is_empty() || std::env::var("ONLY").is_ok(), "these are right now: {mended:?}");
}

#[test]
fn other_names_for_hosts_change_no_cause() {
    let wrong = wrong(|name, session| {
        let text = masked(session, true);
        let (before, after) = (causes(&read(name, &masked(session, false))), causes(&read(name, &text)));
        if before == after {
            Ok(())
        } else {
            Err(format!("    was {}\n    now {}", before.join(" | "), after.join(" | ")))
        }
    });
    assert!(wrong.is_empty(), "{}", told(&wrong));
}

#[test]
fn what_is_masked_twice_is_as_it_was_masked_once() {
    let wrong = wrong(|name, session| {
        for hosts in [false, true] {
            let once = masked(session, hosts);
            let twice = masked(&read(name, &once), hosts);
            if once != twice {
                let line = once.lines().zip(twice.lines()).find(|(one, other)| one != other);
                return Err(format!("    {line:?}"));
            }
        }
        Ok(())
    });
    assert!(wrong.is_empty(), "{}", told(&wrong));
}
