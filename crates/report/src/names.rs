//! The stable names of secrets, and the search for secrets inside other text.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::shape::looks_secret;

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

struct Search {
    automaton: Option<AhoCorasick>,
    names: Vec<String>,
}

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
        for found in automaton.find_iter(text) {
            out.push_str(&text[at..found.start()]);
            out.push_str(&format!("({})", search.names[found.pattern()]));
            at = found.end();
        }
        out.push_str(&text[at..]);
        out
    }

    fn search(&self) -> Search {
        let named = self.named.borrow();
        let mut sought: Vec<(&String, &Named)> = named.iter().filter(|(_, named)| named.sought).collect();
        sought.sort_unstable_by_key(|(value, _)| *value);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(sought.iter().map(|(value, _)| value.as_bytes()));
        Search {
            automaton: automaton.ok().filter(|_| !sought.is_empty()),
            names: sought.into_iter().map(|(_, named)| named.name.clone()).collect(),
        }
    }
}
