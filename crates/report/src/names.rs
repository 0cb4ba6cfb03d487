//! The stable names of secrets, and the search for secrets inside other text.

use std::cell::RefCell;
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::shape::{is_token_char, looks_secret};

/// Bytes of the shortest value that is looked for inside other text; shorter ones are parts of words.
const SHORTEST_SOUGHT: usize = 6;

/// Names whose values are secrets or persons whatever they look like. A value of another name (`hd=example.com`,
/// `flow=signup`) is often a word that stands elsewhere for itself.
const CREDENTIALS: [&str; 24] = [
    "access_token",
    "assertion",
    "code",
    "client_secret",
    "cookie",
    "credentials",
    "device_code",
    "dpop-proof",
    "e-mail",
    "email",
    "id_token",
    "login_hint",
    "nonce",
    "otp",
    "passwd",
    "password",
    "refresh_token",
    "request_uri",
    "secret",
    "state",
    "token",
    "user_code",
    "username",
    "verifier",
];

/// The names of one report, or of all that a panel is shown of one recording.
#[derive(Default)]
pub(crate) struct Names {
    named: RefCell<HashMap<String, Named>>,
    counts: RefCell<HashMap<String, u32>>,
    /// Values that no search knows yet: one is made when a text is searched. Everything in a text is learnt before it is shown.
    unsought: RefCell<Vec<String>>,
    /// The searches, the largest first: each is at least twice as large as the next, so that a value is put into few of them.
    searches: RefCell<Vec<Search>>,
}

struct Named {
    name: String,
    /// Whether the value is one wherever it stands.
    sought: bool,
}

/// Finds the beginnings of secrets; what follows is compared with the secrets that begin so.
struct Search {
    automaton: AhoCorasick,
    /// Of each beginning the secrets, sorted, with their names.
    secrets: Vec<Vec<(String, String)>>,
    /// How many secrets it knows.
    size: usize,
}

/// Bytes of a secret that are sought. Longer patterns could be made so that the automaton takes forever to build.
const BEGINNING: usize = 64;

/// Secrets of one beginning that a text is compared with.
const MOST_COMPARED: usize = 16;

impl Names {
    /// The name of a value; `kind` says what is told of it when it gets one.
    pub(crate) fn name(&self, label: &str, value: &str, kind: impl FnOnce() -> String) -> String {
        let sought = value.len() >= SHORTEST_SOUGHT && (CREDENTIALS.contains(&label) || looks_secret(value));
        let mut named = self.named.borrow_mut();
        if let Some(known) = named.get_mut(value) {
            if sought && !known.sought {
                known.sought = true;
                self.unsought.borrow_mut().push(value.to_owned());
            }
            return known.name.clone();
        }
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(label.to_owned()).or_insert(0);
        *count += 1;
        let name = format!("{label}#{count} · {}", kind());
        named.insert(value.to_owned(), Named { name: name.clone(), sought });
        if sought {
            self.unsought.borrow_mut().push(value.to_owned());
        }
        name
    }

    /// The name of a value that is a secret wherever it stands.
    pub(crate) fn of(&self, value: &str) -> Option<String> {
        self.named.borrow().get(value).filter(|named| named.sought).map(|named| named.name.clone())
    }

    /// A text with the names of known secrets in place of them.
    pub(crate) fn put_into(&self, text: &str) -> String {
        self.renew_searches();
        let searches = self.searches.borrow();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        // What each search finds next; none looks twice at the same piece.
        let mut next: Vec<_> = searches.iter().map(|search| search.find(text, 0)).collect();
        loop {
            for (search, next) in searches.iter().zip(&mut next) {
                if next.as_ref().is_some_and(|(start, ..)| *start < at) {
                    *next = search.find(text, at);
                }
            }
            // What begins first counts, and of what begins there the longest.
            let found = next.iter().flatten();
            let first = found.min_by_key(|(start, length, _)| (*start, std::cmp::Reverse(*length)));
            let Some((start, length, name)) = first else { break };
            out.push_str(&text[at..*start]);
            out.push_str(&format!("({name})"));
            at = start + length;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Makes a search for what none knows yet, together with those that are not much larger.
    fn renew_searches(&self) {
        let mut values = std::mem::take(&mut *self.unsought.borrow_mut());
        if values.is_empty() {
            return;
        }
        let mut searches = self.searches.borrow_mut();
        while let Some(smaller) = searches.pop_if(|last| last.size < 2 * values.len()) {
            values.extend(smaller.secrets.into_iter().flatten().map(|(value, _)| value));
        }
        searches.extend(self.search(values));
    }

    fn search(&self, mut values: Vec<String>) -> Option<Search> {
        let named = self.named.borrow();
        values.sort_unstable();
        values.dedup();
        let size = values.len();
        let mut beginnings: Vec<String> = Vec::new();
        let mut secrets: Vec<Vec<(String, String)>> = Vec::new();
        for value in values {
            let Some(name) = named.get(&value).map(|named| named.name.clone()) else { continue };
            let beginning = &value[..value.floor_char_boundary(BEGINNING)];
            if beginnings.last().is_none_or(|last| last != beginning) {
                beginnings.push(beginning.to_owned());
                secrets.push(Vec::new());
            }
            if let Some(secrets) = secrets.last_mut() {
                secrets.push((value, name));
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&beginnings);
        Some(Search { automaton: automaton.ok()?, secrets, size })
    }
}

impl Search {
    /// The next secret in a text: where it begins, its length and its name.
    fn find(&self, text: &str, at: usize) -> Option<(usize, usize, String)> {
        let found = self.automaton.find(Input::new(text).range(at..))?;
        let (length, name) = self.longest(found.pattern().as_usize(), &text[found.start()..]);
        Some((found.start(), length.max(found.len()), name))
    }

    /// The longest secret of a beginning with which the text begins: its length and name. Of a secret that is cut off the
    /// rest of the word goes with it.
    fn longest(&self, beginning: usize, text: &str) -> (usize, String) {
        let secrets = self.secrets.get(beginning).map_or(&[][..], Vec::as_slice);
        // What the text begins with stands before the text in their order.
        let before = secrets.partition_point(|(value, _)| value.as_str() <= text);
        let mut near = secrets[..before].iter().rev().take(MOST_COMPARED);
        if let Some((value, name)) = near.find(|(value, _)| text.starts_with(value.as_str())) {
            return (value.len(), name.clone());
        }
        let rest = text.find(|c| !is_token_char(c)).unwrap_or(text.len());
        let name = secrets.get(before.saturating_sub(1)).map_or("secret", |(_, name)| name);
        (rest, format!("part of {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(values: &[&str]) -> Names {
        let names = Names::default();
        for value in values {
            names.name("code", value, || "x".to_owned());
        }
        names
    }

    #[test]
    fn long_secrets_that_begin_alike_are_told_apart() {
        let long = "A".repeat(100);
        let (one, other) = (format!("{long}one"), format!("{long}other"));
        let names = names(&[&one, &other, "secret", "secretary"]);
        assert_eq!(names.put_into(&format!("{one} {other}")), "(code#1 · x) (code#2 · x)");
        assert_eq!(names.put_into("a secret, a secretary"), "a (code#3 · x), a (code#4 · x)");
        assert_eq!(names.put_into(&format!("<{}>", &long[..70])), "<(part of code#1 · x)>");
    }

    #[test]
    fn what_is_learnt_later_is_sought_too() {
        let names = names(&["first-secret"]);
        assert_eq!(names.put_into("first-secret second-secret"), "(code#1 · x) second-secret");
        for value in ["second-secret", "first-secret-and-more", "third-secret"] {
            names.name("code", value, || "x".to_owned());
        }
        assert_eq!(names.put_into("first-secret second-secret"), "(code#1 · x) (code#2 · x)");
        assert_eq!(names.put_into("third-secret, first-secret-and-more"), "(code#4 · x), (code#3 · x)");
    }

    #[test]
    fn a_secret_of_one_letter_is_sought_like_any_other() {
        let names = names(&[&"A".repeat(200_000)]);
        assert_eq!(names.put_into(&"A".repeat(200_000)), "(code#1 · x)");
    }
}
