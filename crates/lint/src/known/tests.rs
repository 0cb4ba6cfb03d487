use std::collections::HashSet;

use super::*;

/// The text of a line with made-up values in its gaps: a sample of what the program says.
fn sample(known: &Known) -> String {
    known.text.replace(pattern::GAP, "zq7")
}

#[test]
fn every_text_is_found_in_its_own_sample_and_no_other_is() {
    let mut matcher = Matcher::default();
    let mut wrong = Vec::new();
    for known in all() {
        let sample = sample(known);
        let found = matcher.find_all(&sample).first().map(|said| said.known);
        if !found.is_some_and(|found| std::ptr::eq(found, known)) {
            wrong.push(format!("{}: {sample}: {:?}", known.own.id, found.map(|other| other.own.id)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all().len(), wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_no_rules() {
    let mut ids = HashSet::new();
    for known in all() {
        assert!(known.own.id.starts_with("log/"), "{}", known.own.id);
        assert!(ids.insert(known.own.id), "{} twice", known.own.id);
    }
}
