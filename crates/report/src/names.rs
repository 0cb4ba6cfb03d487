//! The stable names of secrets, and the search for secrets inside other text.

use std::cell::{OnceCell, RefCell};
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

/// The names of one report.
#[derive(Default)]
pub(crate) struct Names {
    named: RefCell<HashMap<String, Named>>,
    counts: RefCell<HashMap<String, u32>>,
    /// Made when a text is first searched: everything is learnt before anything is shown.
    search: OnceCell<Search>,
}

struct Named {
    name: String,
    /// Whether the value is one wherever it stands.
    sought: bool,
}

/// Finds the beginnings of secrets; what follows is compared with the secrets that begin so.
struct Search {
    automaton: Option<AhoCorasick>,
    /// Of each beginning the secrets, sorted, with their names.
    secrets: Vec<Vec<(String, String)>>,
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
            known.sought |= sought;
            return known.name.clone();
        }
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(label.to_owned()).or_insert(0);
        *count += 1;
        let name = format!("{label}#{count} · {}", kind());
        named.insert(value.to_owned(), Named { name: name.clone(), sought });
        name
    }

    /// The name of a value that is a secret wherever it stands.
    pub(crate) fn of(&self, value: &str) -> Option<String> {
        self.named.borrow().get(value).filter(|named| named.sought).map(|named| named.name.clone())
    }

    /// A text with the names of known secrets in place of them.
    pub(crate) fn put_into(&self, text: &str) -> String {
        let search = self.search.get_or_init(|| self.search());
        let Some(automaton) = &search.automaton else { return text.to_owned() };
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(found) = automaton.find(Input::new(text).range(at..)) {
            out.push_str(&text[at..found.start()]);
            let (length, name) = search.longest(found.pattern().as_usize(), &text[found.start()..]);
            out.push_str(&format!("({name})"));
            at = found.start() + length.max(found.len());
        }
        out.push_str(&text[at..]);
        out
    }

    fn search(&self) -> Search {
        let named = self.named.borrow();
        let mut sought: Vec<(&String, &Named)> = named.iter().filter(|(_, named)| named.sought).collect();
        sought.sort_unstable_by_key(|(value, _)| *value);
        let mut beginnings: Vec<&str> = Vec::new();
        let mut secrets: Vec<Vec<(String, String)>> = Vec::new();
        for (value, named) in sought {
            let beginning = &value[..value.floor_char_boundary(BEGINNING)];
            if beginnings.last() != Some(&beginning) {
                beginnings.push(beginning);
                secrets.push(Vec::new());
            }
            if let Some(secrets) = secrets.last_mut() {
                secrets.push((value.clone(), named.name.clone()));
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&beginnings);
        Search { automaton: automaton.ok().filter(|_| !beginnings.is_empty()), secrets }
    }
}

impl Search {
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
    fn a_secret_of_one_letter_is_sought_like_any_other() {
        let names = names(&[&"A".repeat(200_000)]);
        assert_eq!(names.put_into(&"A".repeat(200_000)), "(code#1 · x)");
    }
}
