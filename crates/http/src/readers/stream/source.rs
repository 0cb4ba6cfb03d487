//! A stream of which a piece is held: what is read is let go.

use std::io::{self, ErrorKind, Read};

/// Bytes that are held at first.
const PIECE: usize = 512 << 10;

/// What is held of a stream: bytes that were not read yet.
pub(in crate::readers) struct Source<R> {
    stream: R,
    held: Vec<u8>,
    /// Where in `held` what was not read begins, and where it ends.
    from: usize,
    to: usize,
    has_ended: bool,
    failed: Option<io::Error>,
}

impl<R: Read> Source<R> {
    pub(super) fn new(stream: R) -> Self {
        Source { stream, held: vec![0; PIECE], from: 0, to: 0, has_ended: false, failed: None }
    }

    /// What is here and was not read yet.
    pub(in crate::readers) fn bytes(&self) -> &[u8] {
        self.held.get(self.from..self.to).unwrap_or_default()
    }

    /// Lets go of so many bytes, which were read.
    pub(in crate::readers) fn consume(&mut self, count: usize) {
        self.from = (self.from + count).min(self.to);
    }

    /// Gets many more bytes behind those that are here; says whether there were any.
    pub(in crate::readers) fn fill(&mut self) -> bool {
        if !self.more() {
            return false;
        }
        while self.to < self.held.len() && self.more() {}
        true
    }

    /// Gets some more bytes behind those that are here; says whether there were any.
    pub(in crate::readers) fn more(&mut self) -> bool {
        if self.from > 0 {
            self.held.copy_within(self.from..self.to, 0);
            self.to -= self.from;
            self.from = 0;
        }
        if self.to == self.held.len() {
            self.held.resize(2 * self.held.len(), 0);
        }
        while !self.has_ended {
            let Some(room) = self.held.get_mut(self.to..) else { break };
            match self.stream.read(room) {
                Ok(0) => self.has_ended = true,
                Ok(count) => {
                    self.to += count;
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.has_ended = true;
                    self.failed = Some(error);
                }
            }
        }
        false
    }

    /// Passes over these bytes where they come next.
    pub(super) fn skip(&mut self, expected: &[u8]) {
        while self.bytes().len() < expected.len() && self.more() {}
        if self.bytes().starts_with(expected) {
            self.consume(expected.len());
        }
    }

    /// Why the stream ended before its end.
    pub(super) fn failed(&self) -> Option<&io::Error> {
        self.failed.as_ref()
    }
}
