//! JSON that is passed over where it lies: where a value ends, and what its members are called, without reading either.
//!
//! It is not checked: whoever wants a value has it parsed. All that counts here is where strings and brackets end.

use memchr::memchr2;

/// Bytes of JSON, and how far one is in them. `None` everywhere: there is not enough of it.
#[derive(Clone)]
pub(super) struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Cursor<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Cursor { bytes, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is no blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !is_blank(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Takes that byte where it is the next one.
    pub(super) fn takes(&mut self, expected: u8) -> Option<bool> {
        let is_it = self.peek()? == expected;
        self.at += usize::from(is_it);
        Some(is_it)
    }

    /// The bytes of a string, as they are escaped.
    pub(super) fn string(&mut self) -> Option<&'b [u8]> {
        let from = self.at + 1;
        let mut at = from;
        loop {
            at += memchr2(b'"', b'\\', self.bytes.get(at..)?)?;
            if *self.bytes.get(at)? == b'"' {
                self.at = at + 1;
                return self.bytes.get(from..at);
            }
            at += 2;
        }
    }

    /// The bytes of a value.
    pub(super) fn value(&mut self) -> Option<&'b [u8]> {
        let first = self.peek()?;
        let from = self.at;
        match first {
            b'"' => {
                self.string()?;
            }
            b'{' | b'[' => {
                let mut skim = Skim::default();
                self.at += skim.end(self.bytes.get(self.at..)?)?;
            }
            _ => {
                let rest = self.bytes.get(from + 1..)?;
                self.at += 1 + rest.iter().position(|byte| is_blank(*byte) || is_mark(*byte))?;
            }
        }
        self.bytes.get(from..self.at)
    }

    /// The next member of an object, whose brace was taken; of its value nothing is taken.
    pub(super) fn member(&mut self) -> Option<Member<'b>> {
        self.takes(b',')?;
        if self.takes(b'}')? {
            return Some(Member::None);
        }
        if self.peek()? != b'"' {
            return Some(Member::NoJson);
        }
        let name = self.string()?;
        Some(if self.takes(b':')? { Member::Named(name) } else { Member::NoJson })
    }
}

/// What comes next in an object.
pub(super) enum Member<'b> {
    /// A member of that name, as it is escaped.
    Named(&'b [u8]),
    /// Its end, which was taken.
    None,
    /// Neither.
    NoJson,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']')
}

/// Seeks the end of an object, a list or a string, which may come in pieces.
#[derive(Default)]
pub(super) struct Skim {
    depth: usize,
    is_in_string: bool,
    /// The next byte is escaped.
    is_escaped: bool,
}

impl Skim {
    /// How many of these bytes belong to the value, where it ends in them.
    pub(super) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            at += if self.is_in_string { self.text(rest).0 } else { self.outside(rest) };
            if self.is_over() {
                return Some(at);
            }
        }
        None
    }

    /// Whether the value ended with the last byte that was read.
    pub(super) fn is_over(&self) -> bool {
        self.depth == 0 && !self.is_in_string
    }

    pub(super) fn is_in_string(&self) -> bool {
        self.is_in_string
    }

    /// Inside of a string: how many of these bytes belong to it, the mark at its end among them, and whether that came.
    pub(super) fn text(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = usize::from(std::mem::take(&mut self.is_escaped));
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found + 1;
            if bytes.get(at - 1) == Some(&b'"') {
                self.is_in_string = false;
                return (at, true);
            }
            at += 1;
        }
        // The escaped byte did not come yet.
        self.is_escaped = at > bytes.len();
        (bytes.len(), false)
    }

    /// Outside of strings: how many of these bytes come up to the next string or the end of the value.
    pub(super) fn outside(&mut self, bytes: &[u8]) -> usize {
        for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| IS_STRUCTURE[usize::from(**byte)]) {
            match byte {
                b'"' => self.is_in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    continue;
                }
                _ => self.depth = self.depth.saturating_sub(1),
            }
            if self.is_in_string || self.depth == 0 {
                return at + 1;
            }
        }
        bytes.len()
    }
}

/// The bytes that open or close something.
static IS_STRUCTURE: [bool; 256] = {
    let mut is = [false; 256];
    let mut at = 0;
    while at < 6 {
        is[b"\"{}[]\""[at] as usize] = true;
        at += 1;
    }
    is
};

/// What a document begins with.
pub(super) enum Beginning {
    /// The entries of an archive.
    Archive,
    /// A value that ends, and more comes.
    Ended,
    /// Something else, as far as one sees.
    Other,
}

/// What begins: an object with `log.entries` or `entries`, in which these come before the end of what is here.
pub(super) fn begins_archive(head: &[u8]) -> Beginning {
    let mut cursor = Cursor::new(head);
    if cursor.peek() == Some(b'[') {
        return Beginning::Other;
    }
    match reaches_entries(&mut cursor) {
        Some(true) => Beginning::Archive,
        Some(false) => Beginning::Ended,
        None => Beginning::Other,
    }
}

fn reaches_entries(cursor: &mut Cursor) -> Option<bool> {
    if !cursor.takes(b'{')? {
        return Some(false);
    }
    while let Member::Named(name) = cursor.member()? {
        match name {
            b"entries" => return Some(cursor.peek()? == b'['),
            b"log" if cursor.peek()? == b'{' => {
                if reaches_entries(cursor)? {
                    return Some(true);
                }
            }
            _ => {
                cursor.value()?;
            }
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_it_ends_however_it_comes() {
        for text in [r#"{"a":"}\"]\\"}"#, r#"["\\",{"b":[1,"\u0041"]}]"#, r#"{"é":"\\\\\""}"#, "[]"] {
            let bytes = format!("{text},1").into_bytes();
            for size in 1..bytes.len() {
                let mut skim = Skim::default();
                let mut before = 0;
                let end = bytes.chunks(size).find_map(|piece| {
                    let end = skim.end(piece).map(|end| before + end);
                    before += piece.len();
                    end
                });
                assert_eq!(end, Some(text.len()), "{text} by {size}");
            }
            assert_eq!(Cursor::new(&bytes).value(), Some(text.as_bytes()));
        }
    }

    #[test]
    fn archives_are_told_from_lines() {
        let is = |text: &str| match begins_archive(text.as_bytes()) {
            Beginning::Archive => "archive",
            Beginning::Ended => "ended",
            Beginning::Other => "other",
        };
        assert_eq!(is(r#"{"log":{"pages":[{}],"entries":[{"#), "archive");
        assert_eq!(is(r#" {"entries" : ["#), "archive");
        assert_eq!(is("{\"log\":{\"a\":1}}\n{"), "ended");
        assert_eq!(is(r#"{"a":{"entries":["#), "other");
    }
}
