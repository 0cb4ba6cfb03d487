//! Recordings that are larger than what may be kept of them: they are read piece by piece, and each exchange is handed on as
//! soon as it is read.
//!
//! HAR and lines are read so, for these become long; which of both an input is, its beginning tells. An entry of a HAR is looked
//! at where it lies: what cannot play a role by its address is passed over with its headers and its body, unread.

mod begun;
mod har;
mod json;
mod source;

use std::io::{self, Read};

pub use self::begun::{Begun, begin};
pub(super) use self::source::Source;
use super::lines::{self, AccessLogFormat};
use super::{FORMS, Form, Problem, Unreadable, encoding, forms, settle_bodies};
use crate::{Exchange, Statement, Uri};

/// Bytes of the beginning that tell what an input is. What ends before that is read at once.
pub const HEAD: usize = 8 << 20;

/// Most problems that are listed.
const MOST_PROBLEMS: usize = 100;

/// Takes what a stream holds, as it comes.
pub trait Sink {
    /// Whether an exchange may play a role of which this is known: a GET without credentials of its own, that was answered so,
    /// without a redirect that is known, and not with keys. One that is not wanted is passed over.
    fn wants(&mut self, uri: &Uri, status: u16) -> bool;

    /// Takes an exchange.
    fn exchange(&mut self, exchange: Exchange);

    /// Takes what a program says.
    fn statement(&mut self, statement: Statement);
}

/// What was read of a stream, beside what its sink was given.
pub struct Streamed {
    /// Which form it had.
    pub form: &'static Form,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// How an input is read piece by piece.
#[derive(Clone, Copy)]
enum Way {
    Har,
    Lines,
}

/// A long input that can be read piece by piece.
#[derive(Clone, Copy)]
pub struct Streaming(Way);

impl Streaming {
    /// How the rest of an input is read that begins so; `None` where it has to be read as a whole, as [`read_as`](super::read_as) does.
    pub fn of(head: &[u8]) -> Option<Self> {
        let is_utf8 = matches!(encoding::to_utf8(head), Ok(text) if text.len() + 3 >= head.len() && !has_old_line_ends(head));
        if !is_utf8 || encoding::no_text(head).is_some() {
            return None;
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let first = FORMS.iter().find(|form| (form.is_it)(text))?;
        if first.name == forms::har::HAR.name {
            return match json::begins_archive(text) {
                json::Beginning::Archive if !forms::har::is_hashed(text) => Some(Streaming(Way::Har)),
                json::Beginning::Ended => Some(Streaming(Way::Lines)),
                _ => None,
            };
        }
        (first.name == lines::LINES.name).then_some(Streaming(Way::Lines))
    }

    /// Reads an input to its end.
    ///
    /// # Errors
    /// When nothing in it can be read.
    pub fn read(
        self,
        source: impl Read,
        format: Option<&AccessLogFormat>,
        sink: &mut impl Sink,
    ) -> Result<Streamed, Unreadable> {
        let mut source = Source::new(source);
        source.skip(b"\xef\xbb\xbf");
        let mut settled = Settled { sink, exchanges: 0, statements: 0 };
        let mut streamed = match self.0 {
            Way::Har => har::read(&mut source, &mut settled)?,
            Way::Lines => lines::read_stream(&mut source, format, &lines::PACE, &mut settled)?,
        };
        if let Some(error) = source.failed() {
            streamed.problems.push(Problem { place: "the end".to_owned(), what: broken(error) });
        }
        Ok(streamed)
    }
}

/// Puts what was kept of a stream in the order in which its form has exchanges.
pub fn in_order(form: &Form, exchanges: &mut Vec<Exchange>) {
    if form.name == forms::har::HAR.name {
        return forms::har::put_in_order(exchanges);
    }
    exchanges.sort_by_key(|exchange| lines::line_of(exchange.provenance));
    lines::drop_commands(exchanges);
    lines::fold_thrown(exchanges);
}

fn has_old_line_ends(head: &[u8]) -> bool {
    head.contains(&b'\r') && !head.contains(&b'\n')
}

fn broken(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            "the compressed file (gzip) breaks off, or is damaged from there on".to_owned()
        }
        _ => format!("it could not be read to its end: {error}"),
    }
}

/// A sink whose exchanges have their bodies as they are read.
pub(super) struct Settled<'s, S> {
    sink: &'s mut S,
    pub(super) exchanges: usize,
    pub(super) statements: usize,
}

impl<S: Sink> Sink for Settled<'_, S> {
    fn wants(&mut self, uri: &Uri, status: u16) -> bool {
        let is_wanted = self.sink.wants(uri, status);
        self.exchanges += usize::from(!is_wanted);
        is_wanted
    }

    fn exchange(&mut self, mut exchange: Exchange) {
        settle_bodies(&mut exchange);
        self.exchanges += 1;
        self.sink.exchange(exchange);
    }

    fn statement(&mut self, statement: Statement) {
        self.statements += 1;
        self.sink.statement(statement);
    }
}

/// Problems, of which the first ones are listed.
#[derive(Default)]
pub(super) struct Problems {
    pub(super) all: Vec<Problem>,
    left_out: usize,
}

impl Problems {
    pub(super) fn add(&mut self, place: String, what: &str) {
        if self.all.len() < MOST_PROBLEMS {
            self.all.push(Problem { place, what: what.to_owned() });
        } else {
            self.left_out += 1;
        }
    }

    pub(super) fn end(mut self) -> Vec<Problem> {
        if self.left_out > 0 {
            let what = format!("{} more could not be read", self.left_out);
            self.all.push(Problem { place: "later".to_owned(), what });
        }
        self.all
    }
}

#[cfg(test)]
mod tests;
