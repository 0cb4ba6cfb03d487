//! Every rule's page is its test: it fires on its own transcripts and stays silent on the near misses.

use std::collections::BTreeSet;
use std::path::Path;

use lint::{Lane, Rule, Stage};
use oauth_lens_tests::{diagnosis, session_of, transcripts};

fn fires(rule: &Rule, transcript: &str) -> (bool, bool, String) {
    let session = session_of(transcript);
    let analysis = session.analysis();
    let logins = analysis.stories();
    let fired = logins.iter().any(|login| login.diagnosis().findings.iter().any(|f| f.rule.id == rule.id));
    let is_root =
        logins.iter().any(|login| login.diagnosis().root_cause().is_some_and(|f| f.rule.id == rule.id));
    (fired, is_root, diagnosis(&session))
}

#[test]
fn every_rule_fires_on_its_page_and_stays_silent_on_the_near_misses() {
    let mut failures = Vec::new();
    for rule in lint::catalogue() {
        let firing = transcripts(rule.page, "Fires");
        let silent = transcripts(rule.page, "Silent");
        if firing.is_empty() || silent.is_empty() {
            failures
                .push(format!("{}: the page needs a transcript under Fires and one under Silent", rule.id));
        }
        for (index, transcript) in firing.iter().enumerate() {
            let (fired, is_root, seen) = fires(rule, transcript);
            if !fired {
                failures.push(format!("{}: Fires {} does not fire:\n{seen}", rule.id, index + 1));
            } else if index == 0 && rule.lane != Lane::Hygiene && !is_root {
                failures
                    .push(format!("{}: it is not the root cause of its first transcript:\n{seen}", rule.id));
            }
        }
        for (index, transcript) in silent.iter().enumerate() {
            let (fired, _, seen) = fires(rule, transcript);
            if fired {
                failures.push(format!("{}: Silent {} fires:\n{seen}", rule.id, index + 1));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn the_catalogue_is_sound() {
    let ids: BTreeSet<&str> = lint::catalogue().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), lint::catalogue().len(), "two rules share an id");
    for rule in lint::catalogue() {
        assert!(!rule.references.is_empty(), "{} cites nothing", rule.id);
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.title)),
            "{}: the page's first line is the title",
            rule.id
        );
        for heading in ["Why it breaks the login", "How to fix it", "When it stays silent"] {
            let other = heading.replace("breaks the login", "matters");
            let there = [heading, &other].iter().any(|h| rule.page.contains(&format!("\n## {h}\n")));
            assert!(there, "{}: the page lacks “{heading}”", rule.id);
        }
        for explained in rule.explains {
            assert!(ids.contains(explained), "{} explains {explained}, which is no rule", rule.id);
            let back = lint::rule(explained).unwrap().consequences().any(|other| other.id == rule.id);
            assert!(!back, "{} and {explained} explain each other", rule.id);
            let Lane::Symptom(stages) = lint::rule(explained).unwrap().lane else { continue };
            let by_stage =
                rule.lane == Lane::Fault && rule.stage != Stage::Any && stages.contains(&rule.stage);
            assert!(!by_stage, "{} lists {explained}, which follows from its stage", rule.id);
        }
        if matches!(rule.lane, Lane::Symptom(_)) {
            assert_eq!(rule.consequences().count(), 0, "{} is a symptom and explains others", rule.id);
        }
        let file = format!("crates/lint/src/rules/{}.rs", rule.id.replace('-', "_"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        assert!(root.join(&file).is_file(), "{} is not in {file}", rule.id);
    }
}

#[test]
fn every_rule_file_is_in_the_catalogue() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates/lint/src/rules");
    let mut pages = 0;
    for area in
        std::fs::read_dir(&rules).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(&area).unwrap().map(|entry| entry.unwrap().path()) {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            if file.extension().is_some_and(|e| e == "rs") && stem != "mod" {
                assert!(file.with_extension("md").is_file(), "{} has no page", file.display());
                let area = area.file_name().unwrap().to_string_lossy();
                let id = format!("{area}/{stem}").replace('_', "-");
                assert!(lint::rule(&id).is_some(), "{id} is not in the catalogue: run cargo xtask codegen");
                pages += 1;
            }
        }
    }
    assert_eq!(pages, lint::catalogue().len());
}

/// The longest `verify` and `disproof`, in characters: a line or two.
const LONGEST_VERIFY: usize = 140;
const LONGEST_DISPROOF: usize = 160;

#[test]
fn what_verifies_and_disproves_is_said_in_one_short_sentence_of_its_own() {
    let mut said = BTreeSet::new();
    for rule in lint::catalogue() {
        for (text, longest) in [(rule.verify, LONGEST_VERIFY), (rule.disproof, LONGEST_DISPROOF)] {
            assert!(text.chars().count() <= longest, "{}: too long: {text}", rule.id);
            assert!(text.ends_with('.'), "{}: no sentence: {text}", rule.id);
            assert!(said.insert(text), "{}: another rule says this too: {text}", rule.id);
        }
    }
}

#[test]
fn every_page_begins_with_the_lead_of_its_rule() {
    for rule in lint::catalogue() {
        let below = rule.page.lines().skip_while(|line| line.starts_with('#') || line.is_empty());
        let paragraph: Vec<&str> = below.take_while(|line| !line.is_empty()).map(str::trim).collect();
        assert_eq!(rule.lead, paragraph.join(" ").replace('`', ""), "{}", rule.id);
    }
}

#[test]
fn nothing_of_the_scaffold_is_left() {
    for rule in lint::catalogue() {
        let words = [rule.title, rule.lead, rule.why, rule.fix, rule.verify, rule.disproof];
        let left = words.into_iter().chain(rule.page.lines()).find(|text| text.contains("TODO"));
        assert_eq!(left, None, "{}", rule.id);
    }
}
