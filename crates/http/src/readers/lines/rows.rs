//! The lines of a text, each with its number; those that were joined with later ones are left out.

use super::pieces;

/// The lines that were not read yet; as [`str::lines`] has them.
#[derive(Clone)]
pub(super) struct Rows<'t> {
    rest: &'t str,
    number: usize,
}

impl<'t> Rows<'t> {
    /// `number`: that of the first line.
    pub(super) fn new(text: &'t str, number: usize) -> Self {
        Rows { rest: text, number }
    }

    /// The number of the next line.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Bytes that are left.
    pub(super) fn bytes(&self) -> usize {
        self.rest.len()
    }

    /// The next line, unless no more than so many bytes are left.
    pub(super) fn next_behind(&mut self, left: usize) -> Option<(usize, &'t str)> {
        if left > 0 && self.rest.len() <= left { None } else { self.next() }
    }

    /// Passes over so many lines.
    pub(super) fn skip_all(&mut self, count: usize) {
        (0..count).for_each(|_| {
            self.next();
        });
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let end = memchr::memchr(b'\n', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
            let (line, rest) = self.rest.split_at(end);
            let number = self.number;
            self.rest = rest;
            self.number += 1;
            let Some(line) = line.strip_suffix('\n') else { return Some((number, line)) };
            if !pieces::is_gone(line) {
                return Some((number, line.strip_suffix('\r').unwrap_or(line)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_a_text() {
        for text in ["", "a", "a\n", "a\n\nb\r\n\r", "\n", "a\rb\r\n", "é\nü"] {
            let rows: Vec<&str> = Rows::new(text, 1).map(|(_, line)| line).collect();
            assert_eq!(rows, text.lines().collect::<Vec<_>>());
        }
    }
}
