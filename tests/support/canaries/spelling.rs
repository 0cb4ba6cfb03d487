//! How else a value can be written, and the search for it in whatever spelling.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::values::{Shape, Value};

/// How a value is written where it is planted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Spelling {
    /// As it stands.
    Plain,
    /// Percent-encoded.
    Percent,
    /// Percent-encoded twice.
    PercentTwice,
    /// Standard base64.
    Base64,
    /// Base64 of the URL alphabet, without padding.
    Base64Url,
    /// Base64 of a JSON object with it.
    Base64Json,
    /// Base64 of `user:value`.
    Base64User,
    /// Hexadecimal.
    Hex,
    /// With character references of HTML.
    Html,
    /// With JSON's `\u` escapes.
    Json,
    /// In capitals.
    Upper,
    /// Over two lines.
    Split,
    /// With character references that nothing ends.
    HtmlOpen,
    /// With JavaScript's `\u{…}`.
    Braces,
    /// With a character between its halves that shows nothing.
    Hidden,
}

impl Spelling {
    /// All but [`Spelling::Plain`].
    pub const OTHERS: [Spelling; 14] = [
        Spelling::Percent,
        Spelling::PercentTwice,
        Spelling::Base64,
        Spelling::Base64Url,
        Spelling::Base64Json,
        Spelling::Base64User,
        Spelling::Hex,
        Spelling::Html,
        Spelling::Json,
        Spelling::Upper,
        Spelling::Split,
        Spelling::HtmlOpen,
        Spelling::Braces,
        Spelling::Hidden,
    ];

    /// A text so written. Where nothing needs an escape, the first character gets one.
    pub fn write(self, text: &str) -> String {
        let escape = |escape: fn(char) -> String| -> String {
            let plain = text.chars().all(|c| c.is_ascii_alphanumeric());
            let one = |(at, c): (usize, char)| match c.is_ascii_alphanumeric() && !(plain && at == 0) {
                true => c.to_string(),
                false => escape(c),
            };
            text.chars().enumerate().map(one).collect()
        };
        // What Latin-1 has may be written as one byte.
        let percent = |c: char| match u8::try_from(c) {
            Ok(byte) => format!("%{byte:02X}"),
            Err(_) => c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
        };
        match self {
            Spelling::Plain => text.to_owned(),
            Spelling::Percent => escape(percent),
            Spelling::PercentTwice => escape(percent).replace('%', "%25"),
            Spelling::Base64 => STANDARD.encode(text),
            Spelling::Base64Url => URL_SAFE_NO_PAD.encode(text),
            Spelling::Base64Json => {
                STANDARD.encode(serde_json::json!({ "user": "jane", "key": text }).to_string())
            }
            Spelling::Base64User => STANDARD.encode(format!("jane:{text}")),
            Spelling::Hex => text.bytes().map(|b| format!("{b:02x}")).collect(),
            Spelling::Html => escape(|c| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '"' => "&quot;".to_owned(),
                _ => format!("&#{};", c as u32),
            }),
            Spelling::Json => escape(|c| format!("\\u{:04x}", c as u32)),
            Spelling::Upper => text.to_uppercase(),
            Spelling::Split => {
                let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                format!("{}\n{}", &text[..middle], &text[middle..])
            }
            Spelling::HtmlOpen => text.chars().map(|c| format!("&#{}", c as u32)).collect::<String>() + ";",
            Spelling::Braces => escape(|c| format!("\\u{{{:x}}}", c as u32)),
            Spelling::Hidden => {
                let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                format!("{}\u{200b}{}", &text[..middle], &text[middle..])
            }
        }
    }
}

/// What is looked for.
#[derive(Debug)]
pub struct Needle {
    /// Small letters; letters and digits alone, unless it is a word.
    text: String,
    /// Whether it is found only as a whole word.
    is_word: bool,
}

/// Characters of the shortest part of a value that counts.
const PART: usize = 8;

/// Everything that gives a value away.
pub fn needles(shape: Shape, value: &Value) -> Vec<Needle> {
    let mut needles = Vec::new();
    if shape == Shape::Word {
        needles.push(Needle { text: value.text.to_lowercase(), is_word: true });
    } else if shape != Shape::Jwt {
        push(&mut needles, squeezed(&value.text));
    }
    if shape == Shape::Phrase {
        let words: Vec<&str> = value.text.split(' ').collect();
        words.windows(2).for_each(|pair| push(&mut needles, pair.concat()));
    }
    // Letters that are not of ASCII may be written in another way than is looked for.
    if let Some((_, word)) = value.text.split_once('-').filter(|_| shape == Shape::Foreign) {
        push(&mut needles, squeezed(word));
    }
    let whole =
        Some(&value.text).filter(|_| shape.looks_random() && !matches!(shape, Shape::Mail | Shape::Jwt));
    for text in whole.into_iter().chain(&value.inner) {
        let text = squeezed(text);
        let step = if text.len() > 40 { 4 } else { 1 };
        let parts = (0..text.len().saturating_sub(PART - 1)).step_by(step);
        parts.for_each(|at| push(&mut needles, text[at..at + PART].to_owned()));
    }
    // As it stands, and as it stands in JSON.
    let quoted = serde_json::json!(value.text).to_string();
    let quoted = &quoted[1..quoted.len() - 1];
    for bytes in [value.text.as_str(), quoted]
        .into_iter()
        .take(if quoted == value.text { 1 } else { 2 })
        .map(str::as_bytes)
    {
        for before in 0..3 {
            let encoded = STANDARD.encode([&[0; 2][..before], bytes].concat());
            let own = (before * 8).div_ceil(6)..(before + bytes.len()) * 8 / 6;
            let text = squeezed(&encoded[own]);
            // Even six characters of it are no word.
            let ends = [text.get(..16).unwrap_or(&text), &text[text.len().saturating_sub(16)..]];
            let ends = ends.into_iter().filter(|end| end.len() >= 6);
            needles.extend(ends.map(|end| Needle { text: end.to_owned(), is_word: false }));
        }
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        push(&mut needles, hex[..hex.len().min(24)].to_owned());
        push(&mut needles, hex[hex.len().saturating_sub(24)..].to_owned());
    }
    needles
}

/// The same of a text whose shape nobody says.
pub fn needles_of(text: &str) -> Vec<Needle> {
    if text.len() < 6 {
        return vec![Needle { text: text.to_lowercase(), is_word: true }];
    }
    let has = |class: fn(&u8) -> bool| text.bytes().any(|b| class(&b));
    let shape = match text {
        _ if text.contains('@') => Shape::Mail,
        _ if text.contains(' ') => Shape::Words,
        _ if has(u8::is_ascii_digit) && text.len() >= 20 => Shape::Long,
        _ => Shape::Words,
    };
    let mut needles = needles(shape, &Value { text: text.to_owned(), inner: Vec::new() });
    // Half of some words is a leak as well.
    let whole = squeezed(text);
    let parts = (0..whole.len().saturating_sub(19)).map(|at| whole[at..at + 10].to_owned());
    needles.extend(parts.map(|text| Needle { text, is_word: false }));
    needles
}

fn push(needles: &mut Vec<Needle>, text: String) {
    // What is shorter stands in other texts by chance.
    let is_word = text.len() < PART;
    if text.len() >= 6 {
        needles.push(Needle { text, is_word });
    }
}

/// A text in which values are looked for.
pub struct Haystack {
    /// Decoded, in small letters.
    plain: String,
    /// Of that only letters and digits.
    squeezed: String,
}

impl Haystack {
    /// Of an output.
    pub fn of(output: &str) -> Self {
        // Reports spell out what shows nothing.
        let plain = decoded(&decoded(output)).replace('\u{200b}', "").replace("U+200B", "").to_lowercase();
        let squeezed = squeezed(&plain);
        Haystack { plain, squeezed }
    }

    /// A text with the escapes of URLs, HTML and JSON taken back.
    pub fn decoded(text: &str) -> String {
        decoded(text)
    }

    /// The first thing in it that gives a value away.
    pub fn find<'n>(&self, needles: &'n [Needle]) -> Option<&'n Needle> {
        needles.iter().find(|needle| self.has(needle))
    }

    /// Whether something is in it.
    pub fn has(&self, needle: &Needle) -> bool {
        match needle.is_word {
            false => self.squeezed.contains(&needle.text),
            true => self.plain.match_indices(&needle.text).any(|(at, _)| {
                let is_part = |c: char| c.is_alphanumeric();
                !self.plain[..at].ends_with(is_part)
                    && !self.plain[at + needle.text.len()..].starts_with(is_part)
            }),
        }
    }

    /// What stands around it, for people.
    pub fn around(&self, needle: &Needle) -> String {
        let at = match self.plain.find(&needle.text) {
            Some(at) => at,
            None => {
                let before = self.squeezed.find(&needle.text).unwrap_or_default();
                let mut letters = self.plain.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric());
                letters.nth(before).map_or(0, |(at, _)| at)
            }
        };
        let start = self.plain.floor_char_boundary(at.saturating_sub(60));
        let end = self.plain.floor_char_boundary((at + needle.text.len() + 40).min(self.plain.len()));
        self.plain[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Small letters and digits of a text.
fn squeezed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A text with the escapes of URLs, HTML and JSON taken back.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '&', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = escape(rest).unwrap_or_else(|| (rest.chars().next().unwrap_or_default(), 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The character of the escape with which a text begins, and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let coded = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match text.as_bytes() {
        [b'%', ..] => Some((coded(text.get(1..3)?, 16).filter(char::is_ascii)?, 3)),
        [b'&', b'#', ..] => {
            let (begin, radix) = if text[2..].starts_with(['x', 'X']) { (3, 16) } else { (2, 10) };
            let length = text[begin..].chars().take_while(|c| c.is_digit(radix)).take(7).count();
            let end = begin + length;
            let is_closed = text[end..].starts_with(';');
            Some((coded(&text[begin..end], radix)?, end + usize::from(is_closed)))
        }
        [b'&', ..] => {
            let named = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];
            named.iter().find(|(name, _)| text.starts_with(name)).map(|(name, c)| (*c, name.len()))
        }
        [b'\\', b'u', b'{', ..] => {
            let end = text.find('}').filter(|end| *end < 12)?;
            Some((coded(&text[3..end], 16)?, end + 1))
        }
        [b'\\', b'u', ..] => Some((coded(text.get(2..6)?, 16)?, 6)),
        [b'\\', b'n' | b't', ..] => Some((' ', 2)),
        // Markdown's and JSON's.
        [b'\\', next, ..] if next.is_ascii_punctuation() => Some((char::from(*next), 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canaries::values::value;

    #[test]
    fn finds_a_value_in_every_spelling() {
        for shape in Shape::ALL {
            for seed in 0..20 {
                let value = value(shape, seed);
                let needles = needles(shape, &value);
                for spelling in [Spelling::Plain].into_iter().chain(Spelling::OTHERS) {
                    // A short word can be found only where it stands.
                    if shape == Shape::Word && spelling == Spelling::Split {
                        continue;
                    }
                    let written = spelling.write(&value.text);
                    let json = serde_json::json!({ "text": format!("a {written}, b") }).to_string();
                    for text in [format!("a {written} b"), json] {
                        let found = Haystack::of(&text).find(&needles).is_some();
                        let is_short = value.text.len() < 8 && spelling == Spelling::Split;
                        assert!(found || is_short, "{shape:?} {spelling:?} {text}");
                    }
                    assert!(Haystack::of("a text without it, 12345678, of words").find(&needles).is_none());
                }
            }
        }
    }

    #[test]
    fn finds_parts_of_random_values() {
        let value = value(Shape::Long, 7);
        let needles = needles(Shape::Long, &value);
        assert!(Haystack::of(&format!("…{}", &value.text[5..17])).find(&needles).is_some());
        assert!(Haystack::of(&format!("…{}", &value.text[5..11])).find(&needles).is_none());
    }
}
