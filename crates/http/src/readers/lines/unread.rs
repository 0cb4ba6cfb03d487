//! Lines that look like requests, and that no form knows: what was not understood is said.

use super::is_method;
use crate::readers::Problem;

/// Words of the longest example.
const WORDS: usize = 12;

/// So many lines are a log; one may be a sentence.
const FEWEST: usize = 2;

#[derive(Default)]
pub(super) struct Unread {
    count: usize,
    /// The first one: where it stands, and what it looks like.
    first: Option<(usize, String)>,
}

impl Unread {
    /// Notes a line if it names a method, what was asked for, and a status.
    pub(super) fn note(&mut self, number: usize, text: &str) {
        if !is_request(text) {
            return;
        }
        self.count += 1;
        self.first.get_or_insert_with(|| (number, shape(text)));
    }

    pub(super) fn problem(&self) -> Option<Problem> {
        let (number, shape) = self.first.as_ref().filter(|_| self.count >= FEWEST)?;
        let what = format!(
            "{} lines look like requests and have no form that is known, as this one: `{shape}`; how an access log is written is \
             said with --access-log-format",
            self.count
        );
        Some(Problem { place: format!("line {number}"), what })
    }
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/')
}

fn is_status(word: &str) -> bool {
    word.len() == 3 && matches!(word.as_bytes(), [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}

fn is_target(word: &str) -> bool {
    word.starts_with('/') || word.starts_with("http://") || word.starts_with("https://")
}

fn is_request(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace().map(bare).take(4 * WORDS);
    words.any(|word| word.len() > 2 && is_method(word))
        && words.next().is_some_and(is_target)
        && words.any(is_status)
}

/// What a line looks like without what it says: methods, statuses and marks stay, all else is left out.
fn shape(text: &str) -> String {
    let word = |word: &str| {
        let inner = bare(word);
        match () {
            () if is_method(inner) && inner.len() > 2 || is_status(inner) => word.to_owned(),
            () if is_target(inner) => "/…".to_owned(),
            () if !word.chars().any(char::is_alphanumeric) => word.to_owned(),
            () => "…".to_owned(),
        }
    };
    text.split_ascii_whitespace().take(WORDS).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::readers::read;

    fn problems(text: &str) -> Vec<String> {
        let problems = read(text.as_bytes()).map(|read| read.problems).unwrap_or_default();
        problems.into_iter().map(|problem| format!("{}: {}", problem.place, problem.what)).collect()
    }

    #[test]
    fn lines_that_look_like_requests_are_counted() {
        let line = "req 7 GET /cb?code=s3cret >> 400 in 3ms for alice\n";
        let said = problems(&format!("started\n{line}{line}{line}"));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("line 2: 3 lines look like requests"), "{said:?}");
        assert!(said[0].contains("`… … GET /… >> 400 … … … …`"), "{said:?}");
        // Also where a login was read.
        let login = "> GET /cb?code=c&state=s HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 401 Unauthorized\n<\n* Connection #0 to host a.example left intact\n";
        assert_eq!(problems(&format!("{login}{line}{line}")).len(), 1);
    }

    #[test]
    fn sentences_and_what_is_read_are_not_counted() {
        let line = "req 7 GET /cb?code=c >> 400 in 3ms\n";
        assert!(problems(line).is_empty());
        let known = "10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 400 5\n";
        assert!(problems(&known.repeat(3)).is_empty());
        assert!(problems(&"we GET it from the shop for 200 coins\n".repeat(3)).is_empty());
        assert!(problems(&"GET /a and wait\n".repeat(3)).is_empty());
    }
}
