//! A text with gaps, and where it stands in what a program said.
//!
//! Upper and lower case, the length of white space and the kind of quotes are the same: logs write all of them anew.

use std::ops::Range;

/// What stands in the table for a value that varies.
pub(super) const GAP: char = '…';

/// Bytes of the longest value in a gap.
const LONGEST_VALUE: usize = 600;

/// A text as it is compared, and where each of its bytes came from.
#[derive(Default)]
pub(super) struct Plain {
    /// Lower case, one blank for white space, one quote for all.
    pub(super) text: String,
    /// For each byte of it the byte of the original.
    from: Vec<u32>,
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Plain::default();
        plain.read(text);
        plain
    }

    /// The same in the memory of the text before.
    pub(super) fn read(&mut self, text: &str) {
        self.text.clear();
        self.from.clear();
        self.text.reserve(text.len());
        self.from.reserve(text.len());
        let mut is_blank = true;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at = text.len() - rest.len();
            let (plain, length) = match c {
                _ if c.is_whitespace() => (' ', c.len_utf8()),
                '\\' => escape(rest),
                '&' => entity(rest),
                '"' | '`' | '´' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => {
                    ('\'', c.len_utf8())
                }
                _ => (c.to_ascii_lowercase(), c.len_utf8()),
            };
            rest = rest.get(length..).unwrap_or_default();
            if plain == ' ' && is_blank {
                continue;
            }
            is_blank = plain == ' ';
            self.text.push(plain);
            self.from.resize(self.text.len(), at as u32);
        }
    }

    /// Where a part of it stands in the original.
    pub(super) fn original(&self, part: Range<usize>, text: &str) -> Range<usize> {
        let place = |at: usize| self.from.get(at).map_or(text.len(), |from| *from as usize);
        place(part.start)..place(part.end)
    }
}

/// What an escape of JSON or of a programming language means, and its length: a line in a line has its quotes written so.
fn escape(text: &str) -> (char, usize) {
    match text.as_bytes() {
        [_, b'n' | b'r' | b't', ..] => (' ', 2),
        [_, b'"' | b'\'' | b'`', ..] => ('\'', 2),
        [_, b'\\', ..] => ('\\', 2),
        [_, b'/', ..] => ('/', 2),
        [_, b'u', b'0', b'0', b'2', b'2' | b'7', ..] => ('\'', 6),
        _ => ('\\', 1),
    }
}

fn entity(text: &str) -> (char, usize) {
    let known = ["&quot;", "&#39;", "&#x27;", "&apos;"].into_iter().find(|entity| text.starts_with(entity));
    known.map_or(('&', 1), |entity| ('\'', entity.len()))
}

/// A text with gaps, taken apart.
pub(super) struct Pattern {
    /// What stands between the gaps, as it is compared.
    pieces: Vec<String>,
    /// The longest of them, by which the text is found.
    anchor: usize,
    /// How much of it is letters and digits: the more, the less it stands somewhere by chance.
    pub(super) weight: usize,
}

impl Pattern {
    /// `None` for a text that is all gaps.
    pub(super) fn new(text: &str) -> Option<Self> {
        let plain = Plain::of(text.trim());
        let mut pieces: Vec<String> = plain.text.split(GAP).map(str::to_owned).collect();
        if let Some(first) = pieces.first_mut() {
            *first = first.trim_start().to_owned();
        }
        if let Some(last) = pieces.last_mut() {
            *last = last.trim_end().to_owned();
        }
        // A blank between two gaps finds nothing.
        pieces.retain(|piece| !piece.trim().is_empty());
        let anchor = (0..pieces.len()).max_by_key(|&at| pieces[at].len())?;
        let weight = pieces.iter().flat_map(|piece| piece.chars()).filter(|c| c.is_alphanumeric()).count();
        Some(Pattern { pieces, anchor, weight })
    }

    pub(super) fn anchor(&self) -> &str {
        &self.pieces[self.anchor]
    }

    /// How many gaps are in it.
    pub(super) fn gaps(&self) -> usize {
        self.pieces.len() - 1
    }

    /// Whether another text is this one.
    pub(super) fn is(&self, other: &Pattern) -> bool {
        self.pieces == other.pieces
    }

    /// Whether another text without gaps is a part of a piece of this one.
    pub(super) fn has(&self, other: &Pattern) -> bool {
        let is_part = |piece: &String, part: &str| piece.len() > part.len() && piece.contains(part);
        other.weight < self.weight
            && other.pieces.iter().all(|part| self.pieces.iter().any(|piece| is_part(piece, part)))
    }

    /// Where it stands in a text as it is compared.
    pub(super) fn place_in(&self, text: &str) -> Option<Range<usize>> {
        let places = text.match_indices(self.anchor()).map(|(at, piece)| at..at + piece.len());
        places.filter_map(|anchor| self.around(anchor, text)).next()
    }

    /// Where it stands in a text whose bytes at `anchor` are its longest piece.
    fn around(&self, anchor: Range<usize>, text: &str) -> Option<Range<usize>> {
        let (mut start, mut end) = (anchor.start, anchor.end);
        for piece in self.pieces.get(..self.anchor)?.iter().rev() {
            let near = floor(text, start.saturating_sub(LONGEST_VALUE));
            start = near + text.get(near..start)?.rfind(piece.as_str())?;
        }
        for piece in self.pieces.get(self.anchor + 1..)? {
            let far = floor(text, (end + LONGEST_VALUE).min(text.len()));
            end += text.get(end..far)?.find(piece.as_str())? + piece.len();
        }
        // Chinese, Japanese and Korean write words without a blank between them.
        let is_word = |c: char| c.is_alphanumeric() && c < '\u{2E80}' || c == '_';
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(end..)?.chars().next();
        let (first, last) = (text.get(start..)?.chars().next()?, text.get(..end)?.chars().next_back()?);
        let is_cut = |inner: char, outer: Option<char>| is_word(inner) && outer.is_some_and(is_word);
        (!is_cut(first, before) && !is_cut(last, after)).then_some(start..end)
    }
}

impl Pattern {
    /// Where its pieces stand in a text that has it.
    pub(super) fn places_of_pieces(&self, text: &str) -> Vec<Range<usize>> {
        let Some(whole) = self.place_in(text) else { return Vec::new() };
        let mut end = whole.start;
        let mut places = Vec::new();
        for piece in &self.pieces {
            let rest = text.get(end..whole.end);
            let Some(at) = rest.and_then(|rest| rest.find(piece.as_str())) else { break };
            places.push(end + at..end + at + piece.len());
            end += at + piece.len();
        }
        places
    }

    /// What stands in its gaps where it stands in a text: between its pieces, and the word behind the last or before the first
    /// where the text has a gap there.
    pub(super) fn values(&self, text: &str, gaps: &str) -> Vec<Range<usize>> {
        let pieces = self.places_of_pieces(text);
        let mut values: Vec<Range<usize>> = pieces.windows(2).map(|two| two[0].end..two[1].start).collect();
        let Some(end) = pieces.last().filter(|_| pieces.len() == self.pieces.len()).map(|last| last.end)
        else {
            return values;
        };
        if gaps.trim_end().ends_with(GAP) {
            let rest = text.get(end..).unwrap_or_default();
            let length = rest
                .trim_start()
                .find(' ')
                .map_or(rest.len(), |at| at + rest.len() - rest.trim_start().len());
            values.push(end..end + length);
        }
        values
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What of a text a pattern finds, as it stands there.
    fn found<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
        let (pattern, plain) = (Pattern::new(pattern)?, Plain::of(text));
        let place = pattern.place_in(&plain.text)?;
        text.get(plain.original(place, text))
    }

    #[test]
    fn case_white_space_and_quotes_are_the_same() {
        let text = "expected issuer \"…\", got \"…\"";
        for line in [
            "expected issuer \"https://a.example\", got \"https://b.example\"",
            "oidc: Expected  Issuer 'https://a.example',\tgot 'https://b.example' (1)",
            r#"{"msg":"expected issuer \"a\", got \"b\""}"#,
            "expected issuer &quot;a&quot;, got &#39;b&#39;",
        ] {
            assert!(found(text, line).is_some(), "{line}");
        }
        assert_eq!(found("got …, expected …", "it got a, expected b."), Some("got a, expected "));
    }

    #[test]
    fn pieces_stand_in_their_order_and_not_far_from_each_other() {
        let text = "expected …, got";
        assert_eq!(found(text, "x expected 1, got 2"), Some("expected 1, got"));
        assert_eq!(found(text, ", got 2 expected 1"), None);
        let far = format!("expected {}, got 2", "x".repeat(LONGEST_VALUE + 1));
        assert_eq!(found(text, &far), None);
    }

    #[test]
    fn a_text_ends_where_its_words_end() {
        assert_eq!(found("AADSTS50011", "(AADSTS50011: The"), Some("AADSTS50011"));
        assert_eq!(found("AADSTS50011", "AADSTS500112"), None);
        assert_eq!(found("invalid_grant", "xinvalid_grant"), None);
        assert_eq!(found("invalid_grant", "é invalid_grant"), Some("invalid_grant"));
        assert_eq!(found("…", "anything"), None);
    }
}
