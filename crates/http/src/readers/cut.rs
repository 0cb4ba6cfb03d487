//! Bodies that a log cut, and says so: `{"error":"invalid_client","error_descr (truncated...)`.

use serde_json::{Map, Value};

use crate::Body;

/// Bytes of the longest mark.
const LONGEST_MARK: usize = 48;

/// How marks begin.
const OPENINGS: [&str; 5] = ["...", "…", "(", "[", "<"];

/// Words of which a mark has one, where it is more than dots.
const WORDS: [&str; 6] =
    ["truncated", "more bytes", "more characters", "more chars", "omitted", "bytes more"];

/// Whether a line says at its end that the rest was left out.
pub(super) fn is_cut(line: &str) -> bool {
    before_mark(line).is_some()
}

/// What stands before the mark at the end.
fn before_mark(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let mut from = text.len().saturating_sub(LONGEST_MARK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let (before, end) = text.split_at(from);
    let at =
        OPENINGS.iter().filter_map(|opening| end.find(opening)).filter(|at| is_mark(&end[*at..])).min()?;
    text.get(..before.len() + at).map(str::trim_end)
}

fn is_mark(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " .…()[]<>:,".contains(c);
    let has_word = || WORDS.iter().any(|word| lower.contains(word));
    lower.chars().all(is_plain) && (matches!(text, "..." | "…") || has_word())
}

/// What is known of an object that was cut: the members that stand in it. `None` where the body is whole, and where it is
/// another text, of which each word counts for itself.
pub(super) fn known_part(text: &str) -> Option<Body> {
    let before = before_mark(text)?;
    let is_whole = || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let members = members(before).filter(|_| !is_whole())?;
    Some(Body::from_part(&Value::Object(members)))
}

/// The members of an object that breaks off; the value that breaks off counts as far as it goes, if it is text.
fn members(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim();
    if !text.starts_with('{') {
        return None;
    }
    let end = End::of(text);
    let whole = |at: usize, closing: &str| {
        let text = text.get(..at)?;
        serde_json::from_str::<Map<String, Value>>(&format!("{text}{closing}")).ok()
    };
    let in_value = || whole(text.len() - end.escape, &end.closing);
    in_value().or_else(|| whole(end.last_member?, "}"))
}

/// Where a document breaks off.
struct End {
    /// What would close it.
    closing: String,
    /// Bytes of an escape that was begun.
    escape: usize,
    /// Where the last whole member of the outer object ends.
    last_member: Option<usize>,
}

impl End {
    fn of(text: &str) -> Self {
        let (mut open, mut in_text, mut escape, mut last_member) = (Vec::new(), false, 0, None);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escape == 1 => escape = 0,
                b'\\' if in_text => escape = 1,
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'{' => open.push('}'),
                b'[' => open.push(']'),
                b'}' | b']' => drop(open.pop()),
                b',' if open.len() == 1 => last_member = Some(at),
                _ => {}
            }
        }
        let quote = if in_text { "\"" } else { "" };
        End { closing: quote.chars().chain(open.into_iter().rev()).collect(), escape, last_member }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Option<String> {
        Some(known_part(text)?.text().unwrap_or_default().to_owned())
    }

    #[test]
    fn what_is_known_of_a_body_that_a_log_cut() {
        let check = |text: &str, expected: &str| assert_eq!(known(text).as_deref(), Some(expected), "{text}");
        let both = r#"{"error":"invalid_client","error_description":"Client auth"}"#;
        let cut = r#"{"error":"invalid_client","error_description":"Client auth"#;
        for mark in [
            " (truncated...)",
            "...",
            "…",
            "... [truncated]",
            "[truncated]",
            "... 135 more bytes",
            " <truncated>",
        ] {
            check(&format!("{cut}{mark}"), both);
        }
        check(r#"{"error":"invalid_client","error_d (truncated...)"#, r#"{"error":"invalid_client"}"#);
        check(r#"{"error":"a","b":tr...[12 bytes omitted]"#, r#"{"error":"a"}"#);
        check(r#"{"a":{"c":[1,"d...(truncated)"#, r#"{"a":{"c":[1,"d"]}}"#);
        check(r#"{"error":"a\...(truncated)"#, r#"{"error":"a"}"#);
        check(r#"{"error":"a","b":"\u00...(truncated)"#, r#"{"error":"a"}"#);
        check("{ (truncated...)", "{}");
    }

    #[test]
    fn what_is_whole_says_nothing_of_the_kind() {
        for text in [
            r#"{"error":"invalid_client"}"#,
            r#"{"error":"invalid_client","error_description":"truncated..."}"#,
            r#"["truncated"]"#,
            r#"{"error":"invalid_client","error_descr"#,
            "Sorry (see below)",
            "<html><body>Sorry (truncated...)",
            "",
        ] {
            assert_eq!(known(text), None, "{text}");
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[{}\\[\\]\":,a\\\\é…]{0,40}(\\.\\.\\.|…| \\(truncated\\.\\.\\.\\))?") {
                let _ = known_part(&text);
            }
        }
    }
}
