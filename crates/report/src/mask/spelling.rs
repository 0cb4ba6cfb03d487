//! One value, many spellings: a text is read as whoever decodes it would.
//!
//! Secrets are sought in folded text: decoded from percent, HTML and JSON spellings (each up to three times), in lower case,
//! without line breaks. Each folded byte knows where it stood.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::characters::acts;

/// How often a text is decoded: what was encoded more often nobody reads.
const DEEPEST: usize = 3;

/// Bytes of the longest text that is also read without its white space: what wraps lines leaves some.
const LONGEST_COMPACT: usize = 4 * 1024;

/// Characters of the shortest run that may be base64 or hexadecimal of something.
const SHORTEST_ENCODED: usize = 8;

/// A character, and the range of the original text that it was made from.
type Located = (char, (u32, u32));

fn located((at, c): (usize, char)) -> Located {
    (c, (at as u32, (at + c.len_utf8()) as u32))
}

/// A text as its reader would decode it.
pub(super) struct Folded {
    pub(super) text: String,
    /// Of each byte the range of the original text that it was made from.
    from: Vec<(u32, u32)>,
}

impl Folded {
    /// The text as it stands, in lower case and without line breaks.
    pub(super) fn of(text: &str) -> Self {
        Folded::from_characters(text.len(), text.char_indices().map(located))
    }

    /// The text without any white space.
    pub(super) fn compact(text: &str) -> Self {
        let characters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
        Folded::from_characters(text.len(), characters.map(located))
    }

    /// The letters and digits of a text in which a value may stand in pieces: `x.K.9.m`, `"x" + "K"`; `None` where nothing is written so.
    pub(super) fn bare(text: &str) -> Option<Self> {
        let is_part = |c: char| c.is_alphanumeric();
        if text.len() > LONGEST_COMPACT || !is_in_pieces(text) {
            return None;
        }
        let characters = text.char_indices().filter(|(_, c)| is_part(*c));
        Some(Folded::from_characters(text.len(), characters.map(located)))
    }

    fn from_characters(length: usize, characters: impl Iterator<Item = Located>) -> Self {
        let mut folded = Folded { text: String::with_capacity(length), from: Vec::with_capacity(length) };
        for (c, from) in characters {
            folded.push(c, from);
        }
        folded
    }

    /// All ways to read the text: as it stands, and decoded as often as that changes it.
    pub(super) fn readings(text: &str) -> Vec<Self> {
        let mut readings = vec![Folded::of(text)];
        if text.len() <= LONGEST_COMPACT && text.contains(char::is_whitespace) {
            readings.push(Folded::compact(text));
        }
        let mut raw: Vec<Located> = Vec::new();
        for depth in 0..DEEPEST {
            if depth == 0 {
                if !text.contains(['%', '&', '\\', '+']) {
                    break;
                }
                raw = text.char_indices().map(located).collect();
            }
            let Some(decoded) = decode(&raw) else { break };
            readings.push(Folded::from_characters(decoded.len(), decoded.iter().copied()));
            // A line may break where a space stood.
            let breaks = |(c, _): &Located| *c != ' ' && c.is_whitespace();
            if decoded.len() <= LONGEST_COMPACT && decoded.iter().any(breaks) {
                let characters = decoded.iter().copied().filter(|(c, _)| !c.is_whitespace());
                readings.push(Folded::from_characters(decoded.len(), characters));
            }
            raw = decoded;
        }
        readings
    }

    /// Where in the original text a range of the folded one stood.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |from| from.0 as usize);
        let end = self.from.get(range.end.wrapping_sub(1)).map_or(start, |from| from.1 as usize);
        start..end.max(start)
    }

    fn push(&mut self, c: char, from: (u32, u32)) {
        // What shows nothing is passed over wherever it stands.
        if is_hidden(c) {
            if let Some(before) = self.from.last_mut() {
                before.1 = from.1;
            }
            return;
        }
        // A line break and the indentation after it stand for nothing.
        if matches!(c, '\n' | '\r') || (c == ' ' || c == '\t') && self.ends_line(from.0) {
            return;
        }
        // Of white space one says as much as several.
        let c = if c == '\t' { ' ' } else { c };
        if c == ' ' && self.text.ends_with(' ') {
            return;
        }
        for lower in c.to_lowercase() {
            self.text.push(lower);
            self.from.extend(std::iter::repeat_n(from, lower.len_utf8()));
        }
    }

    /// Whether the byte before that place was left out.
    fn ends_line(&self, at: u32) -> bool {
        self.from.last().map_or(0, |last| last.1) != at
    }
}

/// Whether some single characters stand beside each other, or quotes are put together.
fn is_in_pieces(text: &str) -> bool {
    /// So many of them are no sentence.
    const LEAST: usize = 5;
    const JOINTS: [&str; 6] = ["' + '", "\" + \"", "'+'", "\"+\"", "' '", "\" \""];
    let mut single = 0;
    let mut pieces = text.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    let is_split = pieces.any(|piece| {
        single = if piece.chars().nth(1).is_none() { single + 1 } else { 0 };
        single >= LEAST
    });
    is_split || JOINTS.iter().any(|joint| text.contains(joint))
}

/// Whether a character has no width and is no line break: zero-width marks, soft hyphens, marks of direction.
pub(super) fn is_hidden(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && acts(c)
}

/// One layer of percent, HTML and JSON spelling taken off; `None` where there is none.
fn decode(raw: &[Located]) -> Option<Vec<Located>> {
    let mut out = Vec::with_capacity(raw.len());
    let mut changed = false;
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let found = match rest[0].0 {
            '%' => percent(rest),
            '&' => entity(rest),
            '\\' => escape(rest),
            '+' => Some((vec![' '], 1)),
            _ => None,
        };
        match found {
            Some((decoded, length)) => {
                changed = true;
                let from = (rest[0].1.0, rest[length - 1].1.1);
                out.extend(decoded.into_iter().map(|c| (c, from)));
                at += length;
            }
            None => {
                out.push(rest[0]);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

/// `%41`, and several that are one character in UTF-8.
fn percent(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    let mut bytes = Vec::new();
    for triple in rest.chunks(3).take(4) {
        let [('%', _), (high, _), (low, _)] = triple else { break };
        let (Some(high), Some(low)) = (high.to_digit(16), low.to_digit(16)) else { break };
        bytes.push((high * 16 + low) as u8);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return Some((text.chars().collect(), bytes.len() * 3));
        }
    }
    None
}

/// `&amp;`, `&#64;`, `&#x40;`.
fn entity(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    if let [_, ('#', _), ..] = rest {
        return reference(rest);
    }
    let end = rest.iter().take(10).position(|(c, _)| *c == ';')?;
    let name: String = rest[1..end].iter().map(|(c, _)| *c).collect();
    let c = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "sol" => '/',
        "equals" => '=',
        "plus" => '+',
        "commat" => '@',
        _ => return None,
    };
    Some((vec![c], end + 1))
}

/// `&#64;`, `&#x40;`, with the semicolon or without: browsers read both (HTML, numeric character reference end state).
fn reference(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    /// Digits of the longest number of a character.
    const LONGEST: usize = 7;
    let is_hex = matches!(rest.get(2)?.0, 'x' | 'X');
    let (begin, radix) = if is_hex { (3, 16) } else { (2, 10) };
    let zeros = rest.iter().skip(begin).take(LONGEST).take_while(|(c, _)| *c == '0').count();
    let begin = begin + zeros;
    let digits: String =
        rest.iter().skip(begin).map(|(c, _)| *c).take_while(|c| c.is_digit(radix)).take(LONGEST).collect();
    let c = char::from_u32(u32::from_str_radix(&digits, radix).ok()?)?;
    let end = begin + digits.len();
    let is_closed = rest.get(end).is_some_and(|(c, _)| *c == ';');
    Some((vec![c], end + usize::from(is_closed)))
}

/// `\4b `, `\00004b`: as CSS writes a character (CSS Syntax §4.3.7), of those that ASCII prints.
fn css_escape(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    let digits: String =
        rest.iter().skip(1).map(|(c, _)| *c).take_while(char::is_ascii_hexdigit).take(6).collect();
    let is_padded = digits.len() == 6 && digits.starts_with("0000");
    let c = char::from_u32(u32::from_str_radix(&digits, 16).ok()?).filter(char::is_ascii_graphic)?;
    let end = 1 + digits.len();
    let is_closed = rest.get(end).is_some_and(|(c, _)| *c == ' ');
    (digits.len() == 2 || is_padded).then_some((vec![c], end + usize::from(is_closed)))
}

/// `\u{41}`.
fn braced(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    let end = rest.iter().take(10).position(|(c, _)| *c == '}')?;
    let hex: String = rest.get(3..end)?.iter().map(|(c, _)| *c).collect();
    Some((vec![char::from_u32(u32::from_str_radix(&hex, 16).ok()?)?], end + 1))
}

/// `\/`, `\"`, `\u0041`, `\x41` (RFC 8259 §7, and what JavaScript adds).
fn escape(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    let digits = |count: usize| -> Option<char> {
        let hex: String = rest.get(2..2 + count)?.iter().map(|(c, _)| *c).collect();
        char::from_u32(u32::from_str_radix(&hex, 16).ok()?)
    };
    match rest.get(1)?.0 {
        'u' if rest.get(2)?.0 == '{' => braced(rest),
        'u' => Some((vec![digits(4)?], 6)),
        '0'..='7' => css_escape(rest),
        'x' => Some((vec![digits(2)?], 4)),
        c @ ('/' | '"' | '\'' | '\\' | '&' | '=') => Some((vec![c], 2)),
        'n' | 'r' => Some((vec!['\n'], 2)),
        _ => None,
    }
}

/// A text without the spellings of HTML and JSON.
pub(super) fn unescaped(text: &str) -> String {
    let raw: Vec<Located> = text.chars().map(|c| (c, (0, 0))).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < raw.len() {
        let found = match raw[at].0 {
            '&' => entity(&raw[at..]),
            '\\' => escape(&raw[at..]),
            _ => None,
        };
        match found {
            Some((decoded, length)) => {
                out.extend(decoded);
                at += length;
            }
            None => {
                out.push(raw[at].0);
                at += 1;
            }
        }
    }
    out
}

/// The runs of a text that are base64, base64url or hexadecimal of readable text, and that text.
pub(super) fn encoded_runs(text: &str) -> Vec<(Range<usize>, String)> {
    let is_run = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'=');
    let mut runs = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_run(bytes[at]) {
            at += 1;
            continue;
        }
        let end = bytes[at..].iter().position(|b| !is_run(*b)).map_or(bytes.len(), |end| at + end);
        // A name before it (`code=`) is no part of it.
        let mut start = at;
        for piece in text[at..end].split_inclusive('=') {
            if let Some(decoded) = readable(piece.trim_end_matches('=')) {
                runs.push((start..start + piece.len(), decoded));
            }
            start += piece.len();
        }
        at = end;
    }
    runs
}

/// What a run says once it is decoded, where that is text.
pub(super) fn readable(run: &str) -> Option<String> {
    if run.len() < SHORTEST_ENCODED {
        return None;
    }
    let bytes = hexadecimal(run).or_else(|| {
        let is_url_safe = run.contains(['-', '_']);
        if is_url_safe { URL_SAFE_NO_PAD.decode(run).ok() } else { STANDARD_NO_PAD.decode(run).ok() }
    })?;
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(|c| c.is_control() && !c.is_whitespace())).then_some(text)
}

fn hexadecimal(run: &str) -> Option<Vec<u8>> {
    if run.len() % 2 == 1 || !run.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(run.get(at..at + 2)?, 16).ok();
    (0..run.len()).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read() {
        for text in [
            "a+b/c d",
            "a%2Bb%2Fc%20d",
            "a%252Bb%252Fc%2520d",
            "a&#43;b&#x2f;c d",
            "a\\u002bb\\/c d",
            "A+B/C D",
            "a+b/\r\n   c d",
            "a\\u00252bb%2fc+d",
            "a&#43b&#47c d",
            "a\\u{2b}b\\u{2f}c d",
            "a\\2b b\\00002fc d",
            "a+\u{200b}b/\u{ad}c d",
        ] {
            let found = Folded::readings(text).into_iter().any(|reading| {
                reading.text == "a+b/c d" && reading.original(0..reading.text.len()) == (0..text.len())
            });
            assert!(found, "{text}");
        }
        let readings = Folded::readings("x é%C3%A9 y");
        let reading = readings.last().unwrap();
        assert_eq!(reading.text, "x éé y");
        assert_eq!(reading.original(4..6), 4..10);
    }

    #[test]
    fn what_wraps_where_a_space_stood_is_read_without_any() {
        for text in
            ["one two\n three", "one%20two%0A%20three", "one%2520two%250d%250a%2520three", "one two\\n three"]
        {
            let found = Folded::readings(text)
                .into_iter()
                .any(|reading| reading.text == "onetwothree" && reading.original(0..11) == (0..text.len()));
            assert!(found, "{text}");
        }
    }

    #[test]
    fn runs_are_decoded_where_they_are_text() {
        let runs = |text: &str| encoded_runs(text).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(runs("Basic amFuZTpob3JzZQ== x"), ["jane:horse"]);
        assert_eq!(runs("v=aHVudGVyMi1ob3JzZQ&x=1"), ["hunter2-horse"]);
        assert_eq!(runs("id 68756e746572322d686f727365"), ["hunter2-horse"]);
        assert!(runs("ordinary words only").is_empty());
    }

    #[test]
    fn white_space_inside_is_left_out_of_texts_that_are_not_long() {
        let reads = |length: usize| {
            let text = format!("s3 cr\tet{}", "x".repeat(length));
            let compact = format!("s3cret{}", "x".repeat(length));
            Folded::readings(&text).into_iter().any(|reading| reading.text == compact)
        };
        assert!(reads(0) && reads(3 * 1024) && !reads(LONGEST_COMPACT));
        let compact = Folded::compact("a b\u{a0}c");
        assert_eq!((compact.text.as_str(), compact.original(1..3)), ("abc", 2..6));
    }

    #[test]
    fn line_breaks_and_what_indents_after_them_stand_for_nothing() {
        for (text, folded) in [
            ("a\n   b", "ab"),
            ("a\r\n\t b", "ab"),
            ("a \t b", "a b"),
            ("a\tb", "a b"),
            (" a", " a"),
            ("\n a", "a"),
        ] {
            assert_eq!(Folded::of(text).text, folded, "{text:?}");
        }
        let folded = Folded::of("a\n b");
        assert_eq!((folded.original(1..2), folded.original(0..2)), (3..4, 0..4));
        assert_eq!((folded.original(0..0), folded.original(2..2), folded.original(7..9)), (0..0, 0..4, 0..0));
    }

    #[test]
    fn a_text_is_decoded_three_times_and_no_more() {
        let readings: Vec<String> = Folded::readings("%2525252541").into_iter().map(|r| r.text).collect();
        assert_eq!(readings, ["%2525252541", "%25252541", "%252541", "%2541"]);
        assert_eq!(Folded::readings("plain").len(), 1);
        assert_eq!(Folded::readings("100%").len(), 1);
    }

    #[test]
    fn percent_encoding_is_read_character_by_character() {
        let last = |text: &str| Folded::readings(text).pop().unwrap().text;
        assert_eq!(last("%e2%82%ac%F0%9f%94%91%4a"), "€🔑j");
        for broken in ["%", "%4", "%4g", "%g4", "%E2%82", "%ff%ff%ff%ff%ff", "%E2x82%AC"] {
            assert_eq!(last(broken), broken.to_lowercase());
        }
    }

    #[test]
    fn entities_and_escapes_are_read_where_they_are_whole() {
        for (text, plain) in [
            ("&amp;&lt;&gt;&quot;&apos;&sol;&equals;&plus;&commat;", "&<>\"'/=+@"),
            ("&#64;&#x40;&#X40;&#1114111;", "@@@\u{10ffff}"),
            ("a &nope;&;&#;&#xg;&#1114112;&#0000064; &#64 b", "a &nope;&;&#;&#xg;&#1114112;@ @ b"),
            ("\\/\\\"\\'\\\\\\&\\=|", "/\"'\\&=|"),
            ("\\u0041\\x42\\n\\r|", "AB\n\n|"),
            ("\\u00g1\\ud800\\xg1\\q\\x4", "\\u00g1\\ud800\\xg1\\q\\x4"),
            ("end\\", "end\\"),
        ] {
            assert_eq!(unescaped(text), plain);
        }
    }

    #[test]
    fn a_run_says_something_where_it_decodes_to_text() {
        for (run, text) in [
            ("68756e74", Some("hunt")),
            ("68756E74", Some("hunt")),
            ("68756e7", None),
            ("68756e747", None),
            ("aHVudGVy", Some("hunter")),
            ("aHVudGV", None),
            ("Pz8_Pz8-", Some("?????>")),
            ("Pz8/Pz8+", Some("?????>")),
            ("0000000041424344", None),
            ("0a41424344454647", Some("\nABCDEFG")),
            ("ffffffffffffffff", None),
        ] {
            assert_eq!(readable(run).as_deref(), text, "{run}");
        }
        let places =
            |text: &str| encoded_runs(text).into_iter().map(|(at, _)| (at.start, at.end)).collect::<Vec<_>>();
        assert_eq!(places("Basic amFuZTpob3JzZQ== x"), [(6, 21)]);
        assert_eq!(places("v=aHVudGVyMi1ob3JzZQ&x=1"), [(2, 20)]);
        assert_eq!(places("aHVudGVyMi1ob3JzZQ,68756e74"), [(0, 18), (19, 27)]);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn every_place_is_one_of_the_text(text in "[a-zé%&#;\\\\u0-9+\n /]{0,60}") {
                for reading in Folded::readings(&text) {
                    for at in 0..reading.text.len() {
                        let original = reading.original(at..at + 1);
                        proptest::prop_assert!(text.get(original).is_some());
                    }
                }
            }
        }
    }
}
