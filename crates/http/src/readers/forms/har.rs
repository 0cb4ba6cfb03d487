//! HTTP Archive 1.2, as browsers, Playwright and proxies write it.
//!
//! Fields of a wrong type count as absent, unknown ones are passed over, and of the required ones only the method
//! and the URL are insisted on. An entry that cannot be read is a problem; a file that breaks off keeps what stands
//! before the break.
//!
//! What an archive cannot tell:
//! - Chromium's default export leaves `Cookie`, `Set-Cookie` and `Authorization` out. A header that is not there
//!   may have been there; an empty list of headers is one that was not recorded.
//! - URLs have no fragment in most archives: the `Location` before shows it.
//! - The text of scripts, styles, images, fonts and media is not read.
//! - A page reference is a tab in Playwright's archives alone. Elsewhere it is one page load, and the archive is of
//!   one tab.

mod entry;
mod fields;
mod hashed;
mod own;

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

pub(in crate::readers) use self::entry::Places;
use self::entry::{exchange, without_half_pairs};
use self::fields::{Entry, Line};
pub(in crate::readers) use self::hashed::is_hashed;
use crate::readers::lenient::{Part, Text, absent};
use crate::readers::{Form, Problem, Recording, Unreadable, lines, within};
use crate::{Exchange, ExchangeId, Place, Statement, Timestamp};

const EXPORT_AGAIN: &str = "Export the recording again, with content, and wait until the file is written.";
const RECORD_AGAIN: &str =
    "Open the Network tab before the login begins, switch on \"Preserve log\", and export all as HAR.";

pub(crate) static HAR: Form = Form { name: "har", called: "HAR", is_it: begins_like_json, read };

fn begins_like_json(bytes: &[u8]) -> bool {
    let mut start = bytes.iter().filter(|b| !b.is_ascii_whitespace());
    matches!((start.next(), start.next()), (Some(b'{'), _) | (Some(b'['), None | Some(b'{' | b']')))
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    let text = hashed::with_names(text);
    // All at once, which is fast; if something in it cannot be read so, each entry by itself.
    let (mut reading, broken) = match Reading::of(&text, false) {
        (reading, None) => (reading, None),
        (_, Some(_)) => Reading::of(&text, true),
    };
    if reading.exchanges.is_empty() && reading.statements.is_empty() {
        return Err(nothing_read(&reading, broken));
    }
    let behind = broken.as_ref().and_then(|broken| broken.behind(&text));
    let broken = broken.filter(|_| behind.is_none());
    reading.problems.extend(broken.map(|broken| broken.problem(&reading)));
    put_in_order(&mut reading.exchanges);
    let is_telling = !reading.statements.is_empty();
    let recording = Recording::new(&HAR, reading.exchanges, reading.problems);
    let mut recording = Recording { statements: reading.statements, is_telling, ..recording };
    if let Some(behind) = behind {
        recording.append(behind);
    }
    Ok(recording)
}

/// Where and how the JSON breaks off.
struct Break {
    category: Category,
    trailing: bool,
    line: usize,
    column: usize,
}

impl Break {
    fn new(error: &serde_json::Error, trailing: bool) -> Self {
        Break { category: error.classify(), trailing, line: error.line(), column: error.column() }
    }

    fn place(&self) -> String {
        format!("line {}, column {}", self.line, self.column)
    }

    /// What stands behind the archive, where that tells requests, too; its lines keep their numbers.
    fn behind(&self, text: &str) -> Option<Recording> {
        let before = self.line.checked_sub(1).filter(|_| self.trailing)?;
        let mut rest = text;
        for _ in 0..before {
            rest = rest.split_once('\n')?.1;
        }
        let rest = rest.get(self.column.saturating_sub(1)..)?;
        let behind = format!("{}{rest}", "\n".repeat(before)).into_bytes();
        let within = || within::read(&behind, None);
        let behind = within().or_else(|| lines::read(&behind, None).ok())?;
        (!behind.exchanges.is_empty()).then_some(behind)
    }

    fn problem(&self, reading: &Reading) -> Problem {
        let place = self.place();
        let (what, after) = match self.category {
            _ if self.trailing => ("the archive ends here; what follows it was not read", true),
            Category::Eof if reading.closed => ("the file breaks off here, after its last entry", true),
            _ if reading.closed => ("it is no JSON from here on, after its last entry", true),
            Category::Eof => ("the file breaks off", false),
            _ => ("it is no JSON", false),
        };
        if after {
            return Problem { place, what: what.to_owned() };
        }
        let what = format!("{what} at {place}; this entry and all after it are lost");
        Problem { place: format!("entry {}", reading.entries + 1), what }
    }
}

fn nothing_read(reading: &Reading, broken: Option<Break>) -> Unreadable {
    let unreadable = |what: &str, place, advice| Unreadable { what: what.to_owned(), place, advice };
    let entries = reading.entries;
    if !reading.list && broken.as_ref().is_some_and(|broken| broken.trailing) {
        let what = "it is JSON, but no HAR, and none of its lines is an HTTP request";
        return unreadable(
            what,
            None,
            "Give a HAR file, or one JSON object a line with method and url at least: docs/jsonl.md has the fields.",
        );
    }
    if let (Some(broken), 0) = (broken.filter(|broken| !broken.trailing), entries) {
        let what = match broken.category {
            Category::Eof if reading.list => "the file ends before its first entry is complete",
            Category::Eof => "the file ends before its first entry",
            _ if reading.list => "its first entry is no JSON",
            _ => "it begins like JSON, but is none",
        };
        return unreadable(what, Some(broken.place()), EXPORT_AGAIN);
    }
    if !reading.list || (reading.bare_array && reading.problems.len() == entries) {
        let advice = "Give a HAR file: in the Network tab of the browser's developer tools, export all as HAR. For an error alone: oauth-lens explain ERROR.";
        return unreadable("it is JSON, but no HAR: it has no `log.entries`", None, advice);
    }
    match reading.problems.first() {
        Some(first) if reading.problems.len() == entries => {
            let what = format!("none of its {entries} entries can be read; {}: {}", first.place, first.what);
            unreadable(&what, None, EXPORT_AGAIN)
        }
        _ if entries == 0 => unreadable("the HAR holds no entries", None, RECORD_AGAIN),
        _ => unreadable("none of its entries is an HTTP request", None, RECORD_AGAIN),
    }
}

/// Why nothing of an archive was read that is read entry by entry.
pub(in crate::readers) fn nothing_streamed(entries: usize, first: Option<&Problem>) -> Unreadable {
    let what = match first {
        Some(first) => format!("none of its {entries} entries can be read; {}: {}", first.place, first.what),
        None if entries == 0 => "the HAR holds no entries".to_owned(),
        None => "none of its entries is an HTTP request".to_owned(),
    };
    let advice = if first.is_some() { EXPORT_AGAIN } else { RECORD_AGAIN };
    Unreadable { what, place: None, advice }
}

/// The exchange of an entry by itself.
///
/// # Errors
/// What is wrong with the entry.
pub(in crate::readers) fn entry_of(
    json: &str,
    place: Place,
    places: &mut Places,
) -> Result<Option<Exchange>, &'static str> {
    let read = |json: &str| match serde_json::from_str(json) {
        Ok(Part(Some(entry))) => Some(exchange(&entry, place, places)),
        Ok(Part(None)) => Some(Err("it is no object")),
        Err(_) => None,
    };
    let mut read = read;
    // JavaScript writes half surrogate pairs, which no text can hold.
    read(json).or_else(|| read(&without_half_pairs(json))).unwrap_or(Err("one of its fields cannot be read"))
}

/// By start time; what has none stays behind its neighbour.
pub(in crate::readers) fn put_in_order(exchanges: &mut Vec<Exchange>) {
    let mut last = f64::MIN;
    let mut timed: Vec<(f64, Exchange)> = exchanges
        .drain(..)
        .map(|exchange| {
            last = exchange.started.map_or(last, Timestamp::as_millis);
            (last, exchange)
        })
        .collect();
    timed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    exchanges.extend((0..).zip(timed).map(|(id, (_, exchange))| Exchange { id: ExchangeId(id), ..exchange }));
}

// --- The way to the entries ---------------------------------------------------------------------------------------

/// What was read so far.
#[derive(Default)]
struct Reading {
    /// Each entry is taken out first and then read by itself, so that a bad one does not spoil the next.
    one_by_one: bool,
    exchanges: Vec<Exchange>,
    /// What programs said, in a masked recording of our own.
    statements: Vec<Statement>,
    problems: Vec<Problem>,
    /// How many entries there were.
    entries: usize,
    /// There is a list of entries, and its end was seen; it is all that there is.
    list: bool,
    closed: bool,
    bare_array: bool,
    places: Places,
}

impl Reading {
    fn of(text: &str, one_by_one: bool) -> (Self, Option<Break>) {
        let mut reading = Reading { one_by_one, ..Reading::default() };
        let mut parser = serde_json::Deserializer::from_str(text);
        let walked = Walk { reading: &mut reading, at: Level::Document }.deserialize(&mut parser);
        let broken = match walked {
            Err(error) => Some(Break::new(&error, false)),
            Ok(()) => parser.end().err().map(|error| Break::new(&error, true)),
        };
        (reading, broken)
    }

    fn take(&mut self, entry: Result<Part<Entry>, serde_json::Error>) {
        self.entries += 1;
        let read = match entry {
            Ok(Part(Some(entry))) => exchange(&entry, Place::Entry(self.entries as u32), &mut self.places),
            Ok(Part(None)) => Err("it is no object"),
            Err(_) => Err("one of its fields cannot be read"),
        };
        match read {
            Ok(exchange) => self.exchanges.extend(exchange),
            Err(what) => {
                let place = format!("entry {}", self.entries);
                self.problems.push(Problem { place, what: what.to_owned() });
            }
        }
    }
}

struct Walk<'w> {
    reading: &'w mut Reading,
    at: Level,
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    Document,
    Log,
    Entries,
    Statements,
}

impl<'a> DeserializeSeed<'a> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a HAR")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text>()? {
            let below = match (self.at, key.get()) {
                (Level::Document, "log") => Level::Log,
                (Level::Document | Level::Log, "entries") => Level::Entries,
                (Level::Log, "_oauthLensStatements") => Level::Statements,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Walk { reading: &mut *self.reading, at: below })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.at == Level::Log {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        if self.at == Level::Statements {
            let mut number = 0;
            while let Some(Part(line)) = seq.next_element::<Part<Line>>()? {
                number += 1;
                self.reading.statements.extend(line.and_then(|line| line.statement(Place::Line(number))));
            }
            return Ok(());
        }
        self.reading.list = true;
        self.reading.bare_array = self.at == Level::Document;
        if self.reading.one_by_one {
            while let Some(raw) = seq.next_element::<&RawValue>()? {
                match serde_json::from_str(raw.get()) {
                    Ok(entry) => self.reading.take(Ok(entry)),
                    // JavaScript writes half surrogate pairs, which no text can hold.
                    Err(_) => self.reading.take(serde_json::from_str(&without_half_pairs(raw.get()))),
                }
            }
        } else {
            while let Some(entry) = seq.next_element()? {
                self.reading.take(Ok(entry));
            }
        }
        self.reading.closed = true;
        Ok(())
    }

    absent!('a, (), unit, bool, number, str);
}

#[cfg(test)]
mod dialects;
#[cfg(test)]
mod tests;
