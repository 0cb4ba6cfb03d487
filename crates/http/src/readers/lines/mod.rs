//! Text that is made of lines: logs, consoles, terminals, whatever somebody copied.
//!
//! A line goes through three stages. What is wrapped around it is taken off: colours, a prefix that many lines share
//! ([`prefix`]), the JSON member that holds it ([`wrapped`]). What it says of HTTP is added to a request or an answer
//! ([`wire`], `curl`), or is a whole exchange by itself. What is left is a statement: what a program said.

mod alike;
mod arrows;
mod asked;
mod broken;
mod bytes;
mod columns;
mod documents;
mod dumped;
mod form;
mod go_map;
mod halves;
mod hexbox;
mod joined;
mod line;
mod nesting;
mod object;
mod order;
mod own;
mod pairs;
mod pane;
mod pattern;
mod pieces;
mod plain;
mod prefix;
mod printed;
mod quoted;
mod records;
mod rows;
mod ruled;
mod slots;
mod talk;
mod time;
mod told;
mod typed;
mod unread;
mod verdict;
mod wire;
mod wrapped;

use std::borrow::Cow;
use std::io::Read;

use serde_json::{Map, Value};

pub(in crate::readers) use self::alike::behind as behind_like;
use self::columns::{Fields, Table};
pub(in crate::readers) use self::form::{LineForm, Sign};
use self::joined::Joined;
use self::line::Line;
pub(in crate::readers) use self::nesting::Nesting;
use self::order::Ordered;
pub use self::own::{AccessLogFormat, FormatError};
use self::pane::Pane;
use self::pattern::is_status;
pub(in crate::readers) use self::pattern::{is_method, is_name};
use self::prefix::{Prefixes, Start};
pub(in crate::readers) use self::printed::{Step, method_of, method_of_answer, part};
pub(in crate::readers) use self::quoted::content;
use self::rows::Rows;
pub(in crate::readers) use self::typed::{behind_prompt, is_command, is_fence};
use self::unread::Unread;
use self::wire::{Took, Wire};
pub(in crate::readers) use self::wire::{request_line, status_line};
pub(in crate::readers) use self::wrapped::is_of_log;
use self::wrapped::{Entry, Wrapped};
use crate::readers::forms::curl::{CURL, Curl};
use crate::readers::forms::har;
use crate::readers::forms::jsonl::JSONL;
use crate::readers::forms::raw::RAW;
use crate::readers::record::{Part, Record};
use crate::readers::stream::{Settled, Sink, Source, Streamed};
use crate::readers::{Form, Problem, Recording, Unreadable, encoding};
use crate::{
    Body, Exchange, ExchangeId, LogLevel, Observer, Place, Provenance, Request, Secret, Statement, Timestamp,
    UNSEEN_HOST, Uri, Via,
};

pub(super) static LINES: Form =
    Form { name: "log", called: "log", is_it: is_text, read: |bytes| read(bytes, None) };

const ADVICE: &str = "Give what shows requests and answers, or the error itself: `oauth-lens inputs` lists what is read. For an error message alone: oauth-lens explain \"MESSAGE\".";

/// Statements of one input.
const MOST_STATEMENTS: usize = 100_000;

/// Pages among which one is sought that several lines tell.
const NEAR: usize = 8;

/// Rows of a table from which it is learnt what stands before the lines in them.
const FIRST_ROWS: usize = 200;

/// Bytes of the longest object over several lines.
const LONGEST_OBJECT: usize = 8 << 20;

/// How often all of an input may be looked at for them.
const LOOKS: usize = 4;

/// Bytes of a stream.
pub(super) struct Pace {
    /// So many are held.
    pub(super) window: usize,
    /// So many of them come behind those that are read, where something may end that begins before.
    pub(super) ahead: usize,
    /// After so many is handed on what they told.
    pub(super) step: usize,
}

pub(super) const PACE: Pace = Pace { window: 16 << 20, ahead: LONGEST_OBJECT + (1 << 20), step: 64 << 10 };

/// Bytes of the longest statement.
const LONGEST_STATEMENT: usize = 16 << 10;

fn is_text(bytes: &[u8]) -> bool {
    encoding::no_text(bytes).is_none()
}

/// Reads lines; those that have the format are exchanges whatever else they look like.
pub(super) fn read(bytes: &[u8], own: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let text = whole(&text);
    let text = unquoted(&text).map_or(text, Cow::Owned);
    let text = unindented(&text).map_or(text, Cow::Owned);
    let Some(ordered) = Ordered::of(&text) else { return read_in_order(&text, own) };
    let mut recording = read_in_order(&ordered.text, own)?;
    renumber(&mut recording, &ordered);
    Ok(recording)
}

/// Reads lines of which the oldest stands first.
fn read_in_order(text: &str, own: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    let mut reader = Reader::of(text, own);
    reader.read(Rows::new(text, 1), 0, |_, _| false);
    reader.finish()
}

/// Gives what was read the numbers that its lines have in the input.
fn renumber(recording: &mut Recording, ordered: &Ordered) {
    let number = |line: u32| ordered.number(line as usize);
    let exchanges = recording.exchanges.iter_mut().map(|exchange| &mut exchange.provenance);
    let statements = recording.statements.iter_mut().map(|statement| &mut statement.provenance);
    for provenance in exchanges.chain(statements) {
        *provenance = Provenance::at(Place::line(number(line_of(*provenance))));
    }
    for problem in &mut recording.problems {
        if let Some(line) = problem.place.strip_prefix("line ").and_then(|line| line.parse().ok()) {
            problem.place = format!("line {}", number(line));
        }
    }
}

/// A text in which what stands in several lines though it is one is in one of them, what programs print of arrays is JSON, and what
/// they draw of tables CSV.
fn whole(text: &str) -> Cow<'_, str> {
    [broken::joined, dumped::as_json, go_map::as_json, documents::as_json, ruled::as_csv].into_iter().fold(
        pieces::joined(text),
        |text, respelled| match respelled(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(respelled) => Cow::Owned(respelled),
        },
    )
}

/// A text without the marks of a quotation, where every line has one: of a transcript of curl's some have another.
pub(super) fn unquoted(text: &str) -> Option<String> {
    const FEW: usize = 3;
    let is_empty = |line: &str| line.trim().is_empty();
    let is_quoted = |line: &str| line == ">" || line.starts_with("> ") || is_empty(line);
    if !text.starts_with("> ") || text.lines().take(FEW).count() < FEW || !text.lines().all(is_quoted) {
        return None;
    }
    let bare =
        |line: &'_ str| line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line).to_owned() + "\n";
    Some(text.lines().map(bare).collect())
}

/// A text without the tabs that all of its lines begin with.
pub(super) fn unindented(text: &str) -> Option<String> {
    let depth = |line: &str| line.len() - line.trim_start_matches('\t').len();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let least = lines().map(depth).min().filter(|least| *least > 0)?;
    Some(text.lines().map(|line| line.get(least..).unwrap_or_default().to_owned() + "\n").collect())
}

/// Reads lines as they come, and hands on what they tell as soon as nothing more can come of it.
pub(super) fn read_stream<S: Sink>(
    source: &mut Source<impl Read>,
    own: Option<&AccessLogFormat>,
    pace: &Pace,
    sink: &mut Settled<S>,
) -> Result<Streamed, Unreadable> {
    let mut reader: Option<Reader> = None;
    let mut next = 1;
    loop {
        while source.bytes().len() < pace.window && source.more() {}
        let bytes = source.bytes();
        let is_last = bytes.len() < pace.window;
        let lines = if is_last { None } else { memchr::memrchr(b'\n', bytes).map(|at| at + 1) };
        if !is_last && lines.is_none() {
            // No line of a log is as long as that.
            let count = bytes.len();
            source.consume(count);
            continue;
        }
        let bytes = bytes.get(..lines.unwrap_or(bytes.len())).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes);
        // What was cut in pieces is joined where all of them are held.
        let text = whole(&text);
        let reader = reader.get_or_insert_with(|| {
            let mut reader = Reader::of(&text, own);
            // Only what is held as a whole can be turned around.
            reader.is_upside_down = Ordered::of(&text).is_some();
            reader
        });
        let mut rest = Rows::new(&text, next);
        let left = if is_last { 0 } else { pace.ahead };
        while rest.bytes() > left {
            let step = rest.bytes().saturating_sub(pace.step).max(left);
            rest = reader.read(rest, step, |line, next| {
                plain::glance(line, next).is_some_and(|(uri, status)| !sink.wants(&uri, status))
            });
            reader.release(sink);
        }
        let read = rest.number() - next;
        next = rest.number();
        let mut ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
        let end = if read == 0 { None } else { ends.nth(read - 1) };
        let end = end.unwrap_or(bytes.len());
        reader.budget = reader.budget.saturating_add(end.saturating_mul(LOOKS));
        source.consume(end);
        if is_last {
            break;
        }
    }
    let Some(reader) = reader else { return Err(nothing_read(Vec::new())) };
    reader.finish_stream(sink)
}

/// Why nothing was read.
fn nothing_read(problems: Vec<Problem>) -> Unreadable {
    let first = problems.into_iter().next();
    let what = first.as_ref().map_or("it holds no request and no message", |problem| &problem.what);
    Unreadable { what: what.to_owned(), place: first.map(|problem| problem.place), advice: ADVICE }
}

/// Whether an input is the body of an answer, as somebody copies it of an API that refuses: one short object that says something.
pub(super) fn is_answer(bytes: &[u8]) -> bool {
    /// Bytes of the longest that somebody copies for what it says.
    const LONGEST: usize = 4 << 10;
    bytes.len() <= LONGEST
        && serde_json::from_slice::<Map<String, Value>>(bytes)
            .is_ok_and(|object| wrapped::says_something(&object))
}

/// A line that is nothing but the address of a page, as people copy it: with parameters, for without them it says nothing.
fn address(line: &Line) -> Option<Exchange> {
    let text = line.text.trim().trim_matches(['<', '>', '"', '`']);
    if !text.contains(['?', '#']) || text.contains([' ', '\t']) {
        return None;
    }
    // Of a path alone the host is not known: only what says an error is worth it.
    if text.starts_with('/') && !text.starts_with("//") && text.contains("error=") {
        return page(line, &format!("https://{UNSEEN_HOST}{text}"));
    }
    page(line, text).filter(|_| text.contains("://"))
}

/// The request for a page, of which the address is known.
fn page(line: &Line, url: &str) -> Option<Exchange> {
    Some(page_at(line.number, line.time, Uri::parse(url)?))
}

fn page_at(number: usize, started: Option<Timestamp>, uri: Uri) -> Exchange {
    let record = Record {
        started,
        observer: Some(Observer::Browser),
        via: Some(Via::Page),
        ..Record::asked("GET".to_owned(), uri, Part::default())
    };
    record.exchange(ExchangeId(0), Place::line(number))
}

/// Some programs write a request as a command of curl before they write it themselves, or note that they begin with it: that
/// was not another one.
pub(super) fn drop_commands(exchanges: &mut Vec<Exchange>) {
    /// Requests behind a command of which one may be it.
    const BEHIND: usize = 3;
    let is_told = |at: usize, command: &Exchange| {
        let next = exchanges.iter().skip(at + 1).take(BEHIND);
        let is_note = command.request.headers.present().is_none() && command.request.body.present().is_none();
        command.response.is_none()
            && command.error.is_none()
            && next.into_iter().any(|other| {
                other.response.is_some()
                    && other.request.method == command.request.method
                    && is_address_of(&command.request, &other.request)
                    && is_soon(command, other)
                    && (is_note || sends_the_same(&command.request, &other.request))
            })
    };
    let told: Vec<bool> = exchanges.iter().enumerate().map(|(at, exchange)| is_told(at, exchange)).collect();
    let mut told = told.into_iter();
    exchanges.retain(|_| !told.next().unwrap_or_default());
}

/// Whether a command asks for what was sent: what goes over the wire does not name its scheme.
fn is_address_of(command: &Request, sent: &Request) -> bool {
    let (asked, uri) = (&command.uri, &sent.uri);
    let parts =
        |uri: &Uri| (uri.host().to_owned(), uri.path().to_owned(), uri.url().query().map(str::to_owned));
    asked.same_resource(uri) || asked.scheme() != uri.scheme() && parts(asked) == parts(uri)
}

/// Whether two requests send the same parameters, as far as both were seen.
fn sends_the_same(command: &Request, sent: &Request) -> bool {
    let (Some(one), Some(two)) = (command.body.present(), sent.body.present()) else { return true };
    let pairs = |body: &Body| -> Option<Vec<(String, String)>> {
        let parameters = body.parameters()?;
        let mut pairs: Vec<_> =
            parameters.iter().map(|(name, value)| (name.to_owned(), value.text().to_owned())).collect();
        pairs.sort_unstable();
        Some(pairs)
    };
    one.text() == two.text() || pairs(one).zip(pairs(two)).is_some_and(|(one, two)| one == two)
}

/// Whether what one exchange tells may be told once more by another: not where a while lies between them, as before one more
/// try.
fn is_soon(first: &Exchange, other: &Exchange) -> bool {
    /// Milliseconds; clocks of whole seconds among them.
    const SOON: std::ops::RangeInclusive<f64> = -2_000.0..=10_000.0;
    let gap = |(first, other): (Timestamp, Timestamp)| other.as_millis() - first.as_millis();
    let end = first.finished.or(first.started);
    end.zip(other.started).map(gap).is_none_or(|gap| SOON.contains(&gap))
}

/// What a client throws of a call that it also wrote down is that call, the last one of several: it may hold the body that the
/// log does not.
pub(super) fn fold_thrown(exchanges: &mut Vec<Exchange>) {
    /// Exchanges behind a call of which one may be it.
    const BEHIND: usize = 3;
    let is_thrown_of = |call: &Exchange, other: &Exchange| {
        let (Some(answer), Some(thrown)) = (&call.response, &other.response) else { return false };
        let is_bare = |other: &Exchange| {
            other.request.headers.present().is_none() && other.request.body.present().is_none()
        };
        answer.headers.present().is_some()
            && answer.body.present().is_none()
            && thrown.body.present().is_some()
            && thrown.headers.present().is_none()
            && is_bare(other)
            && answer.status == thrown.status
            && call.request.method == other.request.method
            && call.request.uri.text() == other.request.uri.text()
            && is_soon(call, other)
    };
    let mut is_folded = vec![false; exchanges.len()];
    for (at, is_folded) in is_folded.iter_mut().enumerate() {
        let (before, behind) = exchanges.split_at_mut(at);
        let Some(thrown) = behind.first_mut() else { continue };
        let nearest = before.iter_mut().rev().take(BEHIND);
        let Some(call) = nearest.into_iter().find(|call| is_thrown_of(call, thrown)) else { continue };
        *is_folded = true;
        if let (Some(answer), Some(thrown)) = (&mut call.response, thrown.response.take()) {
            answer.body = thrown.body;
        }
    }
    let mut is_folded = is_folded.into_iter();
    exchanges.retain(|_| !is_folded.next().unwrap_or_default());
}

/// The first of the two lines of java.util.logging: `Nov 28, 2026 4:29:32 AM com.example.Class method`.
fn is_head_of_record(text: &str) -> bool {
    let mut words = text.split(' ');
    let month = words
        .next()
        .is_some_and(|word| word.len() == 3 && word.starts_with(|c: char| c.is_ascii_uppercase()));
    let day = words
        .next()
        .is_some_and(|word| word.ends_with(',') && word.starts_with(|c: char| c.is_ascii_digit()));
    let year = words.next().is_some_and(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    let time = words.next().is_some_and(|word| word.matches(':').count() == 2);
    month && day && year && time && words.next().is_some_and(|word| matches!(word, "AM" | "PM"))
}

/// The exchange in the object with which a line ends.
fn object_at_end(line: &Line) -> Option<Entry> {
    let text = line.text.trim_end();
    let ends = Some(text).filter(|text| text.ends_with('}'))?;
    let at = ends.match_indices("{\"").map(|(at, _)| at).find(|at| text[..*at].ends_with([' ', '\t']))? - 1;
    let object = serde_json::from_str(&text[at + 1..]).ok()?;
    wrapped::exchange(&object, line.time)
}

/// An error answer that a program printed as one of its own objects: `{ error: 'invalid_grant' }`.
fn printed_error(text: &str) -> Option<String> {
    let (value, rest) = object::read(text)?;
    let is_error = value.first(&["error"]).and_then(object::Value::text).is_some();
    (is_error && rest.trim().is_empty()).then(|| value.json().to_string())
}

/// Where in a line that ends in a comma an object begins which the line does not close: at its front, or one with names in quotes
/// behind words.
fn open_object(text: &str) -> Option<usize> {
    let at = if text.starts_with("{\"") { 0 } else { text.find("{'").or_else(|| text.find("{\""))? };
    let mut depth = Nesting::default();
    depth.read(text.get(at..)?);
    (!depth.is_closed()).then_some(at)
}

/// A line, or the one that it wraps.
enum Unwrapped<'t> {
    Line(Line<'t>),
    Inner(Line<'t>),
}

/// Whether a request or an answer begins with a text.
fn start(text: &str, own: Option<&AccessLogFormat>) -> Start {
    let is_of_form =
        || Curl::is_start(text) || Curl::is_command(text) || Wire::is_start(text) || Fields::is_start(text);
    match wrapped::is_start(text) {
        _ if own.is_some_and(|own| own.fits(text)) => Start::Sure,
        true if wrapped::is_of_log(text) => Start::Sure,
        true => Start::Object,
        _ if is_of_form() => Start::Sure,
        _ => Start::No,
    }
}

/// Reads lines one after another.
struct Reader<'f> {
    own: Option<&'f AccessLogFormat>,
    has_own: bool,
    prefixes: Prefixes,
    wrapped: Wrapped,
    curl: Curl,
    /// Which of several programs wrote what curl began.
    curl_source: Option<String>,
    wire: Wire,
    joined: Joined,
    /// Columns that the last `#Fields:` named.
    fields: Option<Fields>,
    pane: Pane,
    statements: Vec<Statement>,
    problems: Vec<Problem>,
    /// Lines that look like requests and have no form.
    unread: Unread,
    /// Whether the newest line stands first in a file too long to be turned around.
    is_upside_down: bool,
    left_out: usize,
    is_telling: bool,
    /// Bytes that may still be looked at for objects over several lines.
    budget: usize,
    /// How many exchanges were handed on: those of objects, of curl, and all others.
    released: [usize; 3],
}

impl<'f> Reader<'f> {
    fn of(text: &str, own: Option<&'f AccessLogFormat>) -> Self {
        let start = |text: &str| start(text, own);
        let plain: Vec<Cow<str>> = text
            .lines()
            .take(prefix::LEARNT_FROM)
            .map(|line| line::without_colours(Cow::Borrowed(line)))
            .collect();
        let outer = Prefixes::learn(plain.iter().map(|line| &**line), start);
        let inner: Vec<&str> =
            plain.iter().map(|line| outer.cut(line).map_or(&**line, |cut| cut.rest)).collect();
        let wrapped = Wrapped::learn(inner.iter().copied(), start);
        let messages: Vec<String> = inner.iter().flat_map(|line| wrapped.messages(line)).collect();
        let prefixes = outer.and(Prefixes::learn(messages.iter().map(String::as_str), start));
        Reader {
            own,
            has_own: false,
            prefixes,
            wrapped,
            curl: Curl::default(),
            curl_source: None,
            wire: Wire::default(),
            joined: Joined::default(),
            fields: None,
            pane: Pane::default(),
            statements: Vec::new(),
            problems: Vec::new(),
            unread: Unread::default(),
            is_upside_down: false,
            left_out: 0,
            is_telling: false,
            budget: text.len().saturating_mul(LOOKS).max(1 << 16),
            released: [0; 3],
        }
    }

    /// Reads lines until fewer than so many bytes are left; what is left. Where nothing goes on, lines are passed over of which
    /// `is_idle` says so.
    fn read<'t>(
        &mut self,
        mut lines: Rows<'t>,
        left: usize,
        mut is_idle: impl FnMut(&str, &Rows) -> bool,
    ) -> Rows<'t> {
        while let Some((number, line)) = lines.next_behind(left) {
            if self.is_quiet() && is_idle(line, &lines) {
                continue;
            }
            let line = Line::new(number, Cow::Borrowed(line), None, &self.prefixes);
            let Some(line) = self.unwrapped(line) else { continue };
            if let Unwrapped::Line(line) = &line {
                if let Some(table) = Table::new(&line.text)
                    && !self.is_in_body(line)
                    && table.next(lines.clone().map(|(_, line)| line)).is_some()
                {
                    let mut ahead = lines.clone();
                    let first = std::iter::from_fn(|| {
                        let (count, object) = table.next(ahead.clone().map(|(_, line)| line))?;
                        ahead.skip_all(count);
                        Some(Wrapped::entries_of(&Value::Object(object)))
                    });
                    let first: Vec<Vec<Entry>> = first.take(FIRST_ROWS).collect();
                    let is_newest_first = wrapped::is_newest_first(&first);
                    self.learn(&first.into_iter().flatten().collect::<Vec<_>>());
                    let rest = &mut lines;
                    let mut rows = std::iter::from_fn(|| {
                        let (count, object) = table.next(rest.clone().map(|(_, line)| line))?;
                        let number = rest.next().map_or(line.number, |(number, _)| number);
                        rest.skip_all(count - 1);
                        Some((number, object))
                    });
                    if is_newest_first {
                        let rows: Vec<_> = rows.collect();
                        rows.into_iter().rev().for_each(|(number, object)| self.row(number, object));
                    } else {
                        rows.by_ref().for_each(|(number, object)| self.row(number, object));
                    }
                    continue;
                }
                let following = || lines.clone().map(|(_, line)| line);
                let begins = self.wrapped.begins_document(&line.text) && !self.is_in_body(line);
                // No answer's body is an archive.
                if begins || wrapped::begins_archive(&line.text, following()) {
                    let (consumed, entries) = self.wrapped.document(&line.text, following());
                    if let Some(entries) = entries {
                        self.learn(&entries);
                        self.entries(line, entries);
                        lines.skip_all(consumed);
                        continue;
                    }
                }
            }
            let (line, ways) = match line {
                Unwrapped::Line(line) => (line, None),
                Unwrapped::Inner(line) => (line, Some(self.wrapped.ways())),
            };
            // What an object wraps goes on in what the next one wraps.
            let inner = |line| ways.as_deref().and_then(|ways| wrapped::only(ways, line)).map(Cow::Owned);
            let following =
                lines.clone().map(|(number, line)| (number, inner(line).unwrap_or(Cow::Borrowed(line))));
            if let Some(consumed) = self.object(&line, following) {
                lines.skip_all(consumed);
                continue;
            }
            let behind = |at: usize| {
                let (number, next) = lines.clone().nth(at)?;
                let next = inner(next).unwrap_or(Cow::Borrowed(next));
                let next = Line::new(number, next, None, &self.prefixes);
                Some(if next.text.trim().is_empty() { next.whole } else { next.text }.into_owned())
            };
            if !self.is_in_body(&line)
                && let Some((joined, consumed)) = halves::join(&line.text, behind)
            {
                lines.skip_all(consumed);
                self.line(&line.with_text(joined));
                continue;
            }
            if let Some(joined) = self.pane.join(&line.text, || behind(0)) {
                lines.next();
                joined.into_iter().for_each(|text| self.line(&Line::bare(number, text)));
                continue;
            }
            self.pane.close(&line.text);
            self.line(&line);
        }
        lines
    }

    /// What a line wraps, where it is an object like the others and holds a line, which may be such an object again; `None` where
    /// it held something else, which is taken.
    fn unwrapped<'t>(&mut self, line: Line<'t>) -> Option<Unwrapped<'t>> {
        let (mut line, mut depth) = (line, 0);
        while self.wrapped.is_wrapper_at(depth, &line.text)
            && !self.own.is_some_and(|own| own.fits(&line.text))
            && let Some(mut entries) = self.wrapped.entries(&line.text)
        {
            let Some((text, time, level)) = wrapped::one_text(&mut entries) else {
                self.entries(&line, entries);
                return None;
            };
            self.is_telling = true;
            let mut inner = Line::new(line.number, Cow::Owned(text), Some(&line), &self.prefixes);
            inner.time = time.or(inner.time);
            inner.level = inner.level.max(level);
            (line, depth) = (inner, depth + 1);
        }
        Some(if depth == 0 { Unwrapped::Line(line) } else { Unwrapped::Inner(line) })
    }

    /// Hands on what nothing more can be said about.
    fn release<S: Sink>(&mut self, sink: &mut Settled<S>) {
        let (of_wire, said) = self.wire.release();
        let released = [self.joined.release(), self.curl.release(), of_wire];
        for (count, exchanges) in self.released.iter_mut().zip(&released) {
            *count += exchanges.len();
        }
        let mut all: Vec<Exchange> = released.into_iter().flatten().collect();
        all.sort_by_key(|exchange| line_of(exchange.provenance));
        all.into_iter().for_each(|exchange| sink.exchange(exchange));
        self.statements.extend(said);
        self.statements.drain(..).for_each(|statement| sink.statement(statement));
    }

    /// Hands on what is left.
    fn finish_stream<S: Sink>(self, sink: &mut Settled<S>) -> Result<Streamed, Unreadable> {
        let Finished { form, exchanges, statements, problems } = self.end();
        exchanges.into_iter().for_each(|exchange| sink.exchange(exchange));
        statements.into_iter().for_each(|statement| sink.statement(statement));
        if sink.exchanges == 0 && sink.statements == 0 {
            return Err(nothing_read(problems));
        }
        Ok(Streamed { form, problems })
    }

    /// Takes an object that begins in a line and goes over several; says how many lines follow that belong to it.
    fn object<'t>(
        &mut self,
        line: &Line,
        following: impl Iterator<Item = (usize, Cow<'t, str>)>,
    ) -> Option<usize> {
        let first = line.text.trim_end();
        // An object that stands alone may have members in its first line; so may one that a program printed behind its words.
        let at = match first {
            _ if first.ends_with(['{', '[']) => first.len() - 1,
            _ if first.ends_with(',') => open_object(first)?,
            _ => return None,
        };
        if self.is_in_body(line) {
            return None;
        }
        let (mut text, mut depth, mut consumed) = (first.to_owned(), Nesting::default(), 0);
        let mut following = following.peekable();
        // What a logger puts before each of the lines, where no prefix is known.
        let front = following
            .peek()
            .filter(|_| !line.has_prefix())
            .map_or(0, |(_, next)| alike::shared(&line.whole, next));
        // What the first line closes was open before it.
        depth.read(first.get(at..)?);
        for (number, next) in following {
            if depth.is_closed() || text.len() > LONGEST_OBJECT || self.budget < next.len() {
                break;
            }
            self.budget -= next.len();
            let next = Line::new(number, next, None, &self.prefixes);
            // What begins without a prefix goes on without one: its members may look like it.
            let next = match front {
                0 if line.has_prefix() => next.text,
                0 => next.whole,
                _ => match alike::behind(&next.whole, &line.whole, front) {
                    Some(behind) => Cow::Owned(behind.to_owned()),
                    None => break,
                },
            };
            depth.read(&next);
            text.push('\n');
            text.push_str(&next);
            consumed += 1;
        }
        let is_whole = depth.is_closed() && consumed > 0;
        (is_whole && self.take_object(line, text, at)).then_some(consumed)
    }

    /// `at`: where the object begins.
    fn take_object(&mut self, line: &Line, text: String, at: usize) -> bool {
        if let Some(entries) = wrapped::archive_in(&text) {
            self.entries(line, entries);
            return true;
        }
        let object = text.get(at..).unwrap_or_default();
        let (read, rest) =
            object::read(object).map_or((None, ""), |(value, rest)| (Some(value), rest.trim()));
        let head = text.get(..at).unwrap_or_default();
        let fetched = read.as_ref().and_then(|value| told::behind(head, value));
        let all = match fetched {
            Some(told) => vec![told],
            None => read.as_ref().map(told::told).unwrap_or_default(),
        };
        // Alone, or behind its status.
        let may_be_body = at == 0 || is_status(head.trim());
        if !all.is_empty() {
            all.iter().for_each(|told| self.wire.put(line, None, told));
            // `console.log(response, await response.text())` has the body behind it.
            let is_said = rest.contains(char::is_alphanumeric) && !self.wire.take_late_body(line, rest);
            if is_said {
                self.statement(line, rest);
            }
            self.wire.goes_on_to(line.number + text.matches('\n').count());
        } else if !(may_be_body && self.wire.take_late_body(line, &text)) {
            // A form that knows it in one line knows it in several.
            let in_line = read.as_ref().filter(|_| at > 0 && rest.is_empty());
            let in_line =
                in_line.map(|value| line.with_text(format!("{}{}", head.trim_start(), value.json())));
            if in_line
                .is_some_and(|line| Wire::is_start(&line.text) && self.wire.take(&line) != Took::Nothing)
            {
                self.is_telling = true;
                return true;
            }
            let whole = Line {
                text: Cow::Owned(text),
                whole: Cow::Borrowed(""),
                source: line.source.clone(),
                ..*line
            };
            let document = read.as_ref().filter(|_| at == 0).map(object::Value::json);
            if document.is_some_and(|document| self.take_document(line, document)) {
                return true;
            }
            if !self.wire.take_object(&whole) {
                let Some(error) = read.filter(|value| value.first(&["error", "error_description"]).is_some())
                else {
                    return false;
                };
                // The words before it; what it begins with in the same line is told with the rest of it.
                let (whole, own) = (line.whole.trim_end(), line.text.trim_end().len().saturating_sub(at));
                self.statement(line, whole.get(..whole.len().saturating_sub(own)).unwrap_or(whole));
                self.statement(line, &error.json().to_string());
            }
        }
        self.is_telling = true;
        true
    }

    /// Takes a document that a server hands out, or what a command cut out of one.
    fn take_document(&mut self, line: &Line, document: Value) -> bool {
        if self.curl.answer(&document) {
            return true;
        }
        let Some(exchange) = printed::exchange(line, &document) else { return false };
        self.joined.exchanges.push(exchange);
        true
    }

    /// A document that is a line, or what was cut out of one.
    fn document_in(&self, line: &Line) -> Option<Value> {
        let text = line.text.trim();
        let is_behind_command = self.curl.has_command();
        let may_be = text.starts_with('{') || text.starts_with(['"', '[', 'h']) && is_behind_command;
        if !may_be || self.is_in_body(line) {
            return None;
        }
        // `jq -r` prints an address as it is.
        let raw = || Uri::parse(text).map(|_| Value::from(text)).filter(|_| text.starts_with("http"));
        serde_json::from_str(text).ok().or_else(raw)
    }

    /// Takes a line that holds a whole object.
    fn take_object_in(&mut self, line: &Line) -> bool {
        const SIGNS: [&str; 4] = ["method", "status", "url", "uri"];
        // What looks like a prefix may end in the object.
        let text = &*line.whole;
        if let Some(entries) = wrapped::archive_in(text) {
            self.entries(line, entries);
            return true;
        }
        if !SIGNS.iter().any(|sign| text.contains(sign)) {
            return false;
        }
        let Some(at) = text.find('{') else { return false };
        let Some((value, _)) = text.get(at..).and_then(object::read) else { return false };
        let fetched = text.get(..at).and_then(|head| told::behind(head, &value));
        let all = fetched.map_or_else(|| told::told(&value), |told| vec![told]);
        all.iter().for_each(|told| self.wire.put(line, None, told));
        !all.is_empty()
    }

    /// Takes a page whose address stands in a line.
    fn push_page(&mut self, exchange: Exchange) {
        let newest = self.joined.exchanges.iter().rev().take(NEAR);
        let is_same = |known: &Exchange| known.request.uri.text() == exchange.request.uri.text();
        if !newest.into_iter().any(is_same) {
            self.joined.exchanges.push(exchange);
        }
    }

    /// A line in which a program says where it sends the browser.
    fn navigation(&mut self, line: &Line) {
        const SIGNS: [&str; 7] = [
            "avigate to",
            "avigating to",
            "edirecting to",
            "edirect to",
            "authorization URL",
            "currentUrl to check auth with",
            "HandleChallenge with Location",
        ];
        if !SIGNS.iter().any(|sign| line.text.contains(sign)) {
            return;
        }
        let words =
            line.text.split_ascii_whitespace().map(|word| word.trim_matches(['\'', '"', '`', ',', '.']));
        let urls = words.filter(|word| word.starts_with("http") && word.contains(['?', '#']));
        urls.filter_map(|url| page(line, url)).for_each(|exchange| self.push_page(exchange));
    }

    /// Whether nothing goes on to which a line may belong, whatever it says.
    fn is_quiet(&self) -> bool {
        self.own.is_none() && self.wire.is_quiet() && !self.curl.is_in_body()
    }

    fn is_in_body(&self, line: &Line) -> bool {
        let is_of_curl = self.curl.is_in_body() || self.curl.wants(&line.text);
        is_of_curl && !self.is_anothers(line) || self.wire.is_in_body(line.source.as_deref())
    }

    /// Whether another program wrote the line than the one that wrote what curl began.
    fn is_anothers(&self, line: &Line) -> bool {
        self.curl_source.as_deref().zip(line.source.as_deref()).is_some_and(|(own, other)| own != other)
    }

    /// Takes a line that curl wrote, or that belongs to what it wrote.
    fn take_of_curl(&mut self, line: &Line) -> bool {
        if self.is_anothers(line) && !Curl::is_start(&line.text) {
            return false;
        }
        let took = self.curl.take(line.number, &line.text, Wire::is_start);
        if let Some(uri) = self.curl.take_written_out() {
            self.wire.expect(line.number, uri);
        }
        if took {
            self.curl_source = line.source.as_deref().map(str::to_owned);
        }
        took
    }

    fn line(&mut self, line: &Line) {
        if let Some(exchange) = self.own.and_then(|own| own.exchange(line)) {
            self.has_own = true;
            self.joined.exchanges.push(exchange);
            return;
        }
        let is_of_log = || wrapped::is_start(&line.text) && wrapped::is_of_log(&line.text);
        if !self.wrapped.is_wrapper(&line.text) && !is_of_log() && self.wire.take_late_body(line, &line.text)
        {
            return;
        }
        let is_json = line.text.starts_with('{');
        let is_body = || self.is_in_body(line) && !wrapped::is_exchange(&line.text);
        if is_json
            && (self.wrapped.is_wrapper(&line.text) || !is_body())
            && let Some(entries) = self.wrapped.entries(&line.text)
        {
            self.entries(line, entries);
            return;
        }
        if let Some(document) = self.document_in(line)
            && self.take_document(line, document)
        {
            return;
        }
        // `curl -w` adds its words to the body.
        if is_json && !self.is_in_body(line) && wrapped::begins_with_error(&line.text) {
            self.is_telling = true;
        } else if is_json
            && !self.is_in_body(line)
            && let Some(error) = printed_error(&line.text)
        {
            self.is_telling = true;
            self.statement(line, &error);
            return;
        }
        if is_head_of_record(line.text.trim_start()) || self.columns(line) {
            return;
        }
        // A product's form may quote curl's; what curl began goes on.
        let is_in_head = self.curl.is_in_head(&line.text) && !self.is_anothers(line);
        let is_other = || !is_in_head && self.wire.has_form(line.source.as_deref());
        if is_other() && self.take(line) {
            return;
        }
        if self.take_of_curl(line) || self.take(line) {
            return;
        }
        // What looks like a prefix elsewhere may be a part of it.
        if line.has_prefix() && Wire::is_start(&line.whole) {
            let whole = line.with_prefix();
            if self.take(&whole) {
                return;
            }
        }
        if self.take_object_in(line) {
            return;
        }
        let steps = arrows::exchanges(line);
        if !steps.is_empty() {
            self.is_telling = true;
            steps.into_iter().for_each(|exchange| self.joined.exchanges.push(exchange));
        } else if let Some(exchange) = address(line) {
            self.push_page(exchange);
        } else if let Some(entry) = object_at_end(line).or_else(|| pairs::exchange(&line.text)) {
            self.entries(line, vec![entry]);
        } else {
            self.unread.note(line.number, &line.whole);
            self.navigation(line);
            self.statement(line, &line.whole);
        }
    }

    fn take(&mut self, line: &Line) -> bool {
        let took = self.wire.take(line);
        if took != Took::Nothing
            && let Some((status, path)) = self.wire.told_at(line.number)
        {
            self.curl.told_elsewhere(status, &path);
        }
        if took == Took::Part {
            self.statement(line, &line.whole);
        }
        took != Took::Nothing
    }

    /// A line of the extended log format.
    fn columns(&mut self, line: &Line) -> bool {
        if line.text.starts_with('#') {
            self.fields = Fields::new(&line.text).or(self.fields.take());
            return ["#Fields:", "#Version:", "#Software:", "#Date:"]
                .iter()
                .any(|d| line.text.starts_with(d));
        }
        // A date and a time of its own may look like a prefix.
        let of = |text: &str| self.fields.as_ref().and_then(|fields| fields.object(text));
        let object = of(&line.text).or_else(|| of(&line.whole));
        let entry = object.and_then(|object| wrapped::exchange(&object, line.time));
        entry.map(|entry| self.entries(line, vec![entry])).is_some()
    }

    /// A record of a table.
    fn row(&mut self, number: usize, object: Map<String, Value>) {
        let line = Line::new(number, Cow::Borrowed(""), None, &self.prefixes);
        let entries = Wrapped::entries_of(&Value::Object(object));
        self.entries(&line, entries);
    }

    /// Learns what stands before the lines that a document or a table holds, as before those of the text itself.
    fn learn(&mut self, entries: &[Entry]) {
        let lines = entries.iter().filter_map(|entry| match entry {
            Entry::Text { text, .. } => Some(text.lines()),
            _ => None,
        });
        let learnt = Prefixes::learn(lines.flatten(), |text| start(text, self.own));
        self.prefixes = std::mem::take(&mut self.prefixes).and(learnt);
    }

    /// Takes the entries of an archive; in which order they stand says nothing.
    fn recorded(&mut self, line: &Line, mut exchanges: Vec<Exchange>) {
        har::put_in_order(&mut exchanges);
        let place = Provenance::at(Place::line(line.number));
        let placed = exchanges.into_iter().map(|exchange| Exchange { provenance: place, ..exchange });
        placed.for_each(|exchange| self.joined.exchanges.push(exchange));
    }

    fn entries(&mut self, line: &Line, entries: Vec<Entry>) {
        self.is_telling = true;
        let mut recorded = Vec::new();
        for entry in entries {
            match entry {
                Entry::Recorded(exchange) => recorded.push(*exchange),
                Entry::Exchange { mut record, id, said, level } => {
                    record.started = record.started.or(line.time);
                    // What is said of a request is known by its address, too.
                    let said = said.map(|said| match record.uri.path() {
                        path if said.contains(path) => said,
                        path => format!("{} {path} {said}", record.method),
                    });
                    self.joined.add(*record, id, said.is_some(), Place::line(line.number));
                    if let Some(said) = said {
                        self.state(line, &said, level);
                    }
                }
                Entry::Answer { id, status, time } => {
                    if !self.joined.answer(&id, status, time.or(line.time)) {
                        self.statement(line, &line.whole);
                    }
                }
                Entry::Told { told, time } => {
                    let mut inner = Line::new(line.number, Cow::Borrowed(""), Some(line), &self.prefixes);
                    inner.time = time.or(inner.time);
                    self.wire.put(&inner, None, &told);
                }
                Entry::Text { text, time, level } => {
                    for inner in text.lines() {
                        let mut inner =
                            Line::new(line.number, Cow::Borrowed(inner), Some(line), &self.prefixes);
                        inner.time = time.or(inner.time);
                        inner.level = inner.level.max(level);
                        self.line(&inner);
                    }
                }
                Entry::Event { text, time } => {
                    let mut inner = line.with_text(text.clone());
                    inner.time = time.or(inner.time);
                    self.state(&inner, &text, LogLevel::Error);
                }
                Entry::Statement { text, .. } if self.wire.take_late_body(line, &text) => {}
                Entry::Statement { text, level } => self.state(line, &text, level),
            }
        }
        self.recorded(line, recorded);
    }

    fn statement(&mut self, line: &Line, text: &str) {
        self.state(line, text, LogLevel::Unsaid);
    }

    /// `level`: what the object around the text says, where that is not known of the line.
    fn state(&mut self, line: &Line, text: &str, level: LogLevel) {
        if text.trim().is_empty() {
            return;
        }
        if self.statements.len() >= MOST_STATEMENTS {
            self.left_out += 1;
            return;
        }
        let read = bytes::as_text(text);
        let text = read.as_deref().unwrap_or(text);
        let mut end = text.len().min(LONGEST_STATEMENT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.statements.push(Statement {
            provenance: Provenance::at(Place::line(line.number)),
            time: line.time,
            text: Secret::new(text[..end].trim().to_owned()),
            level: line.level.max(level),
        });
    }

    fn finish(self) -> Result<Recording, Unreadable> {
        let is_telling = self.is_telling;
        let Finished { form, mut exchanges, statements, problems } = self.end();
        drop_commands(&mut exchanges);
        fold_thrown(&mut exchanges);
        for (id, exchange) in (0..).zip(&mut exchanges) {
            exchange.id = ExchangeId(id);
        }
        if exchanges.is_empty() && statements.is_empty() {
            return Err(nothing_read(problems));
        }
        Ok(Recording { statements, is_telling, ..Recording::new(form, exchanges, problems) })
    }

    /// What is left at the end.
    fn end(mut self) -> Finished {
        let [of_json, of_curl, of_wire] = self.released;
        let mut exchanges: Vec<Exchange> = std::mem::take(&mut self.joined.exchanges).into_values().collect();
        let of_json = of_json + exchanges.len();
        let (transfers, statements, problems) = self.curl.finish();
        let of_curl = of_curl + transfers.len();
        exchanges.extend(transfers);
        self.statements.extend(statements);
        self.problems.extend(problems);
        let is_plain = self.wire.is_plain();
        let (talks, statements) = self.wire.finish();
        let form = match (of_json, of_curl, of_wire + talks.len()) {
            (0, 1.., 0) => &CURL,
            (1.., 0, 0) => &JSONL,
            (0, 0, 1..) if is_plain => &RAW,
            _ => &LINES,
        };
        exchanges.extend(talks);
        self.statements.extend(statements);
        exchanges.sort_by_key(|exchange| line_of(exchange.provenance));
        self.statements.sort_by_key(|statement| line_of(statement.provenance));
        if self.own.is_some() && !self.has_own {
            let what = "no line has the access log's format that was given".to_owned();
            self.problems.push(Problem { place: "all lines".to_owned(), what });
        }
        if self.is_upside_down {
            let what = "the newest line stands first, and a file of this size is read as it stands; put the oldest first (tac FILE > ordered.log)".to_owned();
            self.problems.push(Problem { place: "all lines".to_owned(), what });
        }
        self.problems.extend(self.unread.problem());
        if self.left_out > 0 {
            let what = format!(
                "more than {MOST_STATEMENTS} lines hold no request; {} of them were left out",
                self.left_out
            );
            self.problems.push(Problem { place: "the end".to_owned(), what });
        }
        Finished { form, exchanges, statements: self.statements, problems: self.problems }
    }
}

/// What a reader of lines has at the end of them.
struct Finished {
    form: &'static Form,
    exchanges: Vec<Exchange>,
    statements: Vec<Statement>,
    problems: Vec<Problem>,
}

/// The line in which something stands.
pub(super) fn line_of(provenance: Provenance) -> u32 {
    match provenance {
        Provenance::File { place: Place::Line(line) | Place::Entry(line), .. } => line,
        Provenance::Live => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::is_soon;
    use crate::readers::read;
    use crate::readers::tests::line;

    fn check(text: &str, expected: &[&str]) {
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
    }

    const BARE: &str = "Server POST https://idp.example/token [not recorded] => 400 [not recorded]";

    fn full(error: &str) -> String {
        format!("Server POST https://idp.example/token [not recorded] => 400 [{{\"error\":\"{error}\"}}]")
    }

    /// A call of Guzzle's with `'debug' => true`, which writes no body.
    const CALL: &str = "> POST /token HTTP/1.1\nHost: idp.example\nContent-Length: 41\n\n< HTTP/1.1 400 Bad Request\n< Content-Type: application/json\n< Content-Length: 30\n< \n* Connection #0 to host idp.example left intact\n";

    fn thrown(error: &str) -> String {
        format!(
            "GuzzleHttp\\Exception\\ClientException: Client error: `POST https://idp.example/token` resulted in a `400 Bad Request` response:\n{{\"error\":\"{error}\"}}\n"
        )
    }

    #[test]
    fn what_is_thrown_belongs_to_the_call_before_it() {
        let (first, second) = (thrown("invalid_grant"), thrown("invalid_client"));
        check(&format!("{CALL}{first}"), &[&full("invalid_grant")]);
        check(&format!("{CALL}{first}{CALL}{second}"), &[&full("invalid_grant"), &full("invalid_client")]);
        // Of a loop of tries the last one is thrown.
        check(&format!("{CALL}{CALL}{first}"), &[BARE, &full("invalid_grant")]);
        check(&format!("{CALL}{CALL}{CALL}{first}"), &[BARE, BARE, &full("invalid_grant")]);
        check(&CALL.repeat(2), &[BARE, BARE]);
    }

    fn said(text: &str) -> Vec<String> {
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        recording.statements.iter().map(|said| said.text.text().to_owned()).collect()
    }

    #[test]
    fn an_object_that_a_logger_prints_over_lines_with_times_is_one() {
        let error = r#"{"error":"invalid_grant","error_description":"of another client"}"#;
        for (first, second) in [
            ("{'error': 'invalid_grant',", " 'error_description': 'of another client'}"),
            ("no token: {", "  error: 'invalid_grant', error_description: 'of another client' }"),
        ] {
            let front = "2026-11-28 10:00:00,000 ERROR app: ";
            let said = said(&format!("{front}{first}\n{front}{second}\n{front}done\n"));
            assert_eq!(said.len(), 3, "{said:?}");
            assert_eq!((said[1].as_str(), said[0].contains("invalid_grant")), (error, false), "{said:?}");
        }
    }

    #[test]
    fn an_answer_in_words_may_have_its_body_in_several_lines() {
        let asked = "info: App.Auth[0]\n      Request: POST https://idp.example/token\ninfo: App.Auth[0]\n      Response: 400 ";
        let behind = "fail: App.Auth[0]\n      Could not sign in.\n";
        let told = r#"Server POST https://idp.example/token [not recorded] => 400 [{"error":"invalid_grant","error_uri":"x"}]"#;
        check(
            &format!("{asked}{{\"error\":\"invalid_grant\",\n      \"error_uri\":\"x\"}}\n{behind}"),
            &[told],
        );
        check(
            &format!(
                "{asked}{{\n        \"error\": \"invalid_grant\", \"error_uri\": \"x\"\n      }}\n{behind}"
            ),
            &[told],
        );
    }

    #[test]
    fn what_a_server_was_asked_is_not_answered_by_its_own_call() {
        let log = "Started GET \"/callback?code=c\" for 10.0.0.1 at 2026-11-28 10:00:00 +0000\nResponse: 400 {\"error\":\"invalid_grant\"}\nCompleted 500 Internal Server Error in 5ms\n";
        check(
            log,
            &[
                "Unknown GET https://host-not-recorded.invalid/callback?code=c [not recorded] => 500 [not recorded]",
            ],
        );
    }

    #[test]
    fn the_line_in_one_object_is_what_says_something() {
        for object in [
            r#"{"when":1795860000,"sev":"E","txt":"no token: invalid_grant"}"#,
            r#"{"t":"10:00:00","what":"no token: invalid_grant"}"#,
        ] {
            assert_eq!(said(&format!("{object}\n")), ["no token: invalid_grant"], "{object}");
        }
        // Nothing says that it is one of a log.
        let other = r#"{"name":"My own client","id":7}"#;
        assert_eq!(said(&format!("and\n{other}\n")), ["and", other]);
    }

    #[test]
    fn a_body_alone_is_an_answer() {
        for body in [r#"{"message":"Unauthorized"}"#, r#"{"Message":"no"}"#, r#"{"error":{"code":401}}"#] {
            assert_eq!(said(body).len(), 1, "{body}");
        }
        assert!(read(br#"{"a":1}"#).is_err());
    }

    #[test]
    fn what_a_logger_writes_behind_an_answer_is_no_part_of_it() {
        let line = thrown("invalid_grant").replace("\n{", " {");
        let line = line.trim_end();
        for behind in [
            "",
            " {\"userId\":12}",
            " at line 113",
            " {\"exception\":\"[object] (A(code: 400): B at C.php:1)",
        ] {
            check(&format!("{line}{behind}\n"), &[&full("invalid_grant")]);
        }
    }

    #[test]
    fn an_answer_alone_tells_how_it_was_asked_for() {
        let tokens = r#"{"access_token":"a","expires_in":3600}"#;
        let full = |status: &str| {
            format!("Server POST https://host-not-recorded.invalid/ [not recorded] => {status} [{tokens}]")
        };
        check(&format!("{tokens}\n"), &[&full("200")]);
        check(
            &format!("HTTP/1.1 201 Created\nContent-Type: application/json\n\n{tokens}\n"),
            &[&full("201")],
        );
        check(&format!("HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{tokens}\n"), &[]);
    }

    const ANSWERED: &str =
        "Server POST https://a.example/token [not recorded] => 400 [{\"error\":\"invalid_grant\"}]";
    const BARE_OF_TOKEN: &str = "Server POST https://a.example/token [not recorded] => 400 [not recorded]";
    const SESSION: [&str; 7] = [
        "> POST /token HTTP/1.1",
        "> Host: a.example",
        ">",
        "< HTTP/1.1 400 Bad Request",
        "< Content-Type: application/json",
        "<",
        "{\"error\":\"invalid_grant\"}",
    ];

    #[test]
    fn what_another_program_writes_in_between_is_no_part_of_it() {
        for (own, other) in [
            ("[pod/a/app] ", "[pod/b/db] ok 6"),
            ("web-1  | ", "db-1   | LOG:  checkpoint"),
            ("web-1 app 2026-11-28T10:00:00Z ", "db-1 pg 2026-11-28T10:00:01Z x=1"),
        ] {
            let log: String = SESSION.iter().map(|line| format!("{own}{line}\n{other}\n")).collect();
            check(&log, &[ANSWERED]);
        }
    }

    #[test]
    fn what_grep_and_boxes_put_before_lines() {
        let numbered = |at: usize| format!("{}:", at + 7);
        let prefixes: [&dyn Fn(usize) -> String; 6] = [
            &|_| "app.log:".to_owned(),
            &numbered,
            &|at| format!("{}-", at + 98),
            &|at| format!("logs/app.log:{at}:"),
            &|_| "│ ".to_owned(),
            &|_| "\t".to_owned(),
        ];
        for prefix in prefixes {
            let log: String =
                SESSION.iter().enumerate().map(|(at, line)| format!("{}{line}\n", prefix(at))).collect();
            check(&log, &[ANSWERED]);
            let timed = |(at, line): (usize, &&str)| format!("{}2026-11-28T10:00:00Z {line}\n", prefix(at));
            check(&SESSION.iter().enumerate().map(timed).collect::<String>(), &[ANSWERED]);
        }
        // A time and a port are no number of a line.
        let timed: String = SESSION.iter().map(|line| format!("10:00:07 {line}\n")).collect();
        check(&timed, &[ANSWERED]);
    }

    #[test]
    fn names_before_lines_of_which_one_alone_begins_something() {
        let lines = [
            "Nov 28, 2026 10:00:00 AM jdk.internal.net.http.Http1Request headers",
            "  POST /token HTTP/1.1",
            "  Host: a.example",
            "",
            "Nov 28, 2026 10:00:00 AM jdk.internal.net.http.HttpClientImpl send",
            "INFO: RESPONSE: (POST https://a.example/token) 400 HTTP_1_1 Local port:  51234",
        ];
        for prefix in ["app-7d9f-abc app ", "2026-11-28T10:00:00Z ecs/app/abc ", "app "] {
            let log: String = lines.iter().map(|line| format!("{prefix}{line}\n")).collect();
            check(&log, &[BARE_OF_TOKEN]);
        }
        // A word with which one line of several begins is no name.
        let log = "first POST /token HTTP/1.1\nthen more\nand more\nand the end\n";
        assert!(read(log.as_bytes()).unwrap().exchanges.is_empty());
    }

    #[test]
    fn a_command_above_its_own_request_is_no_other_one() {
        let sent = "POST /token HTTP/1.1\nHost: a.example\n\ngrant_type=password\n\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_grant\"}\n";
        let read = ANSWERED.replace("[not recorded] =>", "[grant_type=password] =>");
        for command in [
            "$ http -v --form POST https://a.example/token grant_type=password",
            "➜  ~ xh -v -f POST https://a.example/token grant_type=password",
            "xhs -v -f POST https://a.example/token grant_type=password",
        ] {
            check(&format!("{command}\n{sent}"), &[&read]);
            check(&format!("{command}\n{sent}\n{command}\n{sent}"), &[&read, &read]);
        }
        // What is written below it is another request.
        let other = "Server POST https://a.example/other [grant_type=password]";
        check(
            &format!("$ http -f POST https://a.example/other grant_type=password\n{sent}"),
            &[other, &read],
        );
        // The scheme is the command's, as the first line of a request has none.
        let plain = format!("$ http -v -f POST a.example/token grant_type=password\n{sent}");
        check(&plain, &[&read.replace("https://", "http://")]);
    }

    #[test]
    fn answers_alone_tell_where_they_send_the_browser() {
        let redirect = |to: &str| format!("HTTP/1.1 302 Found\nLocation: {to}\nServer: x\n\n");
        let (callback, asked) = (
            "https://app.example/cb?error=invalid_scope&state=s",
            "https://idp.example/authorize?client_id=a",
        );
        let page = |url: &str| format!("Page GET {url} [not recorded]");
        check(&redirect(callback), &[&page(callback)]);
        check(&redirect("https://app.example/cb#error=a"), &[&page("https://app.example/cb#error=a")]);
        check(
            &redirect("com.example.app:/cb?code=c&state=s"),
            &[&page("com.example.app:/cb?code=c&state=s")],
        );
        check(&redirect(asked), &[&page(asked)]);
        // Each answer of a chain is that of the redirect before it.
        let failed = "HTTP/1.1 400 Bad Request\n\nno client\n";
        let got = format!("Unknown GET {asked} [not recorded] => 400 [no client]");
        check(&format!("{}{failed}", redirect(asked)), &[&got]);
        let hop =
            format!("Unknown GET {asked} [not recorded] => 302 [not recorded] -> https://idp.example/login");
        let last = "Unknown GET https://idp.example/login [not recorded] => 400 [no client]";
        check(&format!("{}{}{failed}", redirect(asked), redirect("/login")), &[&hop, last]);
        // Behind the command, too.
        let first = format!("Server GET https://app.example/ [] => 302 [not recorded] -> {asked}");
        let got = format!("Server GET {asked} [] => 400 [no client]");
        check(&format!("$ curl -siL https://app.example/\n{}{failed}", redirect(asked)), &[&first, &got]);
        // Where it leads is not known, or says nothing.
        check(&redirect("/login"), &[]);
        check(&redirect("https://www.example.com/"), &[]);
        check(&redirect(callback).replace("302 Found", "200 OK"), &[]);
    }

    #[test]
    fn what_follows_after_a_while_is_another_call() {
        let call = |second: u32| {
            format!(
                "{{\"time\":\"2026-11-28T10:00:{second:02}Z\",\"method\":\"GET\",\"url\":\"https://a.example/cb?code=c\",\"status\":401}}\n"
            )
        };
        let recording = read(format!("{}{}{}", call(0), call(5), call(40)).as_bytes()).unwrap();
        let [first, soon, late] = &recording.exchanges[..] else { panic!("three calls") };
        assert!(is_soon(first, soon) && is_soon(first, first));
        assert!(!is_soon(first, late) && !is_soon(late, first));
    }
}
