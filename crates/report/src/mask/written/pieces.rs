//! JSON that is written, once more without any known secret: a string loses what is one, a number becomes the name of one in quotes.
//! What is put in place of a secret never touches the form: it stays JSON.

use std::ops::Range;

/// A string without its quotes, or what stands in none: a number, `true`.
struct Piece {
    at: Range<usize>,
    is_string: bool,
}

/// JSON with names in place of what was found in it. What was found may lie across several pieces: each loses its part.
pub(super) fn replaced(text: &str, found: &[(Range<usize>, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for piece in pieces(text) {
        let is_touched = |place: &Range<usize>| place.start < piece.at.end && piece.at.start < place.end;
        let mut touched = found.iter().filter(|(place, _)| is_touched(place)).peekable();
        if touched.peek().is_none() {
            continue;
        }
        if let (false, Some((_, name))) = (piece.is_string, touched.peek()) {
            out.push_str(text.get(at..piece.at.start).unwrap_or_default());
            out.push_str(&format!("\"({name})\""));
            at = piece.at.end;
            continue;
        }
        for (place, name) in touched {
            let place = whole_characters(text, &piece.at, place);
            if place.end <= at {
                continue;
            }
            // What begins in what was replaced goes with it.
            if place.start >= at {
                out.push_str(text.get(at..place.start).unwrap_or_default());
                out.push_str(&format!("({name})"));
            }
            at = place.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The part of a place that lies in a string, grown to the borders of its escapes: half of one is none.
fn whole_characters(text: &str, string: &Range<usize>, place: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (place.start.max(string.start), place.end.min(string.end));
    let mut at = string.start;
    while at < string.end {
        let rest = text.get(at..string.end).unwrap_or_default();
        let length = match rest.strip_prefix('\\') {
            Some(escaped) if escaped.starts_with('u') => 6,
            Some(escaped) => 1 + escaped.chars().next().map_or(0, char::len_utf8),
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        let next = (at + length).min(string.end);
        if at < start && start < next {
            start = at;
        }
        if at < end && end < next {
            end = next;
        }
        at = next;
    }
    start..end
}

/// The strings of a text of JSON, and what stands between its punctuation.
fn pieces(text: &str) -> Vec<Piece> {
    let is_bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.');
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            let start = at + 1;
            at = start;
            while let Some(&inside) = bytes.get(at).filter(|inside| **inside != b'"') {
                at += if inside == b'\\' { 2 } else { 1 };
            }
            pieces.push(Piece { at: start..at.min(bytes.len()), is_string: true });
            at += 1;
        } else if is_bare(byte) {
            let start = at;
            at += bytes.iter().skip(at).take_while(|b| is_bare(**b)).count();
            pieces.push(Piece { at: start..at, is_string: false });
        } else {
            at += 1;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_becomes_a_name_in_quotes() {
        assert_eq!(
            replaced(r#"{"a":48291,"b":[148291]}"#, &[(5..10, "pin#1")]),
            r#"{"a":"(pin#1)","b":[148291]}"#
        );
        assert_eq!(replaced(r#"{"b":[148291]}"#, &[(7..12, "pin#1")]), r#"{"b":["(pin#1)"]}"#);
        assert_eq!(replaced("48291", &[(0..5, "pin#1")]), "\"(pin#1)\"");
    }

    #[test]
    fn a_string_loses_whole_characters() {
        assert_eq!(replaced(r#"["x\nabc"]"#, &[(4..8, "v#1")]), r#"["x(v#1)"]"#);
        assert_eq!(replaced(r#"["\u00e9b"]"#, &[(5..9, "v#1")]), r#"["(v#1)"]"#);
        assert_eq!(replaced(r#"["ab\\"]"#, &[(3..5, "v#1")]), r#"["a(v#1)"]"#);
    }

    #[test]
    fn what_lies_across_pieces_leaves_the_form() {
        assert_eq!(replaced(r#"{"ab":"cd"}"#, &[(3..8, "v#1")]), r#"{"a(v#1)":"(v#1)d"}"#);
        assert_eq!(replaced(r#"["abcd"]"#, &[(2..4, "v#1"), (3..5, "v#2")]), r#"["(v#1)d"]"#);
    }
}
