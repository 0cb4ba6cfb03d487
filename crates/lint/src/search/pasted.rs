//! What is read of a pasted text: without a terminal's colours, and of a long one what tells something, wherever it stands.

use std::borrow::Cow;

use super::parts::{CAUSED_BY, LONGEST, is_frame};
use crate::known::{identifiers, is_named, is_numbered};

/// Bytes of a text that are looked at, so that a whole log costs no more than it can say.
const MOST: usize = 256 * 1024;
/// Bytes of the beginning of a long text that are kept whatever stands there: what failed is mostly said first.
const BEGINNING: usize = 4_000;
/// Bytes of a line that are kept or left out together: a log in one line is many statements.
const PIECE: usize = 500;

/// What is read of a message.
pub(super) fn read(message: &str) -> Cow<'_, str> {
    let plain = without_colours(up_to(message, MOST));
    if plain.len() <= LONGEST { plain } else { Cow::Owned(condensed(&plain)) }
}

/// The beginning of a long text, and behind it what names something that is known, or what made it fail. The places in a program
/// that a stack trace has between its causes are left out.
fn condensed(text: &str) -> String {
    let pieces: Vec<&str> = text.lines().filter(|line| !is_frame(line.trim())).flat_map(pieces).collect();
    let is_short = pieces.iter().map(|piece| piece.len() + 1).sum::<usize>() <= LONGEST;
    let mut kept = String::new();
    let mut is_beginning = true;
    for piece in pieces {
        is_beginning &= kept.len() + piece.len() < BEGINNING;
        let has_room = kept.len() + piece.len() < LONGEST;
        if is_short || is_beginning || has_room && is_telling(piece) {
            kept.push_str(piece);
            kept.push('\n');
        }
    }
    kept
}

/// Whether a piece of a text says what made something fail, or has an identifier of a known text.
fn is_telling(piece: &str) -> bool {
    CAUSED_BY.iter().any(|mark| piece.contains(mark))
        || identifiers(piece).iter().any(|name| is_numbered(name) || is_named(name))
}

/// A line in pieces that end where a word does.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while rest.len() > PIECE {
        let most = up_to(rest, PIECE);
        let (piece, behind) =
            rest.split_at(most.rfind(char::is_whitespace).filter(|at| *at > 0).unwrap_or(most.len()));
        pieces.push(piece);
        rest = behind.trim_start();
    }
    pieces.push(rest);
    pieces
}

/// The beginning of a text, so many bytes at most.
fn up_to(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// How the escape that begins a colour is written: as it is, and as text.
const ESCAPES: [&str; 8] = ["\u{1b}", "\u{241b}", "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\033", "^["];

/// A text without the colours of a terminal (ECMA-48 §8.3.117), also where their escape was lost on the way.
fn without_colours(text: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|behind| behind.find('[')).map(|at| at + from) {
        let (before, behind) = rest.split_at(at);
        let escape = ESCAPES.iter().find(|escape| before.ends_with(*escape));
        let Some(length) = colour(&behind[1..], escape.is_some()) else {
            from = at + 1;
            continue;
        };
        plain.push_str(escape.map_or(before, |escape| &before[..before.len() - escape.len()]));
        rest = &behind[1 + length..];
        from = 0;
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// How long a colour is behind its bracket. Without an escape it needs a number, and `[5m]` is a time.
fn colour(behind: &str, has_escape: bool) -> Option<usize> {
    let digits = behind.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
    let rest = &behind[digits..];
    let is_erased = has_escape && rest.starts_with('K');
    let is_colour = rest.starts_with('m') && (has_escape || digits > 0 && !rest.starts_with("m]"));
    (is_erased || is_colour).then_some(digits + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Certainty, search};

    #[test]
    fn colours_say_nothing() {
        for coloured in [
            "\u{1b}[31mAADSTS50011\u{1b}[0m: x",
            "[31mAADSTS50011[0m: x",
            "[1;31mAADSTS50011[39;49m: x",
            "\\u001b[31mAADSTS50011\\u001b[0m: x",
            "\\x1b[0;31mAADSTS50011\\033[0m: x",
            "^[[31mAADSTS50011^[[m: x",
            "AADSTS50011: \u{1b}[Kx",
        ] {
            assert_eq!(read(coloured), "AADSTS50011: x");
        }
        for plain in ["rate(errors[5m])", "[main] x", "a[0] = m", "[ERROR] [31] m", "items[m]", "[", "[3"] {
            assert_eq!(read(plain), plain);
        }
    }

    #[test]
    fn what_names_something_is_found_however_far_behind() {
        let noise = "2026-11-28 09:41:07 INFO request served in 12 ms\n".repeat(300);
        let one_line = "request served and nothing to say; ".repeat(400);
        for text in [
            format!("{noise}ERROR AADSTS50011: the redirect URI is another one\n{noise}"),
            format!("{one_line}AADSTS50011: the redirect URI is another one {one_line}"),
        ] {
            let kept = read(&text);
            assert!(kept.len() <= LONGEST && kept.contains("AADSTS50011"), "{}", kept.len());
            assert_eq!(search(&text).certainty, Certainty::Known);
        }
        assert_eq!(search(&noise).certainty, Certainty::Unknown);
    }

    #[test]
    fn of_a_long_trace_the_causes_are_kept() {
        let frames = "\tat com.example.web.Filter.doFilter(Filter.java:120)\n".repeat(200);
        let trace = format!(
            "LoginException: no\n{frames}Caused by: OtherException: why\n{frames}Caused by: last one\n"
        );
        assert_eq!(read(&trace), "LoginException: no\nCaused by: OtherException: why\nCaused by: last one\n");
    }

    #[test]
    fn a_text_without_words_is_cut_between_letters() {
        let text = "ä".repeat(MOST);
        assert!(read(&text).len() <= LONGEST);
    }
}
