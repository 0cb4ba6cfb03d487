//! Documents within a text: somebody put the file of a tool into a ticket, a log, the fence of a chat or a member of JSON, or one behind
//! the other.
//!
//! Where one begins it is read to its end, as the file that it would be; what is left is read as lines. All of it keeps its lines.
//! What stands before each line of it (a time, the name of a container) is what stands before the first one, but for digits.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use serde_json::Value;

use super::forms::har::HAR;
use super::lines::{self, LINES, Nesting, behind_like, is_fence};
use super::{AccessLogFormat, FORMS, Form, Problem, Recording};
use crate::{Exchange, ExchangeId, Place, Provenance};

/// Bytes of the longest document.
const LONGEST: usize = 8 << 20;

/// How often all of an input may be looked at for them.
const LOOKS: usize = 4;

/// Bytes of what may stand before a document in its first line.
const FRONT: usize = 160;

/// How deep in objects the member may lie that holds one.
const DEEPEST: usize = 4;

/// What every document has of a form that is a file of its own.
const SIGNS: [&str; 22] = [
    "interactions",
    "\"item\"",
    "\"collection\"",
    "insomnia",
    "\"packets-",
    "\"constants\"",
    "\"scope\"",
    "\"loggedDate\"",
    "\"bodyPatterns\"",
    "\"urlPath\"",
    "\"uuid\"",
    "\"tunnel\"",
    "\"results\"",
    "\"traceId\"",
    "\"traceID\"",
    "\"resourceSpans\"",
    "\"resource_spans\"",
    "\"resource-snapshot\"",
    "meta:",
    "type: http",
    "<items burpVersion",
    "<testResults",
];

/// What each entry of an archive has (HAR 1.2).
const ARCHIVE: &str = "startedDateTime";

/// The forms of lines, those of a whole text, what has no text, and the archive, which is read wherever it begins.
const OTHERS: [&str; 5] = ["log", "har", "http_file", "transcript", "mitmproxy"];

/// Marks with which a document of markup begins, and the end of each.
const MARKUP: [(&str, &str); 2] = [("<items", "</items>"), ("<testResults", "</testResults>")];

/// With what those begin that have an object in each line: Chrome's NetLog, Playwright's trace, tshark's bulk format.
const ROWS: [&str; 3] =
    ["{\"constants\"", "{\"type\":\"resource-snapshot\"", "{\"index\":{\"_index\":\"packets-"];

/// What stands in the first line of one that is no JSON and no markup.
const HEADS: [&str; 6] =
    ["---", "interactions:", "http_interactions:", "version:", "type: collection.insomnia.rest/", "meta {"];

/// The documents in a text, and what its other lines say; `None` where there is none.
pub(super) fn read(bytes: &[u8], own: Option<&AccessLogFormat>) -> Option<Recording> {
    if !has_sign(bytes) {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let (mut found, mut at, mut budget) = (Vec::new(), 0, text.len().saturating_mul(LOOKS));
    while at < lines.len() {
        let (count, recording) = document_at(&lines[at..], &mut budget);
        found.extend(recording.map(|recording| (at..at + count, recording)));
        at += count.max(1);
    }
    (!found.is_empty()).then(|| joined(&lines, found, own))
}

/// What a text holds of which a form read only the document with which it begins.
pub(super) fn more_than(
    recording: &Recording,
    bytes: &[u8],
    own: Option<&AccessLogFormat>,
) -> Option<Recording> {
    if OTHERS.contains(&recording.form.name) {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.iter().position(|line| !line.trim().is_empty())?;
    let (count, document) = document_at(&lines[from..], &mut text.len().saturating_mul(LOOKS));
    let goes_on = || lines.iter().skip(from + count).any(|line| !line.trim().is_empty());
    let all = document.filter(|_| goes_on()).and_then(|_| read(bytes, own))?;
    (all.exchanges.len() > recording.exchanges.len()).then_some(all)
}

fn has_sign(bytes: &[u8]) -> bool {
    // In a member of JSON quotes are escaped.
    let mut signs = SIGNS.iter().map(|sign| sign.trim_matches('"')).chain([ARCHIVE]);
    signs.any(|sign| memmem::find(bytes, sign.as_bytes()).is_some())
}

fn joined(lines: &[&str], found: Vec<(Range<usize>, Recording)>, own: Option<&AccessLogFormat>) -> Recording {
    let mut rest = String::new();
    let mut documents = found.iter().map(|(range, _)| range).peekable();
    for (at, line) in lines.iter().enumerate() {
        documents.next_if(|range| range.end <= at);
        if !documents.peek().is_some_and(|range| range.contains(&at)) {
            rest.push_str(line);
        }
        rest.push('\n');
    }
    let rest = lines::read(rest.as_bytes(), own).ok();
    let is_alone = rest.as_ref().is_none_or(|rest| rest.exchanges.is_empty());
    let first: &'static Form = found.first().map_or(&LINES, |(_, recording)| recording.form);
    let are_alike = found.iter().all(|(_, recording)| recording.form.name == first.name);
    let mut whole =
        Recording::new(if is_alone && are_alike { first } else { &LINES }, Vec::new(), Vec::new());
    for (range, recording) in found {
        let (line, place) = (range.start + 1, Provenance::at(Place::line(range.start + 1)));
        let told = |problem: Problem| Problem { place: format!("line {line}, {}", problem.place), ..problem };
        whole.problems.extend(recording.problems.into_iter().map(told));
        let placed =
            recording.exchanges.into_iter().map(|exchange| Exchange { provenance: place, ..exchange });
        whole.exchanges.extend(placed);
        whole.statements.extend(recording.statements);
    }
    if let Some(rest) = rest {
        whole.exchanges.extend(rest.exchanges);
        whole.statements.extend(rest.statements);
        whole.problems.extend(rest.problems);
        whole.is_telling |= rest.is_telling;
    }
    whole.exchanges.sort_by_key(|exchange| lines::line_of(exchange.provenance));
    whole.statements.sort_by_key(|statement| lines::line_of(statement.provenance));
    for (id, exchange) in (0..).zip(&mut whole.exchanges) {
        exchange.id = ExchangeId(id);
    }
    whole
}

/// Where in lines a document stands.
enum Way {
    /// Behind so many bytes, which are alike in all of its lines.
    Behind(usize),
    /// In the member of an object at the end of a path.
    Member(Vec<String>),
}

impl Way {
    /// The document's part of a line that follows the first one.
    fn of<'l>(&self, first: &str, line: &'l str) -> Option<Cow<'l, str>> {
        match self {
            Way::Behind(0) => Some(Cow::Borrowed(line)),
            Way::Behind(bytes) => behind_like(line, first, *bytes).map(Cow::Borrowed),
            Way::Member(path) => {
                let value: Value = serde_json::from_str(line).ok()?;
                let text = path.iter().try_fold(&value, |value, name| value.get(name))?.as_str()?;
                Some(Cow::Owned(text.trim_end_matches(['\n', '\r']).to_owned()))
            }
        }
    }
}

/// What a line can begin.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Json,
    /// Markup up to that.
    Markup(&'static str),
    /// YAML, or blocks with names.
    Indented,
    /// An object in each line, or one that may break off.
    Rows,
}

/// How many lines the document takes that begins in the first one, and what it holds; of one that is of no form as well, so that
/// what stands in it is not looked at again.
fn document_at(lines: &[&str], budget: &mut usize) -> (usize, Option<Recording>) {
    let Some((first, following)) = lines.split_first() else { return (0, None) };
    let mut passed = 0;
    for (way, begin) in beginnings(first) {
        let Some(kind) = kind(&begin, &way, following) else { continue };
        let mut text = begin.into_owned();
        let mut end = End::new(kind, &text);
        let mut count = 1;
        for line in following {
            if end.is_reached || *budget < line.len() || text.len() > LONGEST {
                break;
            }
            let Some(line) = way.of(first, line) else { break };
            *budget -= line.len();
            if !end.takes(&line) {
                break;
            }
            text.push('\n');
            text.push_str(&line);
            count += 1;
        }
        if !end.is_reached && !matches!(kind, Kind::Indented | Kind::Rows) {
            // Of an archive that breaks off what stands there counts, and that it does is said.
            if let Some(archive) = begins_archive(&text).then(|| (HAR.read)(text.as_bytes()).ok()).flatten() {
                return (count, Some(archive));
            }
            continue;
        }
        if let Some(recording) = read_document(&text, matches!(way, Way::Member(_))) {
            return (count, Some(recording));
        }
        if kind == Kind::Json && matches!(way, Way::Behind(_)) && count > 1 {
            passed = count;
        }
    }
    (passed, None)
}

/// Where a document may begin in a line, each with its first line.
fn beginnings(line: &str) -> Vec<(Way, Cow<'_, str>)> {
    let mut found = Vec::new();
    if let Some((path, text)) = member(line) {
        found.push((Way::Member(path), Cow::Owned(text)));
    }
    let mut front = line.len().min(FRONT);
    while !line.is_char_boundary(front) {
        front -= 1;
    }
    let marks = line[..front].match_indices(['{', '[', '<']).map(|(at, _)| at);
    let heads = HEADS.iter().filter_map(|head| line[..front].find(head));
    let mut places: Vec<usize> = marks.chain(heads).collect();
    places.sort_unstable();
    places.dedup();
    let is_apart = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t', ':', '|']);
    let places = places.into_iter().filter(is_apart).filter(|at| may_begin(&line[*at..]));
    found.extend(places.take(3).map(|at| (Way::Behind(at), Cow::Borrowed(&line[at..]))));
    found
}

/// Whether a document may begin with a text.
fn may_begin(text: &str) -> bool {
    let is_json = text.strip_prefix(['{', '[']).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(['"', '{', '[']) || rest.starts_with("meta:")
    });
    is_json
        || text.starts_with("<?xml")
        || MARKUP.iter().any(|(begin, _)| text.starts_with(begin))
        || HEADS.iter().any(|head| text.starts_with(head))
}

/// The first text in an object that begins a document, and where it stands.
fn member(line: &str) -> Option<(Vec<String>, String)> {
    let is_object = line.starts_with('{') && line.trim_end().ends_with('}');
    let holds = |mark: &str| memmem::find(line.as_bytes(), mark.as_bytes()).is_some();
    let may_hold =
        || ["\"{", "\"[", "\"<"].iter().any(|mark| holds(mark)) || HEADS.iter().any(|head| holds(head));
    if !is_object || !may_hold() {
        return None;
    }
    let value: Value = serde_json::from_str(line).ok()?;
    let mut path = Vec::new();
    let text = text_in(&value, &mut path)?;
    Some((path, text.trim_end_matches(['\n', '\r']).to_owned()))
}

fn text_in<'v>(value: &'v Value, path: &mut Vec<String>) -> Option<&'v str> {
    for (name, value) in value.as_object()? {
        path.push(name.clone());
        let found = match value {
            Value::String(text) => Some(text.as_str()).filter(|text| may_begin(text)),
            Value::Object(_) if path.len() < DEEPEST => text_in(value, path),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

fn kind(begin: &str, way: &Way, following: &[&str]) -> Option<Kind> {
    if ROWS.iter().any(|rows| begin.starts_with(rows)) {
        return Some(Kind::Rows);
    }
    if begin.starts_with(['{', '[']) {
        return Some(Kind::Json);
    }
    if !begin.starts_with('<') {
        return Some(Kind::Indented);
    }
    // Which one it is may stand behind the declaration of its type.
    const NEAR: usize = 40;
    let is_of = |text: &str| MARKUP.iter().find(|(begin, _)| text.contains(begin)).map(|(_, end)| *end);
    let next =
        || following.iter().take(NEAR).map_while(|line| way.of("", line)).find_map(|line| is_of(&line));
    let behind = || following.iter().take(NEAR).find_map(|line| is_of(line));
    is_of(begin).or_else(next).or_else(behind).map(Kind::Markup)
}

/// Where a document ends.
struct End {
    kind: Kind,
    nesting: Nesting,
    is_reached: bool,
    /// Something below a name was seen.
    is_deep: bool,
}

impl End {
    fn new(kind: Kind, first: &str) -> Self {
        let mut end = End { kind, nesting: Nesting::default(), is_reached: false, is_deep: false };
        first.lines().for_each(|line| end.read(line));
        end
    }

    fn read(&mut self, line: &str) {
        match self.kind {
            Kind::Json => {
                self.nesting.read(line);
                self.is_reached = self.nesting.is_closed();
            }
            Kind::Markup(mark) => self.is_reached |= line.contains(mark),
            Kind::Indented | Kind::Rows => {}
        }
    }

    /// Takes a line; `false` for one that is no part of it.
    fn takes(&mut self, line: &str) -> bool {
        let ends = match self.kind {
            Kind::Indented => ends_indented(line) || self.is_deep && begins_anew(line),
            Kind::Rows => !line.trim_start().starts_with(['{', '"', ']', '}']),
            // No text of JSON goes over a line.
            Kind::Json => is_fence(line),
            Kind::Markup(_) => false,
        };
        if ends {
            return false;
        }
        self.is_deep |= line.starts_with([' ', '\t', '-']);
        self.read(line);
        true
    }
}

/// Whether a document begins in a line at the margin, whatever stands above it.
fn begins_anew(line: &str) -> bool {
    HEADS.iter().filter(|head| **head != "version:").any(|head| line.starts_with(head))
}

/// Whether a line cannot belong to YAML or to blocks with names: it begins at the margin, and has neither a name nor a mark there.
fn ends_indented(line: &str) -> bool {
    let line = line.trim_end();
    if line.is_empty() || line.starts_with([' ', '\t', '#', '}']) {
        return false;
    }
    let is_name = |name: &str| {
        let name = name.trim_matches(['"', '\'']);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:~".contains(&b))
    };
    let is_pair = line.split_once(':').is_some_and(|(name, rest)| {
        is_name(name) && (rest.is_empty() || rest.starts_with(' ') || rest.ends_with('{'))
    });
    let is_block = line.strip_suffix('{').is_some_and(|name| is_name(name.trim_end()));
    let is_item = line == "-" || line.starts_with("- ");
    // Another document begins.
    is_fence(line) || matches!(line, "---" | "meta {") || !(is_pair || is_block || is_item)
}

/// Whether a text begins as an archive does.
fn begins_archive(text: &str) -> bool {
    const BEGINNING: &[u8] = b"{\"log\":{\"";
    let mut bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    BEGINNING.iter().all(|byte| bytes.next() == Some(*byte))
}

/// Reads a text as the file of a tool that it would be.
fn read_document(text: &str, is_member: bool) -> Option<Recording> {
    let bytes = text.as_bytes();
    // An archive between lines is found by those.
    if is_member && memmem::find(bytes, ARCHIVE.as_bytes()).is_some() {
        return (HAR.read)(bytes).ok().filter(|recording| !recording.exchanges.is_empty());
    }
    if !SIGNS.iter().any(|sign| memmem::find(bytes, sign.as_bytes()).is_some()) {
        return None;
    }
    // What a log has in a line is read as one of a log.
    if !text.contains('\n') && lines::is_of_log(text) {
        return None;
    }
    let forms = FORMS.iter().filter(|form| !OTHERS.contains(&form.name));
    let read = forms.filter(|form| (form.is_it)(bytes)).find_map(|form| (form.read)(bytes).ok());
    read.filter(|recording| !recording.exchanges.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::readers::lines::line_of;
    use crate::readers::read;
    use crate::readers::tests::line;

    const PACT: &str = r#"{"consumer":{"name":"web"},"provider":{"name":"idp"},"interactions":[{"description":"a","request":{"method":"POST","path":"/token"},"response":{"status":400,"body":{"error":"invalid_grant"}}}]}"#;

    fn told(text: &str) -> Vec<String> {
        let read = read(text.as_bytes()).map(|read| read.exchanges).unwrap_or_default();
        read.iter().map(|exchange| format!("{}: {}", line_of(exchange.provenance), line(exchange))).collect()
    }

    #[test]
    fn a_document_and_lines_around_it_are_both_read() {
        let call = "> GET /me HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 401 Unauthorized\n< \n";
        let read = told(&format!("{call}\nand the contract:\n{PACT}\n\n{}", call.replace("/me", "/you")));
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].starts_with("1: ") && read[0].contains("/me"), "{read:?}");
        assert!(read[1].starts_with("8: ") && read[1].contains("/token"), "{read:?}");
        assert!(read[2].starts_with("10: ") && read[2].contains("/you"), "{read:?}");
    }

    #[test]
    fn of_an_archive_that_is_cut_in_a_text_what_is_there_is_read_and_the_rest_is_said() {
        let entry = |path: &str| {
            format!(
                r#"{{"startedDateTime":"2026-11-28T10:00:00Z","request":{{"method":"GET","url":"https://a.example/{path}","headers":[]}},"response":{{"status":400,"headers":[],"content":{{"text":"{{}}"}}}}}}"#
            )
        };
        let archive = format!("{{\n\"log\": {{\n\"entries\": [\n{},\n{}", entry("one"), entry("two"));
        for cut in [30, 70, 160] {
            let cut = archive.get(..archive.len() - cut).unwrap();
            let text = format!("This is what I have:\n\n```json\n{cut}\n```\n\nWhat is wrong?\n");
            let read = read(text.as_bytes()).unwrap();
            let told: Vec<String> = read.exchanges.iter().map(line).collect();
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert!(told[0].contains("/one [] => 400 [{}]"), "{told:?}");
            let problems: Vec<&str> = read.problems.iter().map(|problem| problem.what.as_str()).collect();
            assert!(
                problems.len() == 1 && problems[0].contains("entry and all after it are lost"),
                "{problems:?}"
            );
            assert!(read.problems[0].place.starts_with("line 4, "), "{}", read.problems[0].place);
        }
    }

    #[test]
    fn what_is_of_no_form_or_breaks_off_is_left_to_lines() {
        let broken = PACT.get(..PACT.len() - 3).unwrap();
        for text in
            [broken.to_owned(), format!("begun\n{broken}\ndone\n"), "{\n\"interactions\": 1\n}\n".repeat(3)]
        {
            assert_eq!(told(&text), Vec::<String>::new(), "{text}");
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "(\\{|\\[|\"interactions\"|---|interactions:|<items burpVersion|meta \\{|é|: |\n| |\\}|\\]|\"\\{){0,16}") {
                let _ = read(text.as_bytes());
            }
        }
    }
}
