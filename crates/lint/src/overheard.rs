//! Lines of a log that speak of credentials. Nobody shows them: what they give away is sought in all that is shown.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use http::{Secret, Statement};

/// Most lines of a file that are kept, bytes of each, and of all together: to learn from a mebibyte takes as long as reading
/// many.
const MOST: usize = 2_000;
const LONGEST: usize = 16 * 1024;
const MOST_BYTES: usize = 1024 * 1024;

/// Parts of names of what somebody chose or was given to keep.
const NAMES: [&str; 24] = [
    "passw",
    "pswd",
    "pass\"",
    "pass>",
    "pass'",
    "pw=",
    "pw:",
    "pw\"",
    "senha",
    "passphrase",
    "pwd",
    "pass=",
    "pass:",
    "secret",
    "api_key",
    "apikey",
    "api-key",
    "authorization:",
    "authorization\"",
    "token=",
    "token:",
    "token\"",
    "kennwort",
    "contrase",
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(NAMES).ok()
});

/// Whether a text names a credential, or has an address with somebody who signs in there: `postgres://app:…@db`.
pub fn speaks_of_credentials(text: &str) -> bool {
    /// Bytes of the longest user and password that are looked through for the sign behind them.
    const LONGEST: usize = 300;
    let has_user = |(at, _): (usize, &str)| {
        let rest = text.as_bytes().get(at + "://".len()..).unwrap_or_default();
        let mut authority = rest.iter().take(LONGEST).take_while(|byte| !b"/?# \"'<>\n".contains(byte));
        authority.any(|byte| *byte == b'@')
    };
    FINDER.as_ref().is_some_and(|finder| finder.is_match(text)) || text.match_indices("://").any(has_user)
}

/// The first of such lines.
#[derive(Default)]
pub(crate) struct Overheard {
    lines: Vec<Secret<String>>,
    heard: HashSet<Secret<String>>,
    bytes: usize,
    /// Whether there was more than is kept.
    is_cut: bool,
}

impl Overheard {
    /// Keeps what somebody says, where it speaks of a credential.
    pub(crate) fn hear(&mut self, statement: &Statement) {
        let text = statement.text.text();
        if !speaks_of_credentials(text) {
            return;
        }
        let room = LONGEST.min(MOST_BYTES - self.bytes);
        let end = text.floor_char_boundary(room.min(text.len()));
        let line = Secret::from(&text[..end]);
        if self.heard.contains(&line) {
            return;
        }
        self.is_cut |= self.lines.len() >= MOST || end < text.len();
        if self.lines.len() >= MOST || end == 0 {
            return;
        }
        self.bytes += end;
        self.heard.insert(line.clone());
        self.lines.push(line);
    }

    /// Adds what was heard in another file, of which each has room for as many.
    pub(crate) fn add(&mut self, other: Overheard) {
        self.lines.extend(other.lines);
        self.is_cut |= other.is_cut;
    }

    /// Whether there was more to hear than is kept.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What was heard.
    pub(crate) fn lines(&self) -> &[Secret<String>] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use http::{LogLevel, Place, Provenance};

    use super::*;

    #[test]
    fn only_lines_that_speak_of_credentials_are_kept_and_not_without_end() {
        let mut overheard = Overheard::default();
        let mut hear = |text: &str| {
            overheard.hear(&Statement {
                provenance: Provenance::File { input: 0, place: Place::Line(1) },
                time: None,
                text: Secret::from(text),
                level: LogLevel::Unsaid,
            });
        };
        hear("user jane signed in");
        hear("GET https://app.example/@jane");
        hear("DB_PASSWORD=horse");
        hear("DB_PASSWORD=horse");
        hear("connecting to postgres://app:horse@db.internal/app");
        hear(&format!("client_secret {}", "é".repeat(LONGEST)));
        (0..2 * MOST).for_each(|number| hear(&format!("pwd {number}")));
        assert!(overheard.is_cut());
        let lines = overheard.lines();
        assert_eq!(lines[0].text(), "DB_PASSWORD=horse");
        assert!(lines[1].text().starts_with("connecting"));
        assert!(lines.len() == MOST && lines.iter().all(|line| line.text().len() <= LONGEST));
    }

    #[test]
    fn long_lines_are_kept_until_there_are_too_many_bytes_of_them() {
        let mut overheard = Overheard::default();
        let mut heard = |number: usize| {
            overheard.hear(&Statement {
                provenance: Provenance::File { input: 0, place: Place::Line(1) },
                time: None,
                text: Secret::from(format!("{number} token: {}", "x".repeat(LONGEST / 2)).as_str()),
                level: LogLevel::Unsaid,
            });
            overheard.is_cut()
        };
        assert!(!heard(0) && (1..4 * MOST_BYTES / LONGEST).any(&mut heard));
        let bytes: usize = overheard.lines().iter().map(|line| line.text().len()).sum();
        assert!(bytes <= MOST_BYTES && bytes > MOST_BYTES - LONGEST);
    }
}
