//! Lines and documents of JSON that hold the lines of a log.
//!
//! Loggers and collectors put each line into an object: one member is the line, others are its time and where it came from.
//! No product is known here, only the names that such members have, and which of them repeats.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::nesting::Nesting;
use super::object::Value as Object;
use super::prefix::{Start, holds_start};
use super::records;
use super::told::{Told, told};
use super::verdict;
use super::wire::{request_line, status_line};
use crate::readers::forms::{har, jsonl};
use crate::readers::record::Record;
use crate::{Exchange, LogLevel, NetworkError, NetworkFault, Place, Timestamp};

/// The members that hold a line, in the order in which they are looked for.
const MESSAGES: [&str; 20] = [
    "log",
    "MESSAGE",
    "message",
    "@message",
    "msg",
    "line",
    "textPayload",
    "Message",
    "short_message",
    "body",
    "event",
    "text",
    "_raw",
    "rendered_message",
    "Line",
    "LogMessage",
    "LogEntry",
    "ResultDescription",
    "RawData",
    "@m",
];

/// Members that only an object of a log has.
const OF_A_LOG: [&str; 39] = [
    "LogLevel",
    "levelname",
    "asctime",
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "level",
    "severity",
    "stream",
    "logger",
    "__REALTIME_TIMESTAMP",
    "hostname",
    "pid",
    "@version",
    "ingestionTime",
    "kubernetes",
    "container_name",
    "insertId",
    "scope",
    "lvl",
    "eventId",
    "service",
    "_time",
    "host",
    "Time",
    "tsNs",
    "labels",
    "TimeGenerated",
    "Date",
    "namespace",
    "podName",
    "date",
    "fields",
    "attributes",
    "Timestamp",
    "_PID",
    "@t",
    "@l",
];

/// Members in which libraries keep what they sent or got.
const TELLING: [&str; 7] = ["config", "options", "request", "req", "response", "method", "requestOptions"];

/// Members in which more objects of a log lie.
const DEEPEST: usize = 12;

/// Bytes of the longest document that is collected from lines.
const LONGEST_DOCUMENT: usize = 64 << 20;

/// How often all of an input may be looked at for documents.
const LOOKS: usize = 4;

/// What an object of a log holds.
pub(super) enum Entry {
    /// A request, what it has and no other, and what is said of it.
    Exchange {
        record: Box<Record>,
        id: Option<String>,
        said: Option<String>,
        level: LogLevel,
    },
    /// The answer to a request that another object has.
    Answer {
        id: String,
        status: u16,
        time: Option<Timestamp>,
    },
    /// What a library printed of a request or an answer.
    Told {
        told: Box<Told>,
        time: Option<Timestamp>,
    },
    Text {
        text: String,
        time: Option<Timestamp>,
        level: LogLevel,
    },
    Statement {
        text: String,
        level: LogLevel,
    },
    /// What a provider recorded of an attempt to sign in that failed.
    Event {
        text: String,
        time: Option<Timestamp>,
    },
    /// An entry of an archive (HAR 1.2).
    Recorded(Box<Exchange>),
}

impl Entry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Entry::Exchange { record, .. } => record.started,
            Entry::Answer { time, .. }
            | Entry::Told { time, .. }
            | Entry::Text { time, .. }
            | Entry::Event { time, .. } => *time,
            Entry::Recorded(exchange) => exchange.started,
            Entry::Statement { .. } => None,
        }
    }
}

/// Whether of the items of a list, each with its entries, the newest one stands first, as many stores of logs export them.
pub(super) fn is_newest_first(items: &[Vec<Entry>]) -> bool {
    let times: Vec<f64> =
        items.iter().filter_map(|item| Some(item.iter().find_map(Entry::time)?.as_millis())).collect();
    let falls = times.first().zip(times.last()).is_some_and(|(first, last)| first > last);
    let is_same = times.first() == times.last() && times.len() == items.len();
    times.windows(2).all(|two| two[0] >= two[1]) && (falls || is_same && is_answered_first(items))
}

/// Whether the first answer stands before the first request: lines of one moment that stand the other way round.
fn is_answered_first(items: &[Vec<Entry>]) -> bool {
    let texts = || {
        items.iter().flatten().enumerate().filter_map(|(at, entry)| match entry {
            Entry::Text { text, .. } => Some((at, text.trim_start_matches(['<', '>', ' ']))),
            _ => None,
        })
    };
    let last_answer = texts().filter(|(_, text)| status_line(text).is_some()).map(|(at, _)| at).last();
    let first_request = texts().find(|(_, text)| request_line(text).is_some()).map(|(at, _)| at);
    last_answer.zip(first_request).is_some_and(|(answer, request)| answer < request)
}

/// The nanoseconds of the pairs of a list, where all are such pairs: `["1795840550124456789", "line"]`.
fn nanoseconds(items: &[Value]) -> Option<Vec<u64>> {
    items.iter().map(|item| item.as_array()?.first()?.as_str()?.parse().ok()).collect()
}

/// Where in objects the line is that they hold.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Way {
    /// The member of that name, or of an object in it that keeps what is not the logger's own.
    Member(&'static str),
    /// The member at the end of a path: what repeats there begins requests and answers.
    Path(Vec<String>),
}

impl Way {
    /// The name that an object has which holds a line there.
    fn name(&self) -> &str {
        match self {
            Way::Member(name) => name,
            Way::Path(path) => path.last().map_or("", String::as_str),
        }
    }

    fn of<'v>(&self, object: &'v Map<String, Value>) -> Option<&'v Value> {
        match self {
            Way::Member(name) => held(object, name),
            Way::Path(path) => {
                let (last, before) = path.split_last()?;
                before.iter().try_fold(object, |object, name| object.get(name)?.as_object())?.get(last)
            }
        }
    }

    /// The line that a line wraps.
    fn text_in(&self, line: &str) -> Option<String> {
        if !is_start(line) || !line.contains(self.name()) {
            return None;
        }
        let object = serde_json::from_str::<Map<String, Value>>(line).ok()?;
        self.of(&object)?.as_str().map(str::to_owned)
    }

    /// The line at the end of the path, with the time and the level of what stands around it.
    fn entry(&self, value: &Value) -> Option<Entry> {
        let Way::Path(path) = self else { return None };
        let mut object = value.as_object()?;
        let (mut time, mut level) = (time_of(object), level(object));
        let text = self.of(object)?.as_str()?.to_owned();
        for name in path.split_last()?.1 {
            object = object.get(name)?.as_object()?;
            time = time_of(object).or(time);
            level = level.max(self::level(object));
        }
        Some(Entry::Text { text, time, level })
    }
}

/// The one line that a line wraps, all the way in, and nothing else.
pub(super) fn only(ways: &[Way], line: &str) -> Option<String> {
    let (first, inner) = ways.split_first()?;
    let text = one_line(first.text_in(line)?)?;
    Some(only(inner, &text).unwrap_or(text))
}

/// Objects in the lines of objects in lines.
const DEEPEST_WAY: usize = 3;

/// Objects that are looked at for a path, and the texts in each.
const COMPARED: usize = 300;
const TEXTS: usize = 60;

/// How often it is tried whether something begins in one of them: that costs much.
const STARTS: usize = 500;

/// Where most objects have a text with which a request or an answer begins, or one in an inner object that is called as lines are.
fn path_of(objects: &[Map<String, Value>], start: &impl Fn(&str) -> Start) -> Option<Vec<String>> {
    let mut found: HashMap<Vec<String>, (usize, usize)> = HashMap::new();
    let mut said: HashMap<Vec<String>, HashSet<&str>> = HashMap::new();
    let mut left = STARTS;
    for object in objects {
        // What tells a request by its members holds no lines.
        let tells = |entry: &Entry| !matches!(entry, Entry::Text { .. } | Entry::Statement { .. });
        if Wrapped::entries_of(&Value::Object(object.clone())).iter().any(tells) {
            return None;
        }
        let mut texts = Vec::new();
        texts_in(object, &mut Vec::new(), &mut texts);
        for (path, text) in texts {
            let is_start = left > 0 && holds_start(text, start);
            left = left.saturating_sub(1);
            if text.contains(' ') {
                said.entry(path.clone()).or_default().insert(text);
            }
            let (count, starts) = found.entry(path).or_default();
            *count += 1;
            *starts += usize::from(is_start);
        }
    }
    let is_inner = |path: &[String]| path.len() > 1 && path.last().is_some_and(|name| is_message(name));
    let of_most = found
        .into_iter()
        .filter(|(path, (count, starts))| count * 2 >= objects.len() && (*starts > 0 || is_inner(path)));
    // Of equals always the same one.
    let of_most = of_most
        .max_by_key(|(path, (_, starts))| (*starts, std::cmp::Reverse(path.clone())))
        .map(|(path, _)| path);
    of_most.or_else(|| only_words(said, objects))
}

/// The only place at which objects say something, each something else.
fn only_words(
    said: HashMap<Vec<String>, HashSet<&str>>,
    objects: &[Map<String, Value>],
) -> Option<Vec<String>> {
    /// So many objects have to be alike; of fewer it shows by what stands beside the words that they are of a log.
    const LEAST: usize = 3;
    let mut saying = said.into_iter().filter(|(_, texts)| texts.len() * 2 >= objects.len());
    let (path, _) = saying.next()?;
    let are_of_log = || {
        objects.iter().all(|object| {
            has_time_or_level(object) && Wrapped::entries_of(&Value::Object(object.clone())).is_empty()
        })
    };
    let is_enough = objects.len() >= LEAST || are_of_log();
    (is_enough && saying.next().is_none()).then_some(path)
}

/// Whether a member, whatever its name, says when something was written, or how grave it is.
fn has_time_or_level(object: &Map<String, Value>) -> bool {
    const LEVELS: [&str; 14] = [
        "trace", "debug", "info", "notice", "warn", "warning", "err", "error", "crit", "critical", "fatal",
        "e", "w", "i",
    ];
    /// Seconds since 1970 of what programs write today, and milliseconds.
    const SECONDS: std::ops::Range<f64> = 1e9..1e10;
    let is_clock = |text: &str| {
        text.len() <= 40
            && !text.contains("://")
            && text
                .as_bytes()
                .windows(5)
                .any(|five| five[2] == b':' && [0, 1, 3, 4].iter().all(|at| five[*at].is_ascii_digit()))
    };
    object.values().any(|value| match value {
        Value::String(text) => LEVELS.contains(&text.to_ascii_lowercase().as_str()) || is_clock(text),
        Value::Number(number) => {
            number.as_f64().is_some_and(|time| SECONDS.contains(&time) || SECONDS.contains(&(time / 1e3)))
        }
        _ => false,
    })
}

/// The texts in an object and in those in it, each with its path.
fn texts_in<'v>(
    object: &'v Map<String, Value>,
    path: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, &'v str)>,
) {
    for (name, value) in object {
        if found.len() >= TEXTS {
            return;
        }
        path.push(name.clone());
        match value {
            Value::String(text) => found.push((path.clone(), text)),
            Value::Object(inner) if path.len() < DEEPEST => texts_in(inner, path, found),
            _ => {}
        }
        path.pop();
    }
}

/// What is known of how lines are wrapped.
#[derive(Default)]
pub(super) struct Wrapped {
    /// Where most lines hold the line, and where that does if it is an object again.
    ways: Rc<Vec<Way>>,
    budget: usize,
}

/// Whether the text is an object.
pub(super) fn is_start(text: &str) -> bool {
    text.starts_with("{\"") && text.trim_end().ends_with('}')
}

/// A text that is one line, without its end.
fn one_line(mut text: String) -> Option<String> {
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    (!text.contains('\n')).then_some(text)
}

/// The one line that is all that an object holds, its time and its level.
pub(super) fn one_text(entries: &mut Vec<Entry>) -> Option<(String, Option<Timestamp>, LogLevel)> {
    let [Entry::Text { text, .. }] = &entries[..] else { return None };
    one_line(text.clone())?;
    let Some(Entry::Text { text, time, level }) = entries.pop() else { return None };
    one_line(text).map(|text| (text, time, level))
}

/// Whether the text is an object that holds an exchange or the answer of one: no body does.
pub(super) fn is_exchange(text: &str) -> bool {
    let object = || serde_json::from_str::<Map<String, Value>>(text).ok();
    is_start(text)
        && object()
            .is_some_and(|object| exchange(&object, None).is_some() || jsonl::answer(&object).is_some())
}

/// Whether the text is an object of a log, and not any.
pub(in crate::readers) fn is_of_log(text: &str) -> bool {
    let object = serde_json::from_str::<Map<String, Value>>(text).ok();
    object.is_some_and(|object| line_of(&object).is_some() || exchange(&object, None).is_some())
}

/// Lines from which it is learnt where objects hold a line.
const LEARNT_FROM: usize = 2_000;

impl Way {
    /// Learns from lines: the member that most objects have, where most lines are objects.
    fn learn(lines: &[&str], start: &impl Fn(&str) -> Start) -> Option<Self> {
        let (mut all, mut counts) = (0, [0_usize; MESSAGES.len()]);
        let mut objects = Vec::new();
        let mut count_objects = 0;
        for line in lines.iter().filter(|line| !line.trim().is_empty()).take(LEARNT_FROM) {
            all += 1;
            if !is_start(line) {
                continue;
            }
            let Ok(object) = serde_json::from_str::<Map<String, Value>>(line) else { continue };
            count_objects += 1;
            if let Some(at) = MESSAGES.iter().position(|name| is_line(&object, name)) {
                counts[at] += 1;
            }
            if objects.len() < COMPARED {
                objects.push(object);
            }
        }
        let is_most = |count: usize| count * 2 >= all && count > 0;
        let most = counts.iter().enumerate().max_by_key(|(_, count)| **count);
        let member = most.filter(|(_, count)| is_most(**count)).map(|(at, _)| Way::Member(MESSAGES[at]));
        let path = || Some(Way::Path(path_of(&objects, start)?));
        member.or_else(|| if is_most(count_objects) { path() } else { None })
    }
}

impl Wrapped {
    /// Learns from lines where objects hold a line.
    pub(super) fn learn<'l>(lines: impl Iterator<Item = &'l str>, start: impl Fn(&str) -> Start) -> Self {
        let lines: Vec<&str> = lines.collect();
        let bytes: usize = lines.iter().map(|line| line.len()).sum();
        let mut ways = Vec::from_iter(Way::learn(&lines, &start));
        let mut held: Vec<String> = Wrapped::held_by(&ways, &lines);
        while ways.len() < DEEPEST_WAY && !ways.is_empty() {
            let lines: Vec<&str> = held.iter().map(String::as_str).collect();
            let Some(way) = Way::learn(&lines, &start) else { break };
            held = Wrapped::held_by(std::slice::from_ref(&way), &lines);
            ways.push(way);
        }
        Wrapped { ways: Rc::new(ways), budget: bytes.saturating_mul(LOOKS).max(1 << 16) }
    }

    fn held_by(ways: &[Way], lines: &[&str]) -> Vec<String> {
        let first = ways.first();
        lines.iter().filter_map(|line| first?.text_in(line)).take(LEARNT_FROM).collect()
    }

    /// The lines that a line wraps.
    pub(super) fn messages(&self, line: &str) -> Vec<String> {
        let Some((first, inner)) = self.ways.split_first() else { return Vec::new() };
        let text = first.text_in(line).unwrap_or_default();
        let text = only(inner, &text).unwrap_or(text);
        text.lines().map(str::to_owned).collect()
    }

    /// Where lines hold lines.
    pub(super) fn ways(&self) -> Rc<Vec<Way>> {
        Rc::clone(&self.ways)
    }

    /// Whether a line is an object like the others, also where a body is expected.
    pub(super) fn is_wrapper(&self, text: &str) -> bool {
        self.is_wrapper_at(0, text)
    }

    /// The same of what so many objects wrap.
    pub(super) fn is_wrapper_at(&self, depth: usize, text: &str) -> bool {
        self.ways.get(depth).is_some_and(|way| text.contains(way.name())) && is_start(text)
    }

    /// What stands in a line that is one object; `None` where it is none of a log.
    pub(super) fn entries(&self, text: &str) -> Option<Vec<Entry>> {
        // Apache escapes what is no JSON in what looks like it.
        let value: Value = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&text.replace("\\x", "\\u00")))
            .ok()?;
        let mut entries = Wrapped::entries_of(&value);
        if entries.is_empty() {
            entries.extend(self.ways.iter().find_map(|way| way.entry(&value)));
        }
        (!entries.is_empty()).then_some(entries)
    }

    /// What stands in a value.
    pub(super) fn entries_of(value: &Value) -> Vec<Entry> {
        let mut entries = Vec::new();
        walk(value, 0, None, &mut entries);
        entries
    }

    /// Whether a document may begin here.
    pub(super) fn begins_document(&self, text: &str) -> bool {
        matches!(text.trim_end(), "{" | "[" | "[{")
            || text.starts_with(['{', '[']) && !text.trim_end().ends_with(['}', ']'])
            || text.starts_with("[{")
            || text.starts_with("{\"data\"")
            || text.starts_with("{\"events\"")
            || text.starts_with("{\"status\"")
            || text.starts_with("{\"results\"")
    }

    /// What stands in a document that begins with this line, and how many lines follow that belong to it.
    pub(super) fn document<'l>(
        &mut self,
        first: &str,
        following: impl Iterator<Item = &'l str>,
    ) -> (usize, Option<Vec<Entry>>) {
        let mut text = first.to_owned();
        let mut nesting = Nesting::default();
        nesting.read(first);
        let mut lines = 0;
        for line in following {
            if nesting.is_closed() || text.len() > LONGEST_DOCUMENT || self.budget < line.len() {
                break;
            }
            self.budget -= line.len();
            nesting.read(line);
            text.push('\n');
            text.push_str(line);
            lines += 1;
        }
        if !nesting.is_closed() {
            return (0, None);
        }
        (lines, self.entries(&text))
    }
}

/// Goes through a document; what is found is in the order in which it stands.
fn walk(value: &Value, depth: usize, time: Option<Timestamp>, found: &mut Vec<Entry>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => {
            if let [Value::String(nanoseconds), Value::String(line), ..] = &items[..]
                && nanoseconds.len() >= 16
                && nanoseconds.bytes().all(|b| b.is_ascii_digit())
            {
                let time = jsonl::time(&items[0]);
                found.push(Entry::Text { text: line.clone(), time, level: LogLevel::Unsaid });
            } else if let Some(object) = fields(items) {
                walk(&Value::Object(object), depth + 1, time, found);
            } else {
                let entries = |item: &Value| {
                    let mut own = Vec::new();
                    walk(item, depth + 1, time, &mut own);
                    own
                };
                let mut all: Vec<Vec<Entry>> = items.iter().map(entries).collect();
                // What is said in several lines is read from its first one on.
                let is_falling = nanoseconds(items).is_some_and(|times| {
                    times.first() > times.last() && times.windows(2).all(|two| two[0] >= two[1])
                });
                if is_falling || is_newest_first(&all) {
                    all.reverse();
                }
                found.extend(all.into_iter().flatten());
            }
        }
        Value::Object(object) => {
            if let Some(exchange) = recorded(object) {
                found.push(Entry::Recorded(Box::new(exchange)));
                return;
            }
            if let Some(entry) = exchange(object, time) {
                found.push(entry);
                let time = time_of(object).or(time);
                let level = level(object);
                found.extend(client_error(object).map(|text| Entry::Text { text, time, level }));
                return;
            }
            let (time, level) = (time_of(object).or(time), level(object));
            if let Some((id, status)) = jsonl::answer(object) {
                found.push(Entry::Answer { id, status, time });
                return;
            }
            if let Some(rows) = rows(object) {
                walk(&rows, depth + 1, time, found);
                return;
            }
            if let Some(said) = verdict::of(object) {
                found.push(Entry::Statement { text: said, level });
                return;
            }
            if let Some((text, own)) = records::of(object) {
                found.push(Entry::Event { text, time: own.or(time) });
                return;
            }
            if TELLING.iter().any(|name| object.contains_key(*name)) {
                let all = told(&Object::from(value));
                if !all.is_empty() {
                    found.extend(all.into_iter().map(|told| Entry::Told { told: Box::new(told), time }));
                    return;
                }
            }
            if let Some(entry) = inner_exchange(object, time, 0) {
                found.push(entry);
                return;
            }
            if let Some(text) = line_of(object) {
                // A plain sentence holds no request.
                let is_plain = text.chars().all(|c| c.is_alphabetic() || c == ' ');
                let speaker = || speaker(object).filter(|_| is_plain && level >= LogLevel::Warning);
                if let Some(said) = said(object).or_else(speaker) {
                    found.push(Entry::Statement { text: format!("{text} {said}"), level });
                } else {
                    found.push(Entry::Text { text, time, level });
                }
                return;
            }
            let before = found.len();
            object.values().for_each(|value| walk(value, depth + 1, time, found));
            if found.len() > before {
                return;
            }
            if let Some(text) = inner_line_of(object) {
                found.push(match said(object) {
                    Some(said) => Entry::Statement { text: format!("{text} {said}"), level },
                    None => Entry::Text { text, time, level },
                });
            } else if is_error(object) {
                found.push(Entry::Statement { text: Value::Object(object.clone()).to_string(), level });
            }
        }
        _ => {}
    }
}

/// The member that each entry of an archive has, and hardly anything else (HAR 1.2, `entries`).
const STARTED: &str = "startedDateTime";

/// The exchange of an entry of an archive.
fn recorded(object: &Map<String, Value>) -> Option<Exchange> {
    // What a program logs under the same names has a message beside them, and no answer with a status.
    let is_logged = ["msg", "message", "level"].iter().any(|name| object.contains_key(*name));
    let has_answer = object.get("response").is_some_and(Value::is_object);
    if is_logged || !has_answer {
        return None;
    }
    let request = object.get(STARTED).filter(|time| time.is_string()).and(object.get("request"))?;
    request.get("method")?.as_str()?;
    request.get("url")?.as_str()?;
    let json = serde_json::to_string(object).ok()?;
    har::entry_of(&json, Place::Line(0), &mut har::Places::default()).ok()?
}

/// Whether an archive begins in a line; it may be written over several.
pub(super) fn begins_archive<'l>(line: &'l str, following: impl Iterator<Item = &'l str>) -> bool {
    const BEGINNING: &[u8] = b"{\"log\":{\"";
    if !line.starts_with('{') {
        return false;
    }
    let lines = std::iter::once(line).chain(following.take(3));
    let mut bytes = lines.flat_map(str::bytes).filter(|byte| !byte.is_ascii_whitespace());
    BEGINNING.iter().all(|byte| bytes.next() == Some(*byte))
}

/// The entries of the archive that begins in a text, behind a few words: people put one into a ticket, or into code.
pub(super) fn archive_in(text: &str) -> Option<Vec<Entry>> {
    /// Marks at which it may begin.
    const BEGINNINGS: usize = 3;
    if !text.contains(STARTED) {
        return None;
    }
    let beginnings = text.match_indices(['{', '[']).map(|(at, _)| at).take(BEGINNINGS);
    let documents = beginnings.filter_map(|at| {
        serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>().next()?.ok()
    });
    let is_recorded = |entry: &Entry| matches!(entry, Entry::Recorded(_));
    documents
        .map(|document| Wrapped::entries_of(&document))
        .find(|entries| !entries.is_empty() && entries.iter().all(is_recorded))
}

/// The request that an object tells.
pub(super) fn exchange(object: &Map<String, Value>, time: Option<Timestamp>) -> Option<Entry> {
    let mut record = jsonl::record(object).ok()??;
    record.started = record.started.or(time);
    // What a program says went wrong is said beside the request; that nobody answered is one thing of many.
    record.error.take_if(|error| NetworkError::new(error).fault == NetworkFault::Other);
    let (id, said, level) = (jsonl::id(object), remark(object, record.status), level(object));
    // A program that notes what it is at work on names the request; that is no request without an answer.
    let is_note = level == LogLevel::Fine && MESSAGES.iter().any(|name| object.contains_key(*name));
    if is_note && id.is_none() && record.is_mere_name() {
        return None;
    }
    Some(Entry::Exchange { record: Box::new(record), id, said, level })
}

/// The answered request that an object in the one of a logger tells, with what the outer one says: `{"message": …, "http":
/// {"method": …, "status_code": …}}`.
fn inner_exchange(object: &Map<String, Value>, time: Option<Timestamp>, depth: usize) -> Option<Entry> {
    if depth == 0 && !MESSAGES.iter().any(|name| object.get(*name).is_some_and(Value::is_string)) {
        return None;
    }
    object.values().filter_map(Value::as_object).find_map(|inner| {
        let own = exchange(inner, time).filter(|entry| match entry {
            Entry::Exchange { record, .. } => record.status.is_some(),
            _ => false,
        });
        own.or_else(|| (depth < 2).then(|| inner_exchange(inner, time, depth + 1))?)
    })
}

/// Rows whose values have the names of the columns beside them, as objects: `{"columns": [{"name": "a"}], "rows": [["b"]]}`.
fn rows(object: &Map<String, Value>) -> Option<Value> {
    let name = |column: &Value| column.as_str().or_else(|| column.get("name")?.as_str()).map(str::to_owned);
    let columns: Option<Vec<String>> = object.get("columns")?.as_array()?.iter().map(name).collect();
    let (columns, rows) = (columns?, object.get("rows").or_else(|| object.get("values"))?.as_array()?);
    let row = |row: &Value| {
        let values = row.as_array().filter(|values| values.len() == columns.len())?;
        Some(Value::Object(columns.iter().cloned().zip(values.iter().cloned()).collect()))
    };
    let rows: Option<Vec<Value>> = rows.iter().map(row).collect();
    rows.filter(|rows| !rows.is_empty()).map(Value::Array)
}

fn time_of(object: &Map<String, Value>) -> Option<Timestamp> {
    const NAMES: [&str; 10] = [
        "time",
        "timestamp",
        "@timestamp",
        "ts",
        "Timestamp",
        "_time",
        "__REALTIME_TIMESTAMP",
        "@t",
        "TimeGenerated",
        "Date",
    ];
    NAMES.iter().find_map(|name| jsonl::time(object.get(*name)?))
}

/// How grave an object calls what it says. Numbers are those of syslog and Nextcloud, of bunyan, pino and Python, and of Monolog;
/// one that is an error to some and a warning to others is a warning.
fn level(object: &Map<String, Value>) -> LogLevel {
    const NAMES: [&str; 7] = ["level", "severity", "lvl", "log.level", "@l", "LogLevel", "levelname"];
    let level = NAMES.iter().find_map(|name| object.get(*name));
    match level {
        Some(Value::Number(level)) => level.as_f64().map_or(LogLevel::Unsaid, of_number),
        Some(Value::String(level)) => {
            let level = level.to_ascii_lowercase();
            let is_one_of = |words: &[&str]| words.iter().any(|word| level.starts_with(word));
            if let Ok(number) = level.parse() {
                of_number(number)
            } else if is_one_of(&["err", "eror", "fatal", "crit", "severe", "panic", "alert", "emerg"]) {
                LogLevel::Error
            } else if level.starts_with("warn") {
                LogLevel::Warning
            } else if is_one_of(&["info", "notice", "debug", "trace", "verbose", "fine", "normal", "default"])
            {
                LogLevel::Fine
            } else {
                LogLevel::Unsaid
            }
        }
        _ => LogLevel::Unsaid,
    }
}

fn of_number(level: f64) -> LogLevel {
    match level {
        0.0..2.0 | 5.0..40.0 | 100.0..300.0 => LogLevel::Fine,
        2.0..3.0 | 4.0..5.0 | 40.0..50.0 | 300.0..400.0 => LogLevel::Warning,
        _ => LogLevel::Error,
    }
}

/// What an object says of its request, where it says that something went wrong.
fn remark(object: &Map<String, Value>, status: Option<u16>) -> Option<String> {
    let text =
        MESSAGES.iter().find_map(|name| object.get(*name)?.as_str()).filter(|text| !text.starts_with('/'));
    let said = said(object).or_else(|| verdict::of(object));
    let is_refused = status.is_some_and(|status| status >= 400);
    match (text, said) {
        (Some(text), Some(said)) => Some(format!("{text} {said}")),
        (None, said) => said,
        // An access log says of every request that all is well with it; some say so of what they refuse.
        (Some(text), None) if level(object) == LogLevel::Fine && !(is_refused && complains(text)) => None,
        (Some(text), None) if !text.contains([' ', '_']) => None,
        (Some(text), None) => {
            Some(speaker(object).map_or_else(|| text.to_owned(), |speaker| format!("{text} {speaker}")))
        }
    }
}

/// Whether a sentence says that something is not as it has to be, whatever its level.
fn complains(text: &str) -> bool {
    const WORDS: [&str; 7] =
        ["denied", "does not match", "failed", "invalid", "mismatch", "missing", "rejected"];
    let lower = text.to_ascii_lowercase();
    text.contains(' ') && WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a column or a member of that name holds lines.
pub(super) fn is_message(name: &str) -> bool {
    MESSAGES.contains(&name)
}

/// `[{"field":"@message","value":"…"}, …]` as an object.
fn fields(items: &[Value]) -> Option<Map<String, Value>> {
    let pair = |item: &Value| {
        let field = item.get("field").or_else(|| item.get("key"))?.as_str()?;
        Some((field.to_owned(), item.get("value")?.clone()))
    };
    let fields: Option<Map<String, Value>> = items.iter().map(pair).collect();
    fields.filter(|fields| !fields.is_empty())
}

/// Members in which a logger keeps what is not its own, the line among it.
const INNER: [&str; 7] = ["data", "context", "extra", "fields", "attributes", "details", "resource"];

/// The member of that name, or of an object in it that keeps the rest.
fn held<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let inner = || INNER.iter().chain(&["jsonPayload"]).find_map(|holder| object.get(*holder)?.get(name));
    object.get(name).or_else(inner)
}

/// The line that an object holds in its inner one.
fn inner_line_of(object: &Map<String, Value>) -> Option<String> {
    let name = MESSAGES.iter().find(|name| is_line(object, name))?;
    held(object, name)?.as_str().map(str::to_owned)
}

fn is_line(object: &Map<String, Value>, name: &str) -> bool {
    held(object, name).is_some_and(|value| value.is_string() || name == "MESSAGE" && value.is_array())
        && OF_A_LOG.iter().any(|known| object.contains_key(*known))
}

/// The line of which an object has the template and the values apart: `{"@mt": "Sent {Method}", "Method": "GET"}`
/// (<https://messagetemplates.org>).
fn templated(object: &Map<String, Value>) -> Option<String> {
    let (mut rest, mut line) = (object.get("@mt")?.as_str()?, String::new());
    while let Some((before, (hole, after))) =
        rest.split_once('{').and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        line.push_str(before);
        // How a value is written stands behind a colon or a comma.
        let name = hole.trim_start_matches(['@', '$']).split([':', ',']).next().unwrap_or_default();
        match object.get(name) {
            Some(Value::String(text)) => line.push_str(text),
            Some(value) => line.push_str(&value.to_string()),
            None => line.push_str(hole),
        }
        rest = after;
    }
    line.push_str(rest);
    Some(line)
}

/// The line that an object wraps.
fn line_of(object: &Map<String, Value>) -> Option<String> {
    if !object.contains_key("@m")
        && let Some(line) = templated(object)
    {
        return Some(line);
    }
    let name = MESSAGES.iter().find(|name| object.contains_key(**name) && is_line(object, name))?;
    match object.get(*name)? {
        Value::String(text) => Some(text.clone()),
        // journald writes what is no plain text as its bytes.
        Value::Array(bytes) => {
            let bytes: Option<Vec<u8>> = bytes.iter().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
            Some(String::from_utf8_lossy(&bytes?).into_owned())
        }
        _ => None,
    }
}

/// How loggers write that there was no error.
const NONE: [&str; 8] = ["", "<nil>", "nil", "null", "none", "None", "false", "-"];

/// Whether a name of several parts is that of an error: `grpc.error`, `exception.message`. Of what is secret nothing is one.
fn is_dotted_error(name: &str) -> bool {
    const ERRORS: [&str; 4] = ["error", "err", "exception", "cause"];
    const SECRETS: [&str; 5] = ["secret", "password", "token", "credential", "key"];
    let Some((before, last)) = name.rsplit_once('.') else { return false };
    let lower = before.to_ascii_lowercase();
    let part = before.rsplit('.').next().unwrap_or_default();
    (ERRORS.contains(&last) || last == "message" && ERRORS.contains(&part))
        && !SECRETS.iter().any(|secret| lower.contains(secret))
}

/// Whether a code is written as those of OAuth's errors are (RFC 6749 §4.1.2.1, §5.2, and what follows their pattern).
pub(super) fn is_code_of_oauth(code: &str) -> bool {
    let is_written_so = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_of_pattern =
        code.starts_with("invalid_") || code.starts_with("unsupported_") || code.ends_with("_required");
    is_written_so
        && (is_of_pattern
            || matches!(
                code,
                "access_denied" | "unauthorized_client" | "insufficient_scope" | "expired_token"
            ))
}

/// What the other members say of an error, as text.
fn said(object: &Map<String, Value>) -> Option<String> {
    const SAY: [&str; 18] = [
        "error",
        "err",
        "authorizerError",
        "err_details",
        "error_details",
        "errorDetails",
        "response_body",
        "responseBody",
        "reason",
        "exception",
        "error_description",
        "cause",
        "details",
        "detail",
        "errorMessage",
        "stack",
        "stack_trace",
        "error_code",
    ];
    let text = |value: &Value| match value {
        Value::String(text) if !NONE.contains(&text.trim()) => Some(text.clone()),
        Value::Object(object) if !object.is_empty() => Some(Value::Object(object.clone()).to_string()),
        _ => None,
    };
    // Sentences that go with a code (Ory among others).
    const SENTENCES: [&str; 5] = ["description", "debug", "hint", "error_hint", "error_debug"];
    let sentences = SENTENCES.iter().filter_map(|name| Some((name, object.get(*name)?.as_str()?)));
    let sentences = sentences.filter(|(_, text)| !text.is_empty() && object.contains_key("error"));
    let sentences: Vec<String> = sentences.map(|(name, text)| format!("{name}=\"{text}\"")).collect();
    // Some put all that they say beside the message into one member.
    let inner = INNER.iter().filter_map(|name| object.get(*name)?.as_object());
    let mut said: Vec<String> = Vec::new();
    for object in std::iter::once(object).chain(inner) {
        said.extend(SAY.iter().filter_map(|name| Some(format!("{name}={}", text(object.get(*name)?)?))));
        said.extend(
            object
                .iter()
                .filter(|(name, _)| is_dotted_error(name))
                .filter_map(|(name, value)| Some(format!("{}={}", name.rsplit_once('.')?.1, text(value)?))),
        );
        // What is no error has codes of its own.
        let code = object.get("code").and_then(Value::as_str).filter(|code| is_code_of_oauth(code));
        if matches!(level(object), LogLevel::Error | LogLevel::Warning) {
            said.extend(code.map(|code| format!("code={code}")));
        }
    }
    said.extend(sentences);
    if said.is_empty() {
        return None;
    }
    said.extend(speaker(object));
    Some(said.join(" "))
}

/// The part of a program that says it, where it is one of logins: what went wrong does not tell that alone.
fn speaker(object: &Map<String, Value>) -> Option<String> {
    const SPEAKERS: [&str; 3] = ["logger", "logger_name", "loggerName"];
    let of_login = |name: &str| ["auth", "oidc", "openid"].iter().any(|word| name.contains(word));
    let mut speakers = SPEAKERS.iter().filter_map(|name| object.get(*name)?.as_str());
    let speaker = speakers.find(|name| of_login(&name.to_ascii_lowercase()))?;
    Some(format!("logger={speaker}"))
}

/// What Guzzle says of a request of its own that failed, in the exception that a server logs of the one it was asked.
fn client_error(object: &Map<String, Value>) -> Option<String> {
    let text = object.get("exception")?.get("Message")?.as_str()?;
    text.contains("` resulted in a `").then(|| text.to_owned())
}

/// Whether a line begins with an object that says an error.
pub(super) fn begins_with_error(text: &str) -> bool {
    let first = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>().next();
    first.is_some_and(|object| object.is_ok_and(|object| is_error(&object)))
}

/// Whether an object has a sentence for people, or what every server says of a status.
pub(super) fn says_something(object: &Map<String, Value>) -> bool {
    const SENTENCES: [&str; 6] = ["message", "Message", "msg", "detail", "title", "description"];
    let is_said =
        |name: &&str| object.get(*name).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    is_error(object) || SENTENCES.iter().any(is_said)
}

/// An error answer (RFC 6749 §5.2), or what an API says of an error (RFC 9457 §3 among others), without its
/// exchange.
fn is_error(object: &Map<String, Value>) -> bool {
    if object.get("access_token").is_some_and(|token| token.as_str().is_some_and(|token| !token.is_empty())) {
        return false;
    }
    const SAY: [&str; 11] = [
        "error",
        "error_description",
        "error_codes",
        "errorCode",
        "errors",
        "error_message",
        "errorMessage",
        "errorModel",
        "ErrorModel",
        "exceptionMessage",
        "fault",
    ];
    const SENTENCES: [&str; 5] = ["message", "Message", "detail", "title", "msg"];
    const CODES: [&str; 5] = ["status", "statusCode", "status_code", "code", "Code"];
    let is_said = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !NONE.contains(&text.trim()),
        _ => true,
    };
    let has = |names: &[&str]| names.iter().any(|name| object.get(*name).is_some_and(is_said));
    has(&SAY) || has(&SENTENCES) && has(&CODES)
}

#[cfg(test)]
mod tests {
    use crate::readers::read;
    use crate::readers::tests::line;

    const SAID: &str = r#"{"level":"warn","time":"2026-11-28T10:00:00Z","scope":"login","msg":"id_token rejected: nonce mismatch"}"#;

    /// The exchanges and the statements of an input.
    fn both(text: &str) -> (Vec<String>, Vec<String>) {
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        let said = recording.statements.iter().map(|said| said.text.expose().to_owned()).collect();
        (recording.exchanges.iter().map(line).collect(), said)
    }

    #[test]
    fn of_a_document_the_oldest_entry_is_read_first() {
        let lines = ["> GET /me HTTP/1.1", "> Host: a.example", "> ", "< HTTP/1.1 401 Unauthorized", "< "];
        let entry = |(at, text): (usize, &str)| serde_json::json!({ "timestamp": format!("2026-11-30T10:00:0{at}Z"), "textPayload": text });
        let mut entries: Vec<serde_json::Value> = lines.into_iter().enumerate().map(entry).collect();
        let (read, _) = both(&serde_json::to_string_pretty(&entries).unwrap());
        assert_eq!(read.len(), 1, "{read:?}");
        entries.reverse();
        assert_eq!(both(&serde_json::to_string_pretty(&entries).unwrap()).0, read);
    }

    const TALK: [&str; 5] =
        ["> GET /me HTTP/1.1", "> Host: a.example", "> ", "< HTTP/1.1 401 Unauthorized", "< "];
    const TOLD: &str = "Server GET https://a.example/me [] => 401 [not recorded]";

    #[test]
    fn of_lines_of_one_moment_the_request_is_read_first() {
        let pair = |(at, line): (usize, &&str)| serde_json::json!([format!("179584055012445678{at}"), line]);
        let same = |(_, line): (usize, &&str)| serde_json::json!(["1795840550124456789", line]);
        let of = |values: Vec<serde_json::Value>| {
            serde_json::json!({"data": {"result": [{"stream": {"app": "web"}, "values": values}]}})
                .to_string()
        };
        let pairs: Vec<_> = TALK.iter().enumerate().map(pair).collect();
        let turned: Vec<_> = pairs.iter().rev().cloned().collect();
        let alike: Vec<_> = TALK.iter().enumerate().map(same).collect();
        let alike_turned: Vec<_> = alike.iter().rev().cloned().collect();
        for values in [pairs, turned, alike, alike_turned] {
            assert_eq!(both(&of(values.clone())).0, [TOLD], "{values:?}");
        }
        // Two exchanges, of which the first one's answer stands before the second request.
        let two: Vec<_> = TALK.iter().chain(&TALK).enumerate().map(same).collect();
        assert_eq!(both(&of(two)).0, [TOLD, TOLD]);
    }

    #[test]
    fn of_a_table_the_oldest_row_is_read_first() {
        let row = |(at, line): (usize, &&str)| format!("2026-11-28T10:00:0{at}Z,h,\"{line}\"\n");
        let rows: Vec<String> = TALK.iter().enumerate().map(row).collect();
        let turned: String = rows.iter().rev().cloned().collect();
        for rows in [rows.concat(), turned] {
            assert_eq!(both(&format!("Date,Host,Message\n{rows}")).0, [TOLD], "{rows}");
        }
    }

    #[test]
    fn where_objects_hold_lines_is_learnt() {
        let check = |object: &dyn Fn(&str) -> serde_json::Value| {
            let text: String = TALK.iter().map(|line| format!("{}\n", object(line))).collect();
            assert_eq!(both(&text).0, [TOLD], "{text}");
        };
        check(&|line| serde_json::json!({"a": {"b": {"c": line}}, "n": 1}));
        check(&|line| serde_json::json!({"t": "2026-11-28T10:00:00Z", "payload": line}));
        check(
            &|line| serde_json::json!({"kind": "x", "entry": {"said": format!("2026-11-28 10:00:00 DEBUG 1 --- {line}")}}),
        );
        check(
            &|line| serde_json::json!({"event": "x", "raw": serde_json::json!({"out": line, "fd": 1}).to_string()}),
        );
        // What tells requests by its members is no wrapper of lines.
        let asked =
            r#"{"method":"GET","url":"https://a.example/me","status":401,"note":"GET /other HTTP/1.1"}"#;
        let told = "Unknown GET https://a.example/me [not recorded] => 401 [not recorded]";
        assert_eq!(both(&format!("{asked}\n{asked}\n")).0, [told, told]);
        // An error stays whole, whatever a member of it is called.
        let failed = r#"{"error":{"message":"no such client","code":401}}"#;
        let said = both(&format!("{failed}\n{failed}\n")).1;
        assert!(said.len() == 2 && said.iter().all(|said| said.contains("401")), "{said:?}");
    }

    #[test]
    fn values_apart_from_their_names() {
        let columns = serde_json::json!({"tables": [{
            "columns": [{"name": "TimeGenerated"}, {"name": "LogMessage"}],
            "rows": TALK.map(|line| serde_json::json!(["2026-11-28T10:00:00Z", line])),
        }]});
        assert_eq!(both(&columns.to_string()).0, [TOLD]);
        let template = r#"{"@t":"2026-11-28T10:00:00Z","@mt":"could not reach {Uri:l} by {Method} {Other}","Method":"POST","Uri":"https://a.example/token"}"#;
        assert_eq!(both(template).1, ["could not reach https://a.example/token by POST Other"]);
        // The request may stand in an object of the one that says something of it.
        let inner = r#"{"data":[{"attributes":{"timestamp":"2026-11-28T10:00:00Z","message":"failed","attributes":{"http":{"method":"GET","status_code":500,"url":"https://a.example/cb?error=x"}}}}]}"#;
        assert_eq!(
            both(inner).0,
            ["Unknown GET https://a.example/cb?error=x [not recorded] => 500 [not recorded]"]
        );
        let unanswered = inner.replace("\"status_code\":500,", "");
        assert_eq!(both(&unanswered), (vec![], vec!["failed".to_owned()]));
    }

    #[test]
    fn objects_that_only_say_something_are_read() {
        let said = "id_token rejected: nonce mismatch";
        for count in [1, 2, 3, 7] {
            assert_eq!(both(&format!("{SAID}\n").repeat(count)), (vec![], vec![said.to_owned(); count]));
        }
        // Without a line end, with empty ones, and behind what every line has.
        assert_eq!(both(SAID).1, [said]);
        assert_eq!(both(&format!("\n{SAID}\n\n{SAID}\n")).1, [said, said]);
        let behind = format!("web-1  | {SAID}\n").repeat(3);
        assert_eq!(both(&behind).1.len(), 3, "{behind}");
        // Over several lines each.
        let pretty = SAID.replace(",\"", ",\n  \"").replace("{\"", "{\n  \"").replace('}', "\n}");
        assert_eq!(both(&pretty).1, [said]);
        assert_eq!(both(&format!("{pretty}\n{pretty}\n")).1, [said, said]);
        // As a program prints it.
        let printed = "{ error: 'invalid_grant', error_description: 'Code not valid' }";
        let json = r#"{"error":"invalid_grant","error_description":"Code not valid"}"#;
        assert_eq!(both(printed).1, [json]);
        assert_eq!(both(&format!("Token call failed\n{printed}\n")).1, ["Token call failed", json]);
        // In the member of a logger, and with what it says beside.
        let inner = r#"{"timestamp":"2026-11-28T10:00:00Z","level":"ERROR","fields":{"message":"callback failed","error":"invalid_grant"}}"#;
        let said = r#"{"error":"invalid_grant","message":"callback failed"}"#;
        assert_eq!(both(&format!("{inner}\n{inner}\n")).1, [said, said]);
    }

    #[test]
    fn how_grave_an_object_calls_what_it_says() {
        use crate::LogLevel::{Error, Fine, Unsaid, Warning};
        for (member, expected) in [
            (r#""level":"error""#, Error),
            (r#""levelname":"CRITICAL""#, Error),
            (r#""level":3"#, Error),
            (r#""level":"50""#, Error),
            (r#""level":400"#, Error),
            (r#""severity":"WARNING""#, Warning),
            (r#""level":2"#, Warning),
            (r#""level":40"#, Warning),
            (r#""level":"info""#, Fine),
            (r#""level":200"#, Fine),
            (r#""level":30"#, Fine),
            (r#""level":"x","ts":1"#, Unsaid),
            (r#""ts":1"#, Unsaid),
        ] {
            let text = format!("{{{member},\"msg\":\"oidc: the state does not match\"}}\n");
            let levels = |text: &str| -> Vec<_> {
                let read = read(text.as_bytes()).map(|read| read.statements).unwrap_or_default();
                read.iter().map(|said| said.level).collect()
            };
            assert_eq!(levels(&text), [expected], "{text}");
            assert_eq!(levels(&text.repeat(3)), [expected; 3], "{text}");
            let request = text.replace(r#","msg""#, r#","method":"GET","url":"/cb?code=c&state=s","msg""#);
            let told = if expected == Fine { vec![] } else { vec![expected] };
            assert_eq!(levels(&request), told, "{request}");
            // What was refused is said at any level.
            let refused = request.replace(r#","msg""#, r#","status":403,"msg""#);
            assert_eq!(levels(&refused), [expected], "{refused}");
            let well = refused.replace("does not match", "is there");
            assert_eq!(levels(&well), told, "{well}");
        }
    }

    #[test]
    fn objects_that_say_something_beside_requests() {
        let asked = r#"{"time":"2026-11-28T10:00:00Z","method":"GET","url":"https://a.example/cb?state=s","status":401}"#;
        let exchange = "Unknown GET https://a.example/cb?state=s [not recorded] => 401 [not recorded]";
        let text = format!("{SAID}\n{asked}\n{SAID}\n");
        assert_eq!(
            both(&text),
            (vec![exchange.to_owned()], vec!["id_token rejected: nonce mismatch".to_owned(); 2])
        );
        let plain = format!("{SAID}\nlistening on :8080\n{SAID}\n");
        assert_eq!(both(&plain).1.len(), 3);
        // The name of the part that says it, where it is one of logins.
        let named =
            |name| format!(r#"{{"level":"error","logger":"{name}","msg":"no answer","error":"not JSON"}}"#);
        assert_eq!(both(&named("oauth.generic")).1, ["no answer error=not JSON logger=oauth.generic"]);
        let plain = r#"{"event":"invalid state","level":"warning","logger":"authentik.outpost"}"#;
        assert_eq!(both(&format!("{plain}\n{plain}\n")).1, ["invalid state logger=authentik.outpost"; 2]);
        assert_eq!(both(&named("mail")).1, ["no answer error=not JSON"]);
        // What begins as a HAR is none for what an entry of it says.
        let broken = format!("{{\"log\":{{\"entries\":[\n{SAID},\n{SAID}");
        assert!(read(broken.as_bytes()).is_err());
    }
}
