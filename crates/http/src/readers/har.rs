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

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::lenient::{Number, Part, Text, absent, list};
use super::{Form, Problem, Recording, Unreadable};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, NetworkFault, Observer,
    Parameters, Request, Response, Timestamp, Uri, Via, cors,
};

const EXPORT_AGAIN: &str = "Export the recording again, with content, and wait until the file is written.";
const RECORD_AGAIN: &str =
    "Open the Network tab before the login begins, switch on \"Preserve log\", and export all as HAR.";

pub(super) fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    // All at once, which is fast; if something in it cannot be read so, each entry by itself.
    let (mut reading, broken) = match Reading::of(&text, false) {
        (reading, None) => (reading, None),
        (_, Some(_)) => Reading::of(&text, true),
    };
    if reading.exchanges.is_empty() {
        return Err(nothing_read(&reading, broken));
    }
    reading.problems.extend(broken.map(|broken| broken.problem(&reading)));
    put_in_order(&mut reading.exchanges);
    Ok(Recording { form: Form::Har, exchanges: reading.exchanges, problems: reading.problems })
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
        let advice =
            "Give a HAR file: in the Network tab of the browser's developer tools, export all as HAR.";
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

/// By start time; what has none stays behind its neighbour.
fn put_in_order(exchanges: &mut Vec<Exchange>) {
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
            Ok(Part(Some(entry))) => exchange(&entry, &mut self.places),
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

// --- From an entry to an exchange ---------------------------------------------------------------------------------

/// The numbers of tabs and frames.
#[derive(Default)]
struct Places {
    tabs: HashMap<String, i64>,
    main_frames: HashMap<i64, String>,
    frames: HashMap<i64, Vec<String>>,
}

impl Places {
    fn tab(&mut self, entry: &Entry) -> Option<i64> {
        let page = entry.pageref.get();
        if page.is_empty() {
            return None;
        }
        if entry.frameref.get().is_empty() && !page.starts_with("page@") {
            return Some(1);
        }
        let next = self.tabs.len() as i64 + 1;
        Some(*self.tabs.entry(page.to_owned()).or_insert(next))
    }

    /// The frame's number in its tab, 0 being the page: the frame of the tab's first document.
    fn frame(&mut self, tab: i64, frameref: &str, may_be_page: bool) -> Option<i64> {
        if frameref.is_empty() {
            return None;
        }
        if may_be_page {
            self.main_frames.entry(tab).or_insert_with(|| frameref.to_owned());
        }
        if self.main_frames.get(&tab).is_some_and(|main| main == frameref) {
            return Some(0);
        }
        let frames = self.frames.entry(tab).or_default();
        let known = frames.iter().position(|frame| frame == frameref);
        let index = known.unwrap_or_else(|| {
            frames.push(frameref.to_owned());
            frames.len() - 1
        });
        Some(index as i64 + 1)
    }
}

/// `None` for what is no HTTP request: `data:` URLs, WebSockets, the browser's own pages.
fn exchange(entry: &Entry, places: &mut Places) -> Result<Option<Exchange>, &'static str> {
    let Some(request) = &entry.request.0 else { return Err("it has no request") };
    let url = request.url.get().trim();
    if url.is_empty() {
        return Err("its request has no URL");
    }
    if is_no_http(url) {
        return Ok(None);
    }
    let Some(uri) = Uri::parse(url) else { return Err("the URL of its request is not absolute") };
    let method = request.method.get().trim();
    if method.is_empty() {
        return Err("its request has no method");
    }

    let headers = headers(&request.headers);
    let kind = entry.resource_type.get().to_ascii_lowercase();
    let document = kind == "document" || header(&headers, "sec-fetch-dest") == "document";
    let tab = places.tab(entry);
    let in_frame = header(&headers, "sec-fetch-dest") == "iframe";
    let frame = tab.and_then(|tab| places.frame(tab, entry.frameref.get(), document && !in_frame));
    let via = via(method, &kind, &headers, frame);
    let frame = frame.or((via == Via::Page).then_some(0));

    let started = Timestamp::from_rfc3339(entry.started.get());
    let error = network_error(entry);
    let request = Request {
        method: method.to_owned(),
        body: request_body(request, &headers),
        headers: captured(headers),
        uri,
    };
    let response =
        entry.response.0.as_ref().and_then(|r| response(r, entry, &request, via, &kind, error.as_ref()));
    let is_over = response.is_some() || error.is_some();
    let took = entry.time.0.filter(|time| *time > 0.0).unwrap_or(0.0);
    let finished = started.filter(|_| is_over).and_then(|s| Timestamp::from_millis(s.as_millis() + took));
    Ok(Some(Exchange {
        id: ExchangeId(0),
        started,
        finished,
        observer: Observer::Browser,
        context: Context { via, tab, frame, ..Context::default() },
        request,
        response,
        error,
    }))
}

fn is_no_http(url: &str) -> bool {
    const OTHER: [&str; 16] = [
        "about",
        "blob",
        "chrome",
        "chrome-extension",
        "data",
        "devtools",
        "edge",
        "file",
        "filesystem",
        "javascript",
        "moz-extension",
        "resource",
        "safari-web-extension",
        "view-source",
        "ws",
        "wss",
    ];
    url.split_once(':').is_some_and(|(scheme, _)| OTHER.contains(&scheme.to_ascii_lowercase().as_str()))
}

fn headers(list: &[Part<Header>]) -> Headers {
    let mut pairs = Vec::with_capacity(list.len());
    for field in list.iter().filter_map(|Part(field)| field.as_ref()) {
        let (name, value) = (field.name.get(), field.value.get());
        if name.is_empty() || name.starts_with(':') {
            continue;
        }
        // Several `Set-Cookie` fields come as the lines of one value.
        if value.contains('\n') && name.eq_ignore_ascii_case("set-cookie") {
            pairs.extend(value.split('\n').map(|value| (name.to_owned(), value.to_owned())));
        } else {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    Headers::from_pairs(pairs)
}

fn captured(headers: Headers) -> Captured<Headers> {
    if headers.is_empty() { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(headers) }
}

fn header<'h>(headers: &'h Headers, name: &str) -> &'h str {
    headers.text(name).unwrap_or_default()
}

/// How the request was made: by `Sec-Fetch-Dest` where the browser sent it, by the browser's own kind else, and
/// last by what the request looks like.
fn via(method: &str, kind: &str, headers: &Headers, frame: Option<i64>) -> Via {
    let in_frame = frame.is_some_and(|frame| frame > 0);
    let document = if in_frame { Via::Frame } else { Via::Page };
    if method == "OPTIONS" {
        return Via::Fetch;
    }
    match header(headers, "sec-fetch-dest") {
        "document" => return Via::Page,
        "iframe" | "frame" | "fencedframe" | "embed" | "object" => return Via::Frame,
        "empty" => return Via::Fetch,
        "" => {}
        _ => return Via::Unknown,
    }
    match kind {
        "document" | "main_frame" => return document,
        "sub_frame" | "subdocument" | "iframe" => return Via::Frame,
        "xhr" | "fetch" | "xmlhttprequest" | "preflight" => return Via::Fetch,
        "" | "other" => {}
        _ => return Via::Unknown,
    }
    let agent = header(headers, "user-agent");
    if !agent.is_empty() && !agent.starts_with("Mozilla/") && !agent.starts_with("Opera/") {
        return Via::Server;
    }
    let accept = header(headers, "accept").trim_start();
    if header(headers, "sec-fetch-mode") == "navigate"
        || headers.has("upgrade-insecure-requests")
        || accept.starts_with("text/html")
    {
        return document;
    }
    let asks_for_json = accept.starts_with("application/json") || accept.starts_with("application/jwt");
    if headers.has("x-requested-with") || headers.has("origin") || asks_for_json || method != "GET" {
        return Via::Fetch;
    }
    Via::Unknown
}

fn network_error(entry: &Entry) -> Option<NetworkError> {
    let response = entry.response.0.as_ref();
    let texts = [
        response.map_or("", |r| r.failure_text.get()),
        response.map_or("", |r| r.error.get()),
        entry.error.get(),
        entry.failure_text.get(),
    ];
    texts.into_iter().map(str::trim).find(|text| !text.is_empty()).map(NetworkError::new)
}

fn request_body(request: &RequestPart, headers: &Headers) -> Captured<Body> {
    let length = declared_length(headers);
    let size = request.body_size.0.unwrap_or(-1.0);
    let Some(post) = &request.post_data.0 else {
        let may_have_one = matches!(request.method.get(), "POST" | "PUT" | "PATCH");
        let none = length == Some(0) || (length.is_none() && (size == 0.0 || (!may_have_one && size < 0.0)));
        return if none { Captured::Present(Body::Empty) } else { Captured::Missing(Missing::NotRecorded) };
    };
    let text = without_upload_headers(post.text.get());
    if !text.is_empty() {
        let encodings = [post.encoding.get(), post.underscore_encoding.get()];
        return decode(Cow::Borrowed(text), encodings.contains(&"base64"));
    }
    let fields: Vec<&Field> = post.params.iter().filter_map(|Part(field)| field.as_ref()).collect();
    if !fields.is_empty() {
        return Captured::Present(form(&fields));
    }
    let some = length.map_or(size > 0.0, |length| length > 0);
    if some { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(Body::Empty) }
}

/// Firefox puts the headers that belong to a submitted form in front of its text.
fn without_upload_headers(text: &str) -> &str {
    let named = text.get(..13).is_some_and(|start| start.eq_ignore_ascii_case("content-type:"));
    text.split_once("\r\n\r\n").filter(|_| named).map_or(text, |(_, body)| body)
}

/// Fields of a form whose text was not kept. Some sources decode them and some do not: they are encoded where
/// something is, and nothing stands there that an encoded form cannot hold.
fn form(fields: &[&Field]) -> Body {
    let pairs = || fields.iter().map(|field| (field.name.get(), field.value.get()));
    let foreign = |c: char| !c.is_ascii_alphanumeric() && !"%+-._*~".contains(c);
    let encoded =
        pairs().any(|(_, value)| has_percent_escape(value)) && !pairs().any(|(_, v)| v.contains(foreign));
    if encoded {
        let text: Vec<String> = pairs().map(|(name, value)| format!("{name}={value}")).collect();
        return Body::Form(Parameters::decode(&text.join("&")));
    }
    Body::Form(Parameters::from_pairs(pairs().map(|(name, value)| (name.to_owned(), value.to_owned()))))
}

fn has_percent_escape(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit())
}

fn response(
    response: &ResponsePart,
    entry: &Entry,
    request: &Request,
    via: Via,
    kind: &str,
    error: Option<&NetworkError>,
) -> Option<Response> {
    let headers = headers(&response.headers);
    let status = response.status.0.filter(|status| (100.0..1000.0).contains(status)).map_or(0, |s| s as u16);
    if status == 0 && headers.is_empty() {
        return None;
    }
    let body = response_body(response, status, request, &headers, via, kind, error);
    let redirect = response.redirect_url.get().trim();
    let location = super::location(&request.uri, status, headers.text("location").unwrap_or(redirect));
    let cached = |text: &Text| !matches!(text.get(), "" | "false");
    let from_cache = cached(&entry.from_cache) || response.fetch_type.get().contains("Cache");
    Some(Response { status, headers: captured(headers), body, location, from_cache })
}

/// The body, or why it is not there. "Empty" takes a source that says so: most leave an empty text, or none at all,
/// where they kept nothing.
fn response_body(
    response: &ResponsePart,
    status: u16,
    request: &Request,
    headers: &Headers,
    via: Via,
    kind: &str,
    error: Option<&NetworkError>,
) -> Captured<Body> {
    let content = response.content.0.as_ref();
    let raw = content.and_then(|content| content.text).map(RawValue::get);
    let empty = |raw: &str| matches!(raw, "\"\"" | "null");
    if let (Some(content), Some(raw)) = (content, raw.filter(|raw| !empty(raw))) {
        if is_asset(content, request, headers, kind, raw) {
            return Captured::Missing(Missing::NotRecorded);
        }
        return match unescape(raw) {
            Some(text) => decode(Cow::Owned(text), content.encoding.get() == "base64"),
            None => Captured::Missing(Missing::Unreadable),
        };
    }
    if is_hidden(request, headers, via) || error.is_some_and(|error| error.fault == NetworkFault::Blocked) {
        return Captured::Missing(Missing::Blocked);
    }
    if error.is_some() {
        return Captured::Missing(Missing::NotRecorded);
    }
    let size = content.and_then(|content| content.size.0);
    let none = match (request.method.as_str(), status, declared_length(headers)) {
        ("HEAD", ..) | (_, 204 | 205, _) => true,
        _ if size.is_some_and(|size| size > 0.0) => false,
        (_, _, Some(length)) => length == 0,
        _ if size == Some(0.0) => raw == Some("\"\"") || response.body_size.0 == Some(0.0),
        _ => false,
    };
    if none { Captured::Present(Body::Empty) } else { Captured::Missing(Missing::NotRecorded) }
}

fn declared_length(headers: &Headers) -> Option<u64> {
    header(headers, "content-length").trim().parse().ok()
}

/// Scripts, styles, images, fonts, media. A script asked for by `fetch` or as a document is kept: some providers
/// label JSON so.
fn is_asset(content: &Content, request: &Request, headers: &Headers, kind: &str, raw: &str) -> bool {
    let destination = request.headers.present().map_or("", |h| header(h, "sec-fetch-dest"));
    if matches!(destination, "script" | "style" | "image" | "font" | "audio" | "video" | "track" | "worker")
        || matches!(kind, "script" | "stylesheet" | "image" | "font" | "media")
    {
        return true;
    }
    let mime = content.mime_type.get();
    let mime = if mime.is_empty() { header(headers, "content-type") } else { mime };
    let mime = mime.get(..mime.len().min(40)).unwrap_or_default().to_ascii_lowercase();
    let is = |prefix: &str| mime.starts_with(prefix);
    if is("image/") || is("font/") || is("audio/") || is("video/") || is("text/css") || is("application/font")
    {
        return true;
    }
    let script = is("text/javascript") || is("application/javascript") || is("application/x-javascript");
    script
        && !matches!(kind, "fetch" | "xhr" | "document")
        && destination.is_empty()
        && !raw.starts_with("\"{")
}

/// Whether the browser kept the response from the page: its body is then seen by nobody.
fn is_hidden(request: &Request, response: &Headers, via: Via) -> bool {
    let Some(origin) = request.headers.present().and_then(|h| h.text("origin")) else { return false };
    via == Via::Fetch
        && request.method != "OPTIONS"
        && !response.is_empty()
        && origin != request.uri.origin()
        && cors::check(origin, false, response).is_err()
}

fn decode(text: Cow<str>, base64: bool) -> Captured<Body> {
    if !base64 {
        return Captured::Present(Body::from_text(text));
    }
    Body::from_base64(&text).map_or(Captured::Missing(Missing::Unreadable), Captured::Present)
}

fn unescape(raw: &str) -> Option<String> {
    serde_json::from_str(raw).or_else(|_| serde_json::from_str(&without_half_pairs(raw))).ok()
}

/// JSON with every escaped half of a surrogate pair replaced by U+FFFD.
fn without_half_pairs(json: &str) -> String {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::with_capacity(json.len());
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        let escape = at + found;
        at = match unit(escape) {
            Some(0xd800..=0xdbff) if matches!(unit(escape + 6), Some(0xdc00..=0xdfff)) => escape + 12,
            Some(0xd800..=0xdfff) => {
                out.push_str(json.get(kept..escape).unwrap_or_default());
                out.push_str("\\ufffd");
                kept = escape + 6;
                kept
            }
            // The backslash and what it escapes, which may be longer than a byte in broken JSON.
            _ => escape + 1 + json.get(escape + 1..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8),
        };
    }
    out.push_str(json.get(kept..).unwrap_or_default());
    out
}

// --- The fields ---------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(default, borrow, rename = "startedDateTime")]
    started: Text<'a>,
    #[serde(default)]
    time: Number,
    #[serde(default, borrow)]
    pageref: Text<'a>,
    #[serde(default, borrow, rename = "_frameref")]
    frameref: Text<'a>,
    #[serde(default, borrow, rename = "_resourceType")]
    resource_type: Text<'a>,
    #[serde(default, borrow, rename = "_error")]
    error: Text<'a>,
    #[serde(default, borrow, rename = "_failureText")]
    failure_text: Text<'a>,
    #[serde(default, borrow, rename = "_fromCache")]
    from_cache: Text<'a>,
    #[serde(default, borrow)]
    request: Part<RequestPart<'a>>,
    #[serde(default, borrow)]
    response: Part<ResponsePart<'a>>,
}

#[derive(Deserialize)]
struct RequestPart<'a> {
    #[serde(default, borrow)]
    method: Text<'a>,
    #[serde(default, borrow)]
    url: Text<'a>,
    #[serde(default, borrow, deserialize_with = "list")]
    headers: Vec<Part<Header<'a>>>,
    #[serde(default, borrow, rename = "postData")]
    post_data: Part<PostData<'a>>,
    #[serde(default, rename = "bodySize")]
    body_size: Number,
}

#[derive(Deserialize)]
struct PostData<'a> {
    #[serde(default, borrow)]
    text: Text<'a>,
    #[serde(default, borrow, deserialize_with = "list")]
    params: Vec<Part<Field<'a>>>,
    #[serde(default, borrow)]
    encoding: Text<'a>,
    #[serde(default, borrow, rename = "_encoding")]
    underscore_encoding: Text<'a>,
}

#[derive(Deserialize)]
struct ResponsePart<'a> {
    #[serde(default)]
    status: Number,
    #[serde(default, borrow, deserialize_with = "list")]
    headers: Vec<Part<Header<'a>>>,
    #[serde(default, borrow)]
    content: Part<Content<'a>>,
    #[serde(default, borrow, rename = "redirectURL")]
    redirect_url: Text<'a>,
    #[serde(default, rename = "bodySize")]
    body_size: Number,
    #[serde(default, borrow, rename = "_failureText")]
    failure_text: Text<'a>,
    #[serde(default, borrow, rename = "_error")]
    error: Text<'a>,
    #[serde(default, borrow, rename = "_fetchType")]
    fetch_type: Text<'a>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(default)]
    size: Number,
    #[serde(default, borrow, rename = "mimeType")]
    mime_type: Text<'a>,
    /// Most of an archive is text that nobody looks at: it is decoded when it is wanted.
    #[serde(default, borrow)]
    text: Option<&'a RawValue>,
    #[serde(default, borrow)]
    encoding: Text<'a>,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    value: Text<'a>,
}

/// A field of a form.
type Field<'a> = Header<'a>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::tests::{body, line};

    fn archive(entries: &str) -> String {
        format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"x"}},"entries":[{entries}]}}}}"#)
    }

    fn recording(text: &str) -> Recording {
        read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"))
    }

    fn one(entry: &str) -> Exchange {
        let recording = recording(&archive(entry));
        assert_eq!(recording.problems, [], "{entry}");
        assert_eq!(recording.exchanges.len(), 1, "{entry}");
        recording.exchanges.into_iter().next().unwrap()
    }

    fn check(entry: &str, expected: &str) {
        assert_eq!(line(&one(entry)), expected, "{entry}");
    }

    fn check_unreadable(text: &str, what: &str, place: Option<&str>) {
        let unreadable = read(text.as_bytes()).err().unwrap_or_else(|| panic!("readable: {text}"));
        assert_eq!((unreadable.what.as_str(), unreadable.place.as_deref()), (what, place), "{text}");
    }

    fn check_problems(entries: &str, exchanges: usize, expected: &[&str]) {
        let recording = recording(&archive(entries));
        let problems: Vec<String> =
            recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
        assert_eq!(problems, expected, "{entries}");
        assert_eq!(recording.exchanges.len(), exchanges, "{entries}");
    }

    const GOOD: &str = r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":204}}"#;

    #[test]
    fn reads_a_whole_entry() {
        let exchange = one(
            r#"{"pageref":"page@1","_frameref":"frame@1","_resourceType":"document","time":12.5,
              "startedDateTime":"2026-11-23T10:41:07.120+01:00",
              "request":{"method":"GET","url":"https://idp.example/authorize?state=s","cookies":[],"bodySize":0,
                "headers":[{"name":":authority","value":"idp.example"},{"name":"Accept","value":"text/html"}]},
              "response":{"status":302,"headers":[{"name":"Location","value":"/login"},
                {"name":"set-cookie","value":"a=1; Path=/\nb=2"}],
                "content":{"size":-1,"mimeType":"x-unknown"},"redirectURL":""}}"#,
        );
        assert_eq!(
            line(&exchange),
            "Page GET https://idp.example/authorize?state=s [] => 302 [not recorded] -> https://idp.example/login"
        );
        assert_eq!(exchange.started.unwrap().to_rfc3339(), "2026-11-23T09:41:07.120Z");
        assert_eq!(exchange.finished.unwrap().as_millis() - exchange.started.unwrap().as_millis(), 12.5);
        assert_eq!((exchange.context.tab, exchange.context.frame), (Some(1), Some(0)));
        assert_eq!(exchange.request.headers.present().unwrap().iter().count(), 1);
        assert_eq!(exchange.response.unwrap().headers.present().unwrap().count("set-cookie"), 2);
    }

    #[test]
    fn request_bodies() {
        let check = |post: &str, expected: &str| {
            let entry = format!(r#"{{"request":{{"method":"POST","url":"https://a.example/"{post}}}}}"#);
            assert_eq!(body(&one(&entry).request.body), expected, "{post}");
        };
        check(r#","postData":{"text":"a=1&b=%20"}"#, "[a=1&b=%20]");
        check(r#","postData":{"text":"YT0x","encoding":"base64"}"#, "[a=1]");
        check(r#","postData":{"text":"Content-Type: a/b\r\nContent-Length: 3\r\n\r\na=1"}"#, "[a=1]");
        check(r#","postData":{"text":"YT0x","_encoding":"base64"}"#, "[a=1]");
        check(r#","postData":{"text":"/w==","encoding":"base64"}"#, "[[ff]]");
        check(r#","postData":{"text":"?!","encoding":"base64"}"#, "[not readable]");
        check(r#","postData":{"text":"{\"a\":\"\\u0000\"}"}"#, "[{\"a\":\"\\u0000\"}]");
        check(r#","postData":{"text":"a\ud83d=1"}"#, "[a\u{fffd}=1]");
        check(
            r#","postData":{"params":[{"name":"u","value":"https://a.example/cb"}]}"#,
            "form[u=https://a.example/cb]",
        );
        check(
            r#","postData":{"params":[{"name":"u","value":"https%3A%2F%2Fa"}],"text":""}"#,
            "form[u=https://a]",
        );
        check(r#","postData":{"params":[{"name":"p","value":"100%25 sure"}]}"#, "form[p=100%25 sure]");
        check(r#","postData":{"params":"no list","text":""},"bodySize":12"#, "[not recorded]");
        check(r#","postData":{"text":""},"bodySize":0"#, "[]");
        check(r#","bodySize":0"#, "[]");
        check(r#","bodySize":-1"#, "[not recorded]");
        check("", "[not recorded]");
        check(r#","bodySize":0,"headers":[{"name":"Content-Length","value":"12"}]"#, "[not recorded]");
        check(r#","headers":[{"name":"Content-Length","value":0}]"#, "[]");
    }

    #[test]
    fn response_bodies() {
        let check = |status: u16, headers: &str, content: &str, expected: &str| {
            let entry = format!(
                r#"{{"_resourceType":"fetch","request":{{"method":"GET","url":"https://a.example/"}},
                     "response":{{"status":{status},"headers":[{headers}],{content}}}}}"#
            );
            assert_eq!(body(&one(&entry).response.unwrap().body), expected, "{content}");
        };
        check(200, "", r#""content":{"size":2,"text":"{}"}"#, "[{}]");
        check(200, "", r#""content":{"size":2,"text":"e30=","encoding":"base64"}"#, "[{}]");
        check(200, "", r#""content":{"size":2,"text":"%%","encoding":"base64"}"#, "[not readable]");
        check(
            200,
            "",
            r#""content":{"size":9,"text":"\ud83d \ud83d\ude00 \\ud83d"}"#,
            "[\u{fffd} 😀 \\ud83d]",
        );
        // An empty text is a body only where the size says so too.
        check(200, "", r#""content":{"size":0,"text":""}"#, "[]");
        check(200, "", r#""content":{"size":40,"text":""}"#, "[not recorded]");
        check(200, "", r#""content":{"text":""}"#, "[not recorded]");
        check(200, "", r#""content":{"size":-1}"#, "[not recorded]");
        check(200, "", r#""content":{"size":40}"#, "[not recorded]");
        check(200, "", r#""content":{"size":0}"#, "[not recorded]");
        check(200, "", r#""content":{"size":0},"bodySize":0"#, "[]");
        check(
            200,
            r#"{"name":"Content-Length","value":"9"}"#,
            r#""content":{"size":0,"text":""}"#,
            "[not recorded]",
        );
        check(200, r#"{"name":"Content-Length","value":"0"}"#, r#""content":{"size":-1}"#, "[]");
        check(204, "", r#""content":{"size":-1}"#, "[]");
        check(200, "", r#""content":null"#, "[not recorded]");
        check(200, "", r#""content":{"size":"4","text":{"a":[1]}}"#, "[not readable]");
        // What nobody looks at is not read.
        check(200, "", r#""content":{"size":3,"mimeType":"image/svg+xml","text":"<svg>"}"#, "[not recorded]");
        check(200, "", r#""content":{"size":3,"mimeType":"text/javascript","text":"{}"}"#, "[{}]");
    }

    #[test]
    fn network_errors() {
        let entry = |extra: &str, response: &str| {
            format!(
                r#"{{"_resourceType":"fetch","request":{{"method":"GET","url":"https://a.example/",
                     "headers":[{{"name":"Origin","value":"https://b.example"}}]}}{extra},"response":{{{response}}}}}"#
            )
        };
        let check = |extra: &str, response: &str, expected: &str| {
            let line = line(&one(&entry(extra, response)));
            assert_eq!(line.strip_prefix("Fetch GET https://a.example/ []").unwrap(), expected, "{response}");
        };
        check("", r#""status":-1,"headers":[],"_failureText":"net::ERR_FAILED""#, " ! Blocked");
        check("", r#""status":0,"_error":"net::ERR_NAME_NOT_RESOLVED""#, " ! NameNotResolved");
        check(r#","_error":"net::ERR_CONNECTION_REFUSED""#, r#""status":0"#, " ! Refused");
        check("", r#""status":0,"_error":null"#, "");
        let acao = r#""headers":[{"name":"Access-Control-Allow-Origin","value":"*"}]"#;
        check(
            "",
            &format!(r#""status":200,{acao},"_error":"net::ERR_ABORTED""#),
            " => 200 [not recorded] ! Aborted",
        );
        check("", &format!(r#""status":200,{acao},"content":{{"size":0,"text":""}}"#), " => 200 []");
        // Without that header the browser keeps the body to itself, and says that it is empty.
        let other = r#""headers":[{"name":"Vary","value":"Origin"}],"content":{"size":0,"text":""}"#;
        check("", &format!(r#""status":200,{other}"#), " => 200 [hidden by the browser]");
        check("", &format!(r#""status":0,{other}"#), " => 0 [hidden by the browser]");
        assert!(one(&entry("", r#""status":0"#)).finished.is_none());
    }

    #[test]
    fn how_the_request_was_made() {
        let check = |method: &str, kind: &str, headers: &[(&str, &str)], expected: Via| {
            let headers: Vec<String> =
                headers.iter().map(|(n, v)| format!(r#"{{"name":"{n}","value":"{v}"}}"#)).collect();
            let entry = format!(
                r#"{{"_resourceType":"{kind}","request":{{"method":"{method}","url":"https://a.example/","headers":[{}]}}}}"#,
                headers.join(",")
            );
            assert_eq!(one(&entry).context.via, expected, "{entry}");
        };
        check("GET", "document", &[], Via::Page);
        check("POST", "document", &[("Origin", "https://b.example")], Via::Page);
        check("GET", "document", &[("Sec-Fetch-Dest", "iframe")], Via::Frame);
        check("GET", "", &[("Sec-Fetch-Dest", "document")], Via::Page);
        check("GET", "", &[("Sec-Fetch-Dest", "empty")], Via::Fetch);
        check("GET", "document", &[("Sec-Fetch-Dest", "image")], Via::Unknown);
        check("POST", "xhr", &[], Via::Fetch);
        check("OPTIONS", "preflight", &[], Via::Fetch);
        check("OPTIONS", "", &[("Accept", "*/*")], Via::Fetch);
        for kind in ["script", "stylesheet", "image", "font", "ping", "manifest"] {
            check("GET", kind, &[("Origin", "https://b.example")], Via::Unknown);
        }
        check("GET", "other", &[("Upgrade-Insecure-Requests", "1")], Via::Page);
        check("GET", "", &[("Accept", "text/html,*/*")], Via::Page);
        check("POST", "", &[("Accept", "text/html,*/*"), ("Origin", "https://a.example")], Via::Page);
        check("GET", "", &[("Accept", "application/json")], Via::Fetch);
        check("GET", "", &[("Accept", "*/*"), ("X-Requested-With", "XMLHttpRequest")], Via::Fetch);
        check("GET", "", &[("Accept", "*/*"), ("Origin", "https://b.example")], Via::Fetch);
        check("GET", "", &[("Accept", "image/*")], Via::Unknown);
        check("POST", "", &[("User-Agent", "okhttp/4.9")], Via::Server);
        check("POST", "", &[("User-Agent", "Mozilla/5.0")], Via::Fetch);
    }

    #[test]
    fn tabs_and_frames() {
        let check = |entries: &[(&str, &str, &str)], expected: &[(Option<i64>, Option<i64>, Via)]| {
            let entries: Vec<String> = entries
                .iter()
                .map(|(page, frame, kind)| {
                    format!(
                        r#"{{"pageref":"{page}","_frameref":"{frame}","_resourceType":"{kind}",
                             "request":{{"method":"GET","url":"https://a.example/"}}}}"#
                    )
                })
                .collect();
            let recording = recording(&archive(&entries.join(",")));
            let places: Vec<_> =
                recording.exchanges.iter().map(|e| (e.context.tab, e.context.frame, e.context.via)).collect();
            assert_eq!(places, expected, "{entries:?}");
        };
        // Playwright: a page is a tab.
        check(
            &[
                ("page@a", "frame@1", "document"),
                ("page@a", "frame@2", "document"),
                ("page@a", "frame@2", "fetch"),
                ("page@b", "frame@3", "document"),
                ("page@a", "frame@1", "document"),
            ],
            &[
                (Some(1), Some(0), Via::Page),
                (Some(1), Some(1), Via::Frame),
                (Some(1), Some(1), Via::Fetch),
                (Some(2), Some(0), Via::Page),
                (Some(1), Some(0), Via::Page),
            ],
        );
        // Developer tools: a page is a page load.
        check(
            &[("page_1", "", "document"), ("page_2", "", "document"), ("page_2", "", "fetch")],
            &[(Some(1), Some(0), Via::Page), (Some(1), Some(0), Via::Page), (Some(1), None, Via::Fetch)],
        );
        check(&[("", "", "xhr")], &[(None, None, Via::Fetch)]);
    }

    #[test]
    fn headers_that_are_not_there() {
        let exchange = one(r#"{"request":{"method":"GET","url":"https://a.example/","headers":[]},
                               "response":{"status":200,"headers":"none"}}"#);
        assert_eq!(exchange.request.headers.missing(), Some(Missing::NotRecorded));
        assert_eq!(exchange.response.unwrap().headers.missing(), Some(Missing::NotRecorded));
    }

    #[test]
    fn in_order_of_time() {
        let entry = |n: u8, time: &str| {
            format!(r#"{{{time}"request":{{"method":"GET","url":"https://a.example/{n}"}}}}"#)
        };
        let entries = [
            entry(0, r#""startedDateTime":"2026-11-23T09:41:02Z","#),
            entry(1, ""),
            entry(2, r#""startedDateTime":"2026-11-23T09:41:01Z","#),
            entry(3, r#""startedDateTime":"2026-11-23T09:41:02Z","#),
            entry(4, r#""startedDateTime":"yesterday","#),
        ];
        let exchanges = recording(&archive(&entries.join(","))).exchanges;
        let order: Vec<&str> = exchanges.iter().map(|e| e.request.uri.path()).collect();
        assert_eq!(order, ["/2", "/0", "/1", "/3", "/4"]);
        assert!(exchanges.iter().zip(0..).all(|(exchange, id)| exchange.id == ExchangeId(id)));
    }

    #[test]
    fn finds_the_entries() {
        let entries = format!("[{GOOD}]");
        for text in [
            entries.clone(),
            format!(r#"{{"entries":{entries}}}"#),
            format!(r#"{{"a":1,"log":{{"pages":[{{"entries":[]}}],"entries":{entries},"z":null}},"b":[]}}"#),
            format!("\n {{ \"log\" : {{ \"entries\" : {entries} }} }} \n\n"),
        ] {
            let recording = recording(&text);
            assert_eq!((recording.exchanges.len(), recording.problems.len()), (1, 0), "{text}");
        }
    }

    #[test]
    fn fields_of_wrong_types() {
        check(
            r#"{"time":"soon","pageref":7,"startedDateTime":{},"request":{"method":"GET","url":"https://a.example/",
                  "headers":{"a":1},"postData":"text"},"response":{"status":"200","content":[],"redirectURL":null}}"#,
            "Unknown GET https://a.example/ [] => 200 [not recorded]",
        );
        check(
            r#"{"request":{"method":"GET","url":"https://a.example/","headers":[1,null,{"name":1},{"value":"x"}]},
                  "response":"none"}"#,
            "Unknown GET https://a.example/ []",
        );
    }

    #[test]
    fn a_bad_entry_does_not_spoil_the_next() {
        check_problems(
            &format!("1,{GOOD},[],null"),
            1,
            &["entry 1: it is no object", "entry 3: it is no object", "entry 4: it is no object"],
        );
        check_problems(&format!("{{}},{GOOD}"), 1, &["entry 1: it has no request"]);
        check_problems(
            &format!(r#"{GOOD},{{"request":{{"method":"GET"}}}},{GOOD}"#),
            2,
            &["entry 2: its request has no URL"],
        );
        check_problems(
            &format!(r#"{GOOD},{{"request":{{"method":"GET","url":"/relative"}}}}"#),
            1,
            &["entry 2: the URL of its request is not absolute"],
        );
        check_problems(
            &format!(r#"{{"request":{{"url":"https://a.example/"}}}},{GOOD}"#),
            1,
            &["entry 1: its request has no method"],
        );
        check_problems(
            &format!(r#"{{"time":1,"time":2}},{GOOD}"#),
            1,
            &["entry 1: one of its fields cannot be read"],
        );
        check_problems(
            &format!(r#"{{"time":1e999,"request":1}},{GOOD}"#),
            1,
            &["entry 1: one of its fields cannot be read"],
        );
    }

    #[test]
    fn what_is_no_http_is_passed_over() {
        let entry = |url: &str| format!(r#"{{"request":{{"method":"GET","url":"{url}"}}}}"#);
        let others = [
            "data:text/plain,x",
            "blob:https://a.example/1",
            "wss://a.example/",
            "chrome-extension://a/b.js",
        ];
        let entries: Vec<String> = others.iter().map(|url| entry(url)).collect();
        check_problems(&format!("{},{}", entries.join(","), entry("myapp://callback?code=c")), 1, &[]);
        check_unreadable(&archive(&entries.join(",")), "none of its entries is an HTTP request", None);
    }

    #[test]
    fn what_is_no_har() {
        let no_har = "it is JSON, but no HAR: it has no `log.entries`";
        for text in [
            "{}",
            "[1,2]",
            r#"{"log":1}"#,
            r#"{"log":[1]}"#,
            r#"{"log":{}}"#,
            r#"{"entries":{}}"#,
            r#"{"log":{"entries":null}}"#,
        ] {
            check_unreadable(text, no_har, None);
        }
        check_unreadable(&archive(""), "the HAR holds no entries", None);
        check_unreadable(&archive("1"), "none of its 1 entries can be read; entry 1: it is no object", None);
        check_unreadable(
            "{\"log\":{\n\"version\"",
            "the file ends before its first entry",
            Some("line 2, column 9"),
        );
        check_unreadable(
            "{\"log\":{\"entries\":[{\"a\"",
            "the file ends before its first entry is complete",
            Some("line 1, column 23"),
        );
        check_unreadable(
            "{\"log\":{\"entries\":[{a",
            "its first entry is no JSON",
            Some("line 1, column 21"),
        );
        check_unreadable("{\"log\":\0", "it begins like JSON, but is none", Some("line 1, column 8"));
    }

    #[test]
    fn a_file_that_breaks_off() {
        let whole = archive(&format!("{GOOD},\n{GOOD}"));
        let check = |text: &str, exchanges: usize, problem: &str| {
            let recording = recording(text);
            assert_eq!(recording.exchanges.len(), exchanges);
            let problems: Vec<String> =
                recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
            assert_eq!(problems, [problem]);
        };
        check(
            &whole[..whole.len() - 20],
            1,
            "entry 2: the file breaks off at line 2, column 64; this entry and all after it are lost",
        );
        check(
            &whole[..whole.len() - 1],
            2,
            "line 2, column 83: the file breaks off here, after its last entry",
        );
        check(
            &format!("{whole} {{"),
            2,
            "line 2, column 86: the archive ends here; what follows it was not read",
        );
        check(
            &whole.replacen("\n{\"request\"", "\n{oops", 1),
            1,
            "entry 2: it is no JSON at line 2, column 2; this entry and all after it are lost",
        );
    }

    #[test]
    fn nesting_does_not_reach_the_stack() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        check_unreadable(&deep, "it is JSON, but no HAR: it has no `log.entries`", None);
        check_problems(
            &format!(
                r#"{deep},{{"request":{deep}}},{{"x":{deep},"request":{{"method":"GET","url":"https://a.example/","headers":{deep}}}}}"#
            ),
            1,
            &["entry 1: it is no object", "entry 2: it has no request"],
        );
        assert!(read("[".repeat(1_000_000).as_bytes()).is_err());
        assert!(read("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn bytes_that_are_no_text() {
        let text = archive(GOOD).into_bytes();
        let text: Vec<u8> = text.iter().map(|b| if *b == b'v' { 0xff } else { *b }).collect();
        assert_eq!(read(&text).map(|recording| recording.exchanges.len()).ok(), Some(1));
    }
}
