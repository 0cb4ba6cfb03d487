//! From an entry to an exchange.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::fields::{Content, Entry, Field, Header, RequestPart, ResponsePart};
use super::own;
use crate::readers::lenient::{Part, Text};
use crate::readers::via::via;
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Parameters,
    Place, Provenance, Request, Response, Secret, Timestamp, Uri, Via, cors,
};

/// The numbers of tabs and frames.
#[derive(Default)]
pub(in crate::readers) struct Places {
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
pub(super) fn exchange(
    entry: &Entry,
    place: Place,
    places: &mut Places,
) -> Result<Option<Exchange>, &'static str> {
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
    let method = method.to_owned();
    let request = Request { method, body: request_body(request, &headers), headers: captured(headers), uri };
    let response =
        entry.response.0.as_ref().and_then(|r| response(r, entry, &request, via, &kind, error.as_ref()));
    let is_over = response.is_some() || error.is_some();
    let took = entry.time.0.filter(|time| *time > 0.0).unwrap_or(0.0);
    let finished = started.filter(|_| is_over).and_then(|s| Timestamp::from_millis(s.as_millis() + took));
    let mut exchange = Exchange {
        id: ExchangeId(0),
        provenance: Provenance::at(place),
        started,
        finished,
        observer: Observer::Browser,
        context: Context { via, tab, frame, ..Context::default() },
        request,
        response,
        error,
    };
    if let Some(own) = &entry.own.0 {
        own::apply(own, entry, &mut exchange);
    }
    Ok(Some(exchange))
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

pub(super) fn headers(list: &[Part<Header>]) -> Headers {
    let mut pairs = Vec::with_capacity(list.len());
    for field in list.iter().filter_map(|Part(field)| field.as_ref()) {
        let (name, value) = (field.name.get(), field.value.get());
        if name.is_empty() || name.starts_with(':') {
            continue;
        }
        pairs.push((name.to_owned(), value.to_owned()));
    }
    Headers::from_pairs(pairs)
}

fn captured(headers: Headers) -> Captured<Headers> {
    if headers.is_empty() { Captured::Missing(Missing::NotRecorded) } else { Captured::Present(headers) }
}

fn header<'h>(headers: &'h Headers, name: &str) -> &'h str {
    headers.text(name).unwrap_or_default()
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
    let fields: Vec<&Field> = post.params.iter().filter_map(|Part(field)| field.as_ref()).collect();
    if !text.is_empty() {
        let encodings = [post.encoding.get(), post.underscore_encoding.get()];
        let body = decode(Cow::Borrowed(text), encodings.into_iter().any(is_base64));
        // What was taken apart says what was sent, where the text does not.
        let is_read = body.present().is_some_and(|body| body.parameters().is_some() || body.json().is_some());
        return if is_read || fields.is_empty() { body } else { Captured::Present(form(&fields)) };
    }
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
    let reference = headers.captured("location").map_or(redirect, Secret::text);
    let location = crate::readers::redirect(&request.uri, status, reference);
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
            Some(text) => decode(Cow::Owned(text), is_base64(content.encoding.get())),
            None => Captured::Missing(Missing::Unreadable),
        };
    }
    if is_hidden(request, headers, via) {
        return Captured::Missing(Missing::Blocked);
    }
    if let Some(error) = error {
        return Captured::Missing(error.missing_body());
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

pub(super) fn is_base64(encoding: &str) -> bool {
    encoding.eq_ignore_ascii_case("base64")
}

pub(super) fn decode(text: Cow<str>, base64: bool) -> Captured<Body> {
    if !base64 {
        return Captured::Present(Body::from_text(text));
    }
    Body::from_base64(&text).map_or(Captured::Missing(Missing::Unreadable), Captured::Present)
}

pub(super) fn unescape(raw: &str) -> Option<String> {
    serde_json::from_str(raw).or_else(|_| serde_json::from_str(&without_half_pairs(raw))).ok()
}

/// JSON with every escaped half of a surrogate pair replaced by U+FFFD.
pub(super) fn without_half_pairs(json: &str) -> String {
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
