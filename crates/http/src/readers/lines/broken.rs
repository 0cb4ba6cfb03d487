//! Addresses that somebody broke at their parameters to read them: a line for each, which begins with `?` or `&`.

use std::borrow::Cow;

use super::pieces::{GONE, of_lines};

/// Bytes of the longest address that is put together.
const LONGEST: usize = 64 << 10;

/// The text with such addresses in one line; of the other lines nothing is left, so that all keep their numbers.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let goes_on = |line: &str| line.trim_start().starts_with(['?', '&']) && part(line, "?").is_some();
    if !text.lines().any(goes_on) {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<Cow<str>> = Vec::new();
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let before = open.and_then(|at| lines.get_mut(at));
        let joined = before.and_then(|before| {
            let part = part(line, before)?;
            (before.len() + part.len() < LONGEST).then(|| before.to_mut().push_str(part))
        });
        match joined {
            Some(()) => lines.push(Cow::Borrowed(GONE)),
            None => {
                open = ends_in_address(line).then_some(lines.len());
                lines.push(Cow::Borrowed(line));
            }
        }
    }
    Cow::Owned(of_lines(&lines, text))
}

/// The parameters with which an address goes on in a line, where the line is nothing else.
fn part<'l>(line: &'l str, address: &str) -> Option<&'l str> {
    let part = line.trim();
    let is_marked = match part.chars().next()? {
        '?' => !address.contains('?') || address == "?",
        '&' => address.contains('?'),
        // The mark may stand at the end of the line before.
        _ => address.ends_with(['?', '&']),
    };
    let name = part.trim_start_matches(['?', '&']).split('=').next().filter(|name| name.len() < part.len());
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.[]%".contains(c));
    let is_whole = is_marked && !part.contains([' ', '\t', '"', '\'', '<', '{', ';']);
    (is_whole && name.is_some_and(is_name)).then_some(part)
}

fn ends_in_address(line: &str) -> bool {
    let last = line.rsplit([' ', '\t', '(', '"', '\'', '<']).next().unwrap_or_default();
    ["https://", "http://"].iter().any(|scheme| last.contains(scheme)) && !line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let joined = joined(text);
        assert_eq!(joined.lines().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn parameters_in_lines_of_their_own() {
        check(
            "https://a.example/auth\n  ?client_id=x\n  &scope=a%20b\nnext",
            &["https://a.example/auth?client_id=x&scope=a%20b", GONE, GONE, "next"],
        );
        check("GET https://a.example/auth?a=b\n&c=d", &["GET https://a.example/auth?a=b&c=d", GONE]);
        check(
            "https://a.example/auth?\na=b&\nc=d\n&e=f",
            &["https://a.example/auth?a=b&c=d&e=f", GONE, GONE, GONE],
        );
    }

    #[test]
    fn other_lines_stay() {
        for text in [
            "https://a.example/\n&nbsp; and\n& so on",
            "see https://a.example/x\nb=c\n?d=e",
            "nothing\n?a=b",
            "https://a.example/?x=1\n?a=b",
        ] {
            check(text, &text.lines().collect::<Vec<_>>());
        }
    }
}
