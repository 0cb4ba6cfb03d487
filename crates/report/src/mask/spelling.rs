//! One value, many spellings: a text is read as whoever decodes it would.
//!
//! Secrets are sought in folded text: decoded from percent, HTML and JSON spellings (each up to three times), in lower case,
//! without line breaks. Each folded byte knows where it stood.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::characters::acts;

/// Bytes of the longest text that is also read without the tags in it: a word may be marked in the middle.
const LONGEST_MARKED: usize = 16 * 1024;

/// Characters of the longest that puts two texts in quotes together.
const LONGEST_JOINT: usize = 6;

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

    /// The text without tags; `None` where there are none.
    fn tagless(raw: &[Located]) -> Option<Self> {
        let mut kept: Vec<Located> = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some((c, from)) = raw.get(at) {
            let is_tag = *c == '<'
                && raw.get(at + 1).is_some_and(|(c, _)| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
            let length = || raw[at + 1..].iter().position(|(c, _)| matches!(c, '<' | '>'));
            if let Some(length) = is_tag.then(length).flatten().filter(|length| raw[at + 1 + length].0 == '>')
            {
                at += length + 2;
                // A space that follows takes the tag along, as if nothing had been left out.
                if let Some((' ', behind)) = raw.get(at) {
                    kept.push((' ', (from.0, behind.1)));
                    at += 1;
                }
                continue;
            }
            kept.push((*c, *from));
            at += 1;
        }
        (kept.len() < raw.len()).then(|| Folded::from_characters(kept.len(), kept.into_iter()))
    }

    /// The text with what stands in quotes put together, `"x" + "y"`; `None` where nothing is to be.
    fn joined(raw: &[Located]) -> Option<Self> {
        let is_quote = |c: &char| matches!(c, '"' | '\'' | '`');
        let begins = |pair: &[Located]| matches!(pair, [(c, _), (next, _)] if is_quote(c) && is_joint(*next));
        if !raw.windows(2).any(begins) {
            return None;
        }
        let mut kept: Vec<Located> = Vec::new();
        let mut at = 0;
        while let Some((c, from)) = raw.get(at) {
            let joint = || {
                let length =
                    raw[at + 1..].iter().take(LONGEST_JOINT).take_while(|(c, _)| is_joint(*c)).count();
                raw.get(at + 1 + length).filter(|(c, _)| length > 0 && is_quote(c)).map(|_| length + 2)
            };
            if let Some(length) = is_quote(c).then(joint).flatten() {
                at += length;
                continue;
            }
            kept.push((*c, *from));
            at += 1;
        }
        (kept.len() < raw.len()).then(|| Folded::from_characters(kept.len(), kept.into_iter()))
    }

    /// Other ways to read a text that is decoded so far.
    fn also(raw: &[Located], readings: &mut Vec<Self>) {
        let has = |wanted: fn(&char) -> bool| raw.iter().any(|(c, _)| wanted(c));
        if raw.len() <= LONGEST_MARKED && has(|c| *c == '<') {
            readings.extend(Folded::tagless(raw));
        }
        if raw.len() <= LONGEST_COMPACT {
            readings.extend(Folded::joined(raw));
        }
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
        let is_encoded = text.contains(['%', '&', '\\', '+']);
        let is_marked = text.len() <= LONGEST_MARKED && text.contains('<') || may_join(text);
        if !is_encoded && !is_marked {
            return readings;
        }
        let mut raw: Vec<Located> = text.char_indices().map(located).collect();
        Folded::also(&raw, &mut readings);
        for _ in 0..DEEPEST {
            let Some(decoded) = decode(&raw).filter(|_| is_encoded) else { break };
            Folded::also(&decoded, &mut readings);
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
        // Of ASCII most stands for itself.
        let is_left_out = match c {
            '!'..='~' => {
                // SQL and CSV double a quote that stands in quotes.
                if !(matches!(c, '"' | '\'') && self.text.ends_with(c)) {
                    self.text.push(c.to_ascii_lowercase());
                    self.from.push(from);
                    return;
                }
                true
            }
            // A line break and the indentation after it stand for nothing; of white space one says as much as several.
            '\n' | '\r' => return,
            ' ' | '\t' => {
                if !self.ends_line(from.0) && !self.text.ends_with(' ') {
                    self.text.push(' ');
                    self.from.push(from);
                }
                return;
            }
            // What shows nothing is passed over wherever it stands, and so are marks on letters: a letter may have them in it.
            _ => is_hidden(c) || c.is_control() && !c.is_whitespace() || is_mark(c),
        };
        if is_left_out {
            if let Some(before) = self.from.last_mut() {
                before.1 = from.1;
            }
            return;
        }
        let start = self.text.len();
        fold(c, &mut self.text);
        self.from.resize(self.from.len() + self.text.len() - start, from);
    }

    /// Whether the byte before that place was left out.
    fn ends_line(&self, at: u32) -> bool {
        self.from.last().map_or(0, |last| last.1) != at
    }
}

/// What may stand between two quotes whose texts are put together.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '+' | '.' | '&' | '|' | '~')
}

/// Whether something may be put together in a text.
fn may_join(text: &str) -> bool {
    text.len() <= LONGEST_COMPACT
        && text.as_bytes().windows(2).any(|pair| {
            matches!(pair, [b'"' | b'\'' | b'`', next] if is_joint(char::from(*next)) || *next >= 0x80)
        })
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

/// A mark on the letter before it (Combining Diacritical Marks, and those of kana).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// Letters that have a mark in them, behind the letter without it.
const MARKED: [&str; 33] = [
    "aàáâãäåāăąǎȁȃȧạảấầẩẫậắằẳẵặǟǡǻ",
    "cçćĉċč",
    "dďḍḑḓḏ",
    "eèéêëēĕėęěȅȇȩẹẻẽếềểễệ",
    "gĝğġģǧǵḡ",
    "hĥȟḥḧḩḫ",
    "iìíîïĩīĭįǐȉȋỉịı",
    "jĵǰ",
    "kķǩḱḳḵ",
    "lĺļľḷḹḻḽ",
    "mḿṁṃ",
    "nñńņňǹṅṇṉṋ",
    "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱọỏốồổỗộớờởỡợ",
    "pṕṗ",
    "rŕŗřȑȓṙṛṝṟ",
    "sśŝşšșṡṣſ",
    "tţťțṫṭṯṱẗ",
    "uùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự",
    "wŵẁẃẅẇẉẘ",
    "yýÿŷȳỳỵỷỹẙ",
    "zźżžẑẓẕ",
    "αάἀἁὰᾶ",
    "εέἐἑὲ",
    "ηήἠἡὴῆ",
    "ιίϊΐἰἱὶῖ",
    "οόὀὁὸ",
    "υύϋΰὐὑὺῦ",
    "ωώὠὡὼῶ",
    "σς",
    "ийѝ",
    "еёѐ",
    "іїӥ",
    "гѓ",
];

/// Kana with a mark, behind those without.
const KANA: (&str, &str) = (
    "かきくけこさしすせそたちつてとはひふへほはひふへほうカキクケコサシスセソタチツテトハヒフヘホハヒフヘホウ",
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ",
);

/// A character that is not of ASCII, in small letters and without marks; signs that are written in several ways, in one.
fn fold(c: char, out: &mut String) {
    if c.is_whitespace() {
        if !out.ends_with(' ') {
            out.push(' ');
        }
        return;
    }
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => out.push('-'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => out.push('\''),
        '\u{201c}' | '\u{201d}' | '\u{201f}' | '\u{2033}' => out.push('"'),
        // The wide forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            out.push(narrow.to_ascii_lowercase());
        }
        'ß' | 'ẞ' => out.push_str("ss"),
        'ﬀ' => out.push_str("ff"),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        // Syllables of Hangul as the letters of which they are made (Unicode §3.12).
        '\u{ac00}'..='\u{d7a3}' => {
            let index = u32::from(c) - 0xac00;
            let letters = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11a7 + index % 28];
            let count = if index.is_multiple_of(28) { 2 } else { 3 };
            out.extend(letters.into_iter().take(count).filter_map(char::from_u32));
        }
        '\u{3041}'..='\u{30ff}' => {
            let place = KANA.1.chars().position(|own| own == c);
            out.push(place.and_then(|place| KANA.0.chars().nth(place)).unwrap_or(c));
        }
        _ => {
            for lower in c.to_lowercase().filter(|c| !is_mark(*c)) {
                let has_marks = matches!(lower, '\u{e0}'..='\u{4ff}' | '\u{1e00}'..='\u{1fff}');
                let row = MARKED.iter().find(|row| has_marks && row.contains(lower));
                out.push(row.and_then(|row| row.chars().next()).unwrap_or(lower));
            }
        }
    }
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

/// `%41`, and several that are one character in UTF-8; what is no UTF-8 is Latin-1.
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
    // The beginning of a character of UTF-8 is none of Latin-1.
    let goes_on = bytes.get(1).is_some_and(|byte| (0x80..0xc0).contains(byte));
    let letter = bytes.first().copied().map(char::from).filter(|c| *c >= '\u{a0}' && !goes_on)?;
    Some((vec![letter], 3))
}

/// What HTML calls the characters of Latin-1 from U+00A0 on.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// What it calls others that stand in values.
const NAMED: [(&str, char); 43] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("sol", '/'),
    ("equals", '='),
    ("plus", '+'),
    ("commat", '@'),
    ("AMP", '&'),
    ("LT", '<'),
    ("GT", '>'),
    ("QUOT", '"'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("excl", '!'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("comma", ','),
    ("period", '.'),
    ("colon", ':'),
    ("semi", ';'),
    ("quest", '?'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("bsol", '\\'),
    ("Hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("verbar", '|'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("minus", '-'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("rsquo", '\''),
];

/// `&amp;`, `&#64;`, `&#x40;`.
fn entity(rest: &[Located]) -> Option<(Vec<char>, usize)> {
    if let [_, ('#', _), ..] = rest {
        return reference(rest);
    }
    let end = rest.iter().take(10).position(|(c, _)| *c == ';')?;
    let name: String = rest[1..end].iter().map(|(c, _)| *c).collect();
    let latin = || LATIN.iter().zip('\u{a0}'..).find(|(own, _)| **own == name).map(|(_, c)| c);
    let c = NAMED.iter().find(|(own, _)| *own == name).map(|(_, c)| *c).or_else(latin)?;
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

/// `\/`, `\"`, `\t`, `\u0041`, `\x41` (RFC 8259 §7, and what JavaScript and shells add).
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
        'n' | 'r' => Some((vec!['\n'], 2)),
        't' => Some((vec!['\t'], 2)),
        // What a shell goes on behind.
        '\n' => Some((Vec::new(), 2)),
        c if c.is_ascii_punctuation() || c == ' ' => Some((vec![c], 2)),
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
            } else if piece.contains('/') {
                // `u/QXByaWNvdA`: a part of a path.
                let mut at = start;
                for part in piece.split('/') {
                    runs.extend(readable(part.trim_end_matches('=')).map(|said| (at..at + part.len(), said)));
                    at += part.len() + 1;
                }
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
        let alphabet = if run.contains(['-', '_']) { URL_SAFE_NO_PAD } else { STANDARD_NO_PAD };
        begins_readable(&alphabet, run).then(|| alphabet.decode(run).ok()).flatten()
    })?;
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(|c| c.is_control() && !c.is_whitespace())).then_some(text)
}

/// Whether the first bytes of base64 can begin a text: of what is none few do, and the rest need not be decoded.
fn begins_readable(alphabet: &GeneralPurpose, run: &str) -> bool {
    let mut head = [0; 3];
    let is_read = run.as_bytes().get(..4).is_some_and(|run| alphabet.decode_slice(run, &mut head).is_ok());
    let is_text = || match std::str::from_utf8(&head) {
        Ok(_) => true,
        // It goes on behind them.
        Err(error) => error.error_len().is_none(),
    };
    is_read && !head.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) && is_text()
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
        for (value, text) in [
            ("gr\u{f6}\u{df}e", "gr&ouml;&szlig;e"),
            ("gr\u{f6}\u{df}e", "GR\u{d6}SSE"),
            ("gar\u{e7}on-se\u{f1}or", "gar&ccedil;on-se&ntilde;or"),
            ("se\u{f1}orita", "se%F1orita"),
            ("se\u{f1}orita", "sen\u{303}orita"),
            ("\u{30d1}\u{30b9}", "\u{30cf}\u{309a}\u{30b9}"),
            ("\u{be44}\u{bc00}", "\u{1107}\u{1175}\u{1106}\u{1175}\u{11af}"),
            ("tab\there", "tab\\there"),
            ("say \"hello\" now", "say \"\"hello\"\" now"),
            ("it's-mine", "it''s-mine"),
            ("it's-mine", "it\u{2019}s-mine"),
            ("hello$world{}", "hello\\$world{}"),
            ("correct-horse", "correct\u{2011}horse"),
            ("correct-horse", "correct\0-horse"),
            ("correct-horse", "correct-\\\nhorse"),
            ("correct-horse", "correct<b>-</b>horse"),
            ("correct-horse", "correct%3Cb%3E-%3C/b%3Ehorse"),
            ("correct-horse", "corr\" . \"ect-h' + 'orse"),
            ("correct-horse", "corr&#x27; + &#x27;ect-horse"),
            ("correct-horse", "\u{ff43}orrect-horse"),
            ("correct horse", "correct\u{a0}horse"),
        ] {
            let value = Folded::of(value).text;
            let found = Folded::readings(text).into_iter().any(|reading| {
                reading.text == value && reading.original(0..reading.text.len()) == (0..text.len())
            });
            assert!(found, "{text}");
        }
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
        assert_eq!(reading.text, "x ee y");
        assert_eq!(reading.original(3..4), 4..10);
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
        assert_eq!(runs("u/QXByaWNvdCUyMTcw"), ["Apricot%2170"]);
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
        for broken in ["%", "%4", "%4g", "%g4", "%E2%82"] {
            assert_eq!(last(broken), broken.to_lowercase());
        }
        // What is no UTF-8 is Latin-1.
        assert_eq!(last("%ff%F1%E2x%AC"), "ynax¬");
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
