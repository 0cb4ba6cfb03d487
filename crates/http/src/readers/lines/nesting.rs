//! How deep in an object one is, line by line: of JSON, or as a program of any language printed it.

#[derive(Default)]
pub(in crate::readers) struct Nesting {
    open: usize,
    quote: Option<u8>,
    has_begun: bool,
}

impl Nesting {
    /// Reads a line; what follows the end of the object is not read.
    pub(in crate::readers) fn read(&mut self, line: &str) {
        self.read_to_end(line);
    }

    /// Reads a line, and says where the object ends in it.
    pub(in crate::readers) fn read_to_end(&mut self, line: &str) -> Option<usize> {
        let mut before = b' ';
        let mut is_escaped = false;
        for (at, byte) in line.bytes().enumerate() {
            if self.is_closed() {
                return Some(at);
            }
            match (self.quote, byte) {
                (Some(_), _) if is_escaped => is_escaped = false,
                (Some(_), b'\\') => is_escaped = true,
                (Some(quote), byte) if byte == quote => self.quote = None,
                (Some(_), _) => {}
                (None, b'\'' | b'"' | b'`') if may_begin_literal(before) => self.quote = Some(byte),
                (None, b'{' | b'[' | b'(') => {
                    self.open += 1;
                    self.has_begun = true;
                }
                (None, b'}' | b']' | b')') => self.open = self.open.saturating_sub(1),
                (None, _) => {}
            }
            before = byte;
        }
        // A string does not go over a line: what looks so is cut off.
        self.quote = None;
        self.is_closed().then_some(line.len())
    }

    pub(in crate::readers) fn has_begun(&self) -> bool {
        self.has_begun
    }

    pub(in crate::readers) fn is_closed(&self) -> bool {
        self.has_begun && self.open == 0
    }
}

/// In words there are apostrophes; `b'…'` is a literal of Python.
fn may_begin_literal(before: u8) -> bool {
    !before.is_ascii_alphanumeric() && before.is_ascii() || before == b'b'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the object ends: in which line, and at which byte of it.
    fn check(lines: &[&str], expected: Option<(usize, usize)>) {
        let mut nesting = Nesting::default();
        let end = lines.iter().enumerate().find_map(|(at, line)| Some((at, nesting.read_to_end(line)?)));
        assert_eq!(end, expected, "{lines:?}");
        assert_eq!(nesting.is_closed(), expected.is_some(), "{lines:?}");
    }

    #[test]
    fn where_an_object_ends() {
        check(&["{\"a\":\"}\\\"}\"} and more {"], Some((0, 12)));
        check(&["{", "  a: '}', b: [Object],", "}"], Some((2, 1)));
        check(&["it isn't {", " x: 'it isn\\'t }'", "}"], Some((2, 1)));
        check(&["{\"cut\": \"off", "\"b\": [1]}"], Some((1, 9)));
        check(&["{b'a': b'}', é: \"}\"", "(1)}"], Some((1, 4)));
        check(&["[", "{}"], None);
        check(&["no object"], None);
    }
}
