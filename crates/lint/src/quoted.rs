//! Where a text in quotes ends, also one of JSON within a text, whose quotes have backslashes before them.

/// Where a quoted text ends, and its marks begin: `rest` stands behind a quote that has so many backslashes before it. A quote inside
/// of the text has more.
pub(crate) fn end(rest: &str, quote: char, backslashes: usize) -> Option<usize> {
    let before = |at: usize| {
        rest.as_bytes().get(..at).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count()
    };
    let closing =
        rest.match_indices(quote).map(|(at, _)| (at, before(at))).find(|(_, marks)| *marks <= backslashes);
    closing.map(|(at, marks)| at - marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_inside_of_a_text_has_more_backslashes() {
        let inside =
            |rest: &'static str, backslashes| end(rest, '"', backslashes).and_then(|end| rest.get(..end));
        assert_eq!(inside(r#"Missing: \"code\" is", x"#, 0), Some(r#"Missing: \"code\" is"#));
        assert_eq!(inside(r#"Missing: \\\"code\\\" is\", x"#, 1), Some(r#"Missing: \\\"code\\\" is"#));
        assert_eq!(inside(r#"all", x"#, 1), Some("all"));
        assert_eq!(inside(r#"no end \""#, 0), None);
    }
}
