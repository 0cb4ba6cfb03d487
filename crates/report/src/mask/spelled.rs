//! Secrets that are written out: the numbers of their bytes, their characters and digits one by one, their escapes. Whoever reads them has the
//! secret, and no shape of it is left to be told by.

use std::ops::Range;

/// So many numbers or characters stand beside each other before they are a text.
const LEAST: usize = 8;
/// The same of characters in a list.
const LEAST_CHARACTERS: usize = 6;
/// The same of escapes, which nobody writes for anything else.
const LEAST_ESCAPES: usize = 4;
/// Bytes between two of them.
const MOST_BETWEEN: usize = 4;

/// The characters that can be seen, as numbers.
const VISIBLE: Range<u16> = 32..127;

/// Where a text is written out.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    one_by_one(text, &mut found);
    escaped(text, &mut found);
    hexadecimal(text, &mut found);
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// `104`, as Go and Java print bytes.
    Number,
    /// `h`, in a list.
    Character,
}

struct Row {
    kind: Kind,
    at: Range<usize>,
    count: usize,
    /// How many of them can be seen, of numbers, or are letters, of characters.
    telling: usize,
}

impl Row {
    /// Whether it is long enough, and no list of statuses or of single digits.
    fn is_text(&self) -> bool {
        let least = if self.kind == Kind::Number { (2, 3) } else { (1, 2) };
        let count = if self.kind == Kind::Number { LEAST } else { LEAST_CHARACTERS };
        self.count >= count && self.telling * least.1 >= self.count * least.0
    }
}

fn one_by_one(text: &str, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut row: Option<Row> = None;
    let mut end = |row: Option<Row>| {
        if let Some(row) = row.filter(Row::is_text) {
            found.push(row.at);
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| is_of_word(**byte)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let word = at..at + length;
        at = word.end;
        let kinds = kinds(&bytes[word.clone()]);
        let goes_on = row.as_ref().is_some_and(|row| {
            let between = &bytes[row.at.end..word.start];
            let is_list = between.contains(&b',');
            between.len() <= MOST_BETWEEN
                && between.iter().all(|byte| b" ,;|\t\"'".contains(byte))
                && (is_list || row.kind == Kind::Number)
                && kinds.contains(&Some(row.kind))
        });
        let telling = usize::from(is_telling(&bytes[word.clone()]));
        match row.as_mut().filter(|_| goes_on) {
            Some(row) => {
                (row.at.end, row.count, row.telling) = (word.end, row.count + 1, row.telling + telling);
            }
            None => {
                let new =
                    kinds.into_iter().flatten().next().map(|kind| Row { kind, at: word, count: 1, telling });
                end(std::mem::replace(&mut row, new));
            }
        }
    }
    end(row);
}

fn is_of_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b",;\"'`[](){}<>|".contains(&byte)
}

/// A single digit is a number and a character; what goes on before it tells.
fn kinds(word: &[u8]) -> [Option<Kind>; 2] {
    let is_character = matches!(word, [byte] if byte.is_ascii_graphic());
    [number(word).map(|_| Kind::Number), is_character.then_some(Kind::Character)]
}

/// A byte as it is written in decimal.
fn number(word: &[u8]) -> Option<u16> {
    let is_number = (1..=3).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
    let value = || word.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
    is_number.then(value).filter(|number| *number < 256)
}

fn is_telling(word: &[u8]) -> bool {
    number(word).is_some_and(|number| VISIBLE.contains(&number))
        || word.first().is_some_and(u8::is_ascii_alphabetic)
}

/// `\150\165`, `\x68\x75`.
fn escaped(text: &str, found: &mut Vec<Range<usize>>) {
    let mut row: Option<(Range<usize>, usize)> = None;
    let mut end = |row: Option<(Range<usize>, usize)>| {
        if let Some((at, _)) = row.filter(|(_, count)| *count >= LEAST_ESCAPES) {
            found.push(at);
        }
    };
    for (at, _) in text.match_indices('\\') {
        let Some(length) = escape(text.as_bytes().get(at + 1..).unwrap_or_default()) else { continue };
        let own = at..at + 1 + length;
        match &mut row {
            Some((place, count)) if place.end == at => (place.end, *count) = (own.end, *count + 1),
            _ => end(row.replace((own, 1))),
        }
    }
    end(row);
}

/// How many digits stand together in what a program prints in hexadecimal, and how many of these beside each other are a text.
const HEXADECIMAL: [(usize, usize); 3] = [(1, 12), (2, 8), (4, 4)];

/// `c 9 1 9`, `a2:96:73`, `58 54 2d`, `6875 6e74`: digits in hexadecimal, of which some are letters and some are none.
fn hexadecimal(text: &str, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut row: Option<(Range<usize>, usize)> = None;
    let mut end = |row: Option<(Range<usize>, usize)>| {
        let Some((at, width)) = row else { return };
        let own = &bytes[at.clone()];
        let digits = own.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = own.iter().filter(|b| b.is_ascii_alphabetic()).count();
        let least = HEXADECIMAL.iter().find(|(of, _)| *of == width).map_or(usize::MAX, |(_, least)| *least);
        if digits > 0 && letters > 0 && digits + letters >= least * width {
            found.push(at);
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let word = at..at + length;
        at = word.end;
        let is_one = matches!(length, 1 | 2 | 4) && bytes[word.clone()].iter().all(u8::is_ascii_hexdigit);
        let goes_on = row.as_ref().is_some_and(|(row, width)| {
            let between = &bytes[row.end..word.start];
            let is_joint = matches!(between, [b' ' | b':' | b'-'] | [b' ', b' '] | [b'\n']);
            is_one && *width == length && is_joint && (length < 4 || between != b"-" && between != b":")
        });
        match row.as_mut().filter(|_| goes_on) {
            Some((row, _)) => row.end = word.end,
            None => end(std::mem::replace(&mut row, is_one.then_some((word, length)))),
        }
    }
    end(row);
}

/// The length of what stands behind the backslash of a character that can be seen.
fn escape(behind: &[u8]) -> Option<usize> {
    // A byte of a character that is not of ASCII, too.
    let number = |digits: &[u8], radix: u32| {
        let number = u16::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
        (VISIBLE.contains(&number) || (0x80..0x100).contains(&number)).then_some(())
    };
    match behind {
        [b'x', digits @ ..] => number(digits.get(..2)?, 16).map(|()| 3),
        digits => number(digits.get(..3)?, 8).map(|()| 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written_out(text: &str) -> Vec<&str> {
        places(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn what_is_written_out_is_found() {
        for (text, expected) in [
            ("body: [104 117 110 116 101 114 50 45 90 57] end", "104 117 110 116 101 114 50 45 90 57"),
            ("[104 117 195 164 116 101 114 50 45 90 9 57]", "104 117 195 164 116 101 114 50 45 90 9 57"),
            ("104;117;110;116;101;114;50;45", "104;117;110;116;101;114;50;45"),
            ("bytes [104, 117, 110, 116, 101, 114, 50, 45]", "104, 117, 110, 116, 101, 114, 50, 45"),
            ("chars [h, u, n, t, e, r, 2, Z]", "h, u, n, t, e, r, 2, Z"),
            ("['h', 'u', 'n', 't', 'e', 'r', '2', 'Z']", "h', 'u', 'n', 't', 'e', 'r', '2', 'Z"),
            (r"secret \150\165\156\164\145\162 set", r"\150\165\156\164\145\162"),
            ("key a2:96:73:c7:c2:24:51:56:67:63 x", "a2:96:73:c7:c2:24:51:56:67:63"),
            ("got 58 54 56 48 2d 48 4b 42 56 end", "58 54 56 48 2d 48 4b 42 56"),
            ("00000000: 6875 6e74 6572 322d 5a39 hunter", "6875 6e74 6572 322d 5a39"),
            ("c 9 1 9 3 6 1 a a a d 0 1 6 c c", "c 9 1 9 3 6 1 a a a d 0 1 6 c c"),
            (r"set \120\303\244\163 x", r"\120\303\244\163"),
            ("'a', 'p', 'r', 'i', 'c', 'o', 't'", "a', 'p', 'r', 'i', 'c', 'o', 't"),
            (r"secret \x68\x75\x6e\x74\x65 set", r"\x68\x75\x6e\x74\x65"),
        ] {
            assert_eq!(written_out(text), [expected], "{text}");
        }
    }

    #[test]
    fn numbers_and_letters_of_other_lists_are_none() {
        for text in [
            "codes 200 201 302 400 401 403 404 500",
            "0 0 0 0 0 0 0 0 0",
            "1, 2, 3, 4, 5, 6, 7",
            "a b c d e f g h i",
            "2026-11-29 10:20:30 40 50 60",
            r"C:\100\x20 \u0041",
            "99999999999999999999999999999999 4294967296 65536",
            "é ü 104 117",
            "02:42:ac:11:00:02 2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "6babcaad-604b-40ac-a9d7-9fd97c0b779f",
            "dead beef cafe face",
            "10:20:30 09-41-08",
            "",
        ] {
            assert!(places(text).is_empty(), "{text}: {:?}", written_out(text));
        }
    }
}
