//! What programs say in the files of a recording: of each file what is known, and of a file in which nothing is known the lines
//! that look most like errors.

use std::cmp::Reverse;
use std::collections::HashMap;

use http::{Provenance, Statement};

use crate::known::{Known, Matcher, Near, Said, is_about_oauth};

/// Most statements of known errors that are kept, of all files together, and most of their bytes.
const MOST: usize = 2_000;
const MOST_BYTES: usize = 4_000_000;

/// So often the same error is kept of one file: what is repeated without end shows nothing new.
const MOST_ALIKE: usize = 20;

/// Bytes of the longest statement that is looked at: a longer one is data.
const LONGEST: usize = 64 << 10;

/// So many statements before and after one tell what it is about.
const NEAR: usize = 10;

/// Lines of unknown errors that are shown of a file.
const SHOWN: usize = 3;

/// What the files of a recording say.
#[derive(Default)]
pub(crate) struct Statements {
    known: Vec<Kept>,
    bytes: usize,
    files: Vec<OfFile>,
}

/// A statement with a known error.
pub(crate) struct Kept {
    pub(crate) statement: Statement,
    pub(crate) said: Said,
    /// How often its file says it; 0 where that was counted at an earlier one.
    pub(crate) count: usize,
}

/// What was said in a file.
#[derive(Default)]
pub struct OfFile {
    /// How many statements it holds.
    pub statements: usize,
    /// How many of them hold a known error.
    pub known: usize,
    /// How many of these were not kept, for there are too many.
    pub lost: usize,
    /// Where none is known, those that look most like errors.
    pub unknown: Vec<Statement>,
}

impl Statements {
    pub(crate) fn known(&self) -> &[Kept] {
        &self.known
    }

    pub(crate) fn of_file(&self, input: u32) -> Option<&OfFile> {
        self.files.get(input as usize)
    }

    /// Takes in what the next file says; answers whether anything of it is known.
    pub(crate) fn add(&mut self, statements: Vec<Statement>) -> bool {
        let input = self.files.len() as u32;
        let mut matcher = Matcher::default();
        let mut of_file = OfFile { statements: statements.len(), ..OfFile::default() };
        let mut found: Vec<(usize, Said)> = Vec::new();
        for (at, statement) in statements.iter().enumerate().filter(|(_, s)| s.text.text().len() <= LONGEST) {
            let said = matcher.find_all(statement.text.text());
            found
                .extend(said.into_iter().find(|said| has_near(&statements, at, said)).map(|said| (at, said)));
        }
        of_file.known = found.len();
        if found.is_empty() {
            of_file.unknown = likeliest(&statements, input);
        }
        // By the table's line: the first statement of each says how often there is one.
        let mut counts: HashMap<*const Known, usize> = HashMap::new();
        for (_, said) in &found {
            *counts.entry(std::ptr::from_ref(said.known)).or_default() += 1;
        }
        let mut kept: HashMap<*const Known, usize> = HashMap::new();
        for (at, said) in found {
            let place = std::ptr::from_ref(said.known);
            let alike = kept.entry(place).or_default();
            let weight = statements[at].weight();
            if *alike >= MOST_ALIKE || self.known.len() >= MOST || self.bytes + weight > MOST_BYTES {
                of_file.lost += 1;
                continue;
            }
            *alike += 1;
            self.bytes += weight;
            let statement = of_input(&statements[at], input);
            self.known.push(Kept { statement, said, count: counts.remove(&place).unwrap_or_default() });
        }
        let has_known = of_file.known > 0;
        self.files.push(of_file);
        has_known
    }
}

fn of_input(statement: &Statement, input: u32) -> Statement {
    let provenance: Provenance = statement.provenance.of_input(input);
    Statement { provenance, ..statement.clone() }
}

/// Whether what has to stand near a text stands near it.
fn has_near(statements: &[Statement], at: usize, said: &Said) -> bool {
    let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(statements.len());
    said.needs == Near::Nothing
        || statements[near].iter().any(|other| said.needs.is_in(other.text.text(), said.known.product))
}

/// The statements that look most like errors, in their order.
fn likeliest(statements: &[Statement], input: u32) -> Vec<Statement> {
    let all = statements.iter().enumerate().filter(|(_, s)| s.text.text().len() <= LONGEST);
    let mut likely: Vec<(usize, usize)> = all
        .map(|(at, statement)| (likeness(statement.text.text()), at))
        .filter(|(likeness, _)| *likeness > 0)
        .collect();
    likely.sort_by_key(|&(likeness, at)| (Reverse(likeness), at));
    likely.truncate(SHOWN);
    likely.sort_by_key(|&(_, at)| at);
    likely.into_iter().map(|(_, at)| of_input(&statements[at], input)).collect()
}

/// How much a line looks like an error of a login.
fn likeness(text: &str) -> usize {
    const OF_ERRORS: [&str; 14] = [
        "error",
        "fail",
        "exception",
        "invalid",
        "denied",
        "refused",
        "unauthorized",
        "forbidden",
        "mismatch",
        "expired",
        "unable",
        "could not",
        "cannot",
        "timed out",
    ];
    let lower = text.to_lowercase();
    let words = OF_ERRORS.iter().filter(|word| lower.contains(**word)).count();
    if words == 0 { 0 } else { words + 3 * usize::from(is_about_oauth(text)) }
}

#[cfg(test)]
mod tests {
    use http::{Place, Secret};

    use super::*;

    fn statements(lines: &[&str]) -> Vec<Statement> {
        let statement = |(number, line): (u32, &&str)| Statement {
            provenance: Provenance::File { input: 0, place: Place::Line(number) },
            time: None,
            text: Secret::from(*line),
        };
        (1..).zip(lines).map(statement).collect()
    }

    fn ids(statements: &Statements) -> Vec<&'static str> {
        statements.known().iter().map(|kept| kept.said.known.own.id).collect()
    }

    #[test]
    fn everyday_words_count_beside_others_that_speak_of_oauth() {
        let line = "dial tcp: lookup idp.example: no such host";
        let mut alone = Statements::default();
        assert!(!alone.add(statements(&["backup failed", line])));
        let mut beside = Statements::default();
        assert!(beside.add(statements(&["fetching the jwks", line])));
        assert_eq!(ids(&beside).len(), 1);
    }

    #[test]
    fn what_is_repeated_is_kept_some_times_and_counted() {
        let line = "upstream sent too big header while reading response header from upstream";
        let mut all = Statements::default();
        all.add(statements(&[line; 50]));
        assert_eq!(all.known().len(), MOST_ALIKE);
        assert_eq!(all.known()[0].count, 50);
        assert_eq!(all.of_file(0).map(|file| (file.known, file.lost)), Some((50, 30)));
    }

    #[test]
    fn where_nothing_is_known_the_likeliest_lines_stay() {
        let lines = [
            "started",
            "disk error",
            "the oidc plugin failed: xyzzy",
            "done",
            "an invalid thing",
            "cannot go",
        ];
        let mut all = Statements::default();
        assert!(!all.add(statements(&lines)));
        let unknown =
            all.of_file(0).map(|file| file.unknown.iter().map(|s| s.text.text().to_owned()).collect());
        let expected: Vec<String> = [lines[1], lines[2], lines[4]].map(str::to_owned).into();
        assert_eq!(unknown, Some(expected));
    }
}
