//! JSON lines: one exchange a line (`docs/jsonl.md`), or the access log of a server.
//!
//! Fields of a wrong type count as absent and unknown ones are passed over. A line that is no JSON object is a problem; one
//! that speaks of something else than a request is passed over. [`NAMES`] has every name under which a field is looked for:
//! the project's own first, then those of nginx (`log_format … escape=json`), Envoy and Istio, Caddy, and Traefik.
//!
//! An access log names some headers at best and holds no body: these are `Missing`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::readers::record::{Part, Record};
use crate::readers::via::named;
use crate::readers::{Form, Problem, Recording, Unreadable, default_scheme};
use crate::{Body, Captured, Context, ExchangeId, Missing, Observer, Place, Secret, Timestamp, Uri};

const ADVICE: &str =
    "Write one JSON object a line, with method and url at least: docs/jsonl.md has the fields.";

const WORDS: &str = "JSON lines of exchanges";

pub(crate) static JSONL: Form = Form {
    name: "jsonl",
    called: WORDS,
    is_it: |bytes| bytes.trim_ascii_start().starts_with(b"{") && is_jsonl(bytes),
    read,
};

/// Lines between others, which more forms than this one can have.
pub(crate) static JSONL_IN_A_LOG: Form = Form { name: "jsonl", called: WORDS, is_it: is_jsonl, read };

/// Lines in which the first exchange has to stand.
const FIRST_LINES: usize = 1_000;

/// Longer lines are looked at before they are read, in bytes: a whole HAR may stand in one.
const LONG_LINE: usize = 1 << 20;

/// So many long lines at most are read to tell the form.
const LONG_LINES: usize = 2;

/// What stands in a document of another form, and in no line of a log.
const OF_DOCUMENTS: [&str; 3] = ["log", "entries", "resourceSpans"];

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Started,
    /// When the response was complete, which is when servers write.
    Ended,
    Method,
    Url,
    Line,
    Scheme,
    Host,
    Path,
    Query,
    RequestHeaders,
    RequestBody,
    RequestBytes,
    Status,
    ResponseHeaders,
    ResponseBody,
    ResponseBytes,
    Error,
    Seen,
    Via,
    Tab,
    Opener,
    Frame,
    From,
}

/// The names of each field, the first that is there counts; a dot goes into an object.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Started, &["time", "start_time", "StartUTC", "StartLocal", "startedDateTime"]),
    (Field::Ended, &["time_iso8601", "msec", "ts", "time_local", "@timestamp", "timestamp"]),
    (Field::Method, &["method", "request_method", "request.method", "RequestMethod", "http.request.method"]),
    (Field::Url, &["url", "request.url", "url.full"]),
    (Field::Line, &["request", "request_line"]),
    (
        Field::Scheme,
        &["scheme", "request.scheme", "RequestScheme", "x_forwarded_proto", "http_x_forwarded_proto"],
    ),
    (
        Field::Host,
        &["host", "http_host", "authority", ":authority", "request.host", "RequestHost", "server_name"],
    ),
    (Field::Path, &["request_uri", "path", "request.uri", "RequestPath", "uri"]),
    (Field::Query, &["query_string", "args", "query"]),
    (Field::RequestHeaders, &["request_headers", "request.headers"]),
    (Field::RequestBody, &["request_body", "request.body"]),
    (Field::RequestBytes, &["request_body_base64"]),
    (Field::Status, &["status", "response_code", "DownstreamStatus", "OriginStatus", "response.status"]),
    (Field::ResponseHeaders, &["response_headers", "resp_headers", "response.headers"]),
    (Field::ResponseBody, &["response_body", "response.body"]),
    (Field::ResponseBytes, &["response_body_base64"]),
    (Field::Error, &["error"]),
    (Field::Seen, &["seen"]),
    (Field::Via, &["via"]),
    (Field::Tab, &["tab"]),
    (Field::Opener, &["opener"]),
    (Field::Frame, &["frame"]),
    (Field::From, &["from"]),
];

/// How long a request took: the name and the milliseconds of its unit.
const DURATIONS: [(&str, f64); 3] = [("duration_ms", 1.0), ("request_time", 1_000.0), ("Duration", 1e-6)];

/// Fields that are one header each: the name and the header of the request.
const SINGLE_HEADERS: [(&str, &str); 3] =
    [("user_agent", "user-agent"), ("referer", "referer"), ("http_referrer", "referer")];

/// Whether one of its first lines is an exchange, and most that begin an object end it too: a HAR may have an entry a line.
fn is_jsonl(bytes: &[u8]) -> bool {
    let lines = bytes.split(|&b| b == b'\n').take(FIRST_LINES);
    let (mut begun, mut whole, mut exchanges, mut long) = (0, 0, 0, 0);
    for line in lines.filter(|line| line.trim_ascii_start().starts_with(b"{")) {
        if line.len() > LONG_LINE {
            long += 1;
            if long > LONG_LINES || is_document(line) {
                continue;
            }
        }
        begun += 1;
        if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(line) {
            whole += 1;
            exchanges += usize::from(matches!(record(&object), Ok(Some(_))));
        }
    }
    exchanges > 0 && whole * 2 > begun
}

/// Whether a line is no object, or the whole of a recording in another form.
fn is_document(line: &[u8]) -> bool {
    serde_json::from_slice::<Members>(line).is_err()
}

/// The members of an object of a log; reading ends at the first that only another form has.
struct Members;

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a line of a log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if OF_DOCUMENTS.contains(&&*name) {
                return Err(serde::de::Error::custom("another form"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(Members)
    }
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(bytes.split(|&b| b == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = String::from_utf8_lossy(line);
        let read = match serde_json::from_str::<Map<String, Value>>(&text) {
            Ok(object) => record(&object),
            Err(_) => Err("it is no JSON object"),
        };
        match read {
            Ok(found) => exchanges
                .extend(found.map(|r| r.exchange(ExchangeId(exchanges.len() as u32), Place::line(number)))),
            Err(what) => problems.push(Problem { place: format!("line {number}"), what: what.to_owned() }),
        }
    }
    if exchanges.is_empty() {
        let first = problems.into_iter().next();
        let what =
            first.as_ref().map_or("none of its lines is an HTTP request", |problem| &problem.what).to_owned();
        return Err(Unreadable { what, place: first.map(|problem| problem.place), advice: ADVICE });
    }
    Ok(Recording::new(&JSONL, exchanges, problems))
}

/// `None` for a line that speaks of something else than a request.
fn record(object: &Map<String, Value>) -> Result<Option<Record>, &'static str> {
    let line = Line(object);
    let request_line = line.text(Field::Line).unwrap_or_default();
    let mut words = request_line.split(' ');
    let (first, target) = (words.next().unwrap_or_default(), words.next());
    let method = line.text(Field::Method).unwrap_or_else(|| first.to_owned());
    if method.is_empty() || !method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-') {
        return Ok(None);
    }
    let mut request = line.part(Field::RequestHeaders, Field::RequestBody, Field::RequestBytes);
    let mut response = line.part(Field::ResponseHeaders, Field::ResponseBody, Field::ResponseBytes);
    line.add_single_headers(&mut request, &mut response);
    let uri = line.uri(target, &request)?;
    let took = line.took();
    let ended = || Timestamp::from_millis(line.time(Field::Ended)?.as_millis() - took.unwrap_or(0.0));
    let tab = line.number(Field::Tab).map(|tab| tab as i64);
    let seen = line.text(Field::Seen);
    Ok(Some(Record {
        method,
        uri,
        started: line.time(Field::Started).or_else(ended),
        took,
        request,
        status: line
            .number(Field::Status)
            .filter(|status| (100.0..1000.0).contains(status))
            .map(|s| s as u16),
        response,
        error: line.text(Field::Error).filter(|error| !error.trim().is_empty()),
        observer: match seen.as_deref() {
            Some("browser") => Some(Observer::Browser),
            Some("server") => Some(Observer::Server),
            _ => tab.map(|_| Observer::Browser),
        },
        via: line.text(Field::Via).and_then(|via| named(&via)),
        context: Context {
            tab: tab.filter(|tab| *tab >= 0),
            opener: line.number(Field::Opener).map(|tab| tab as i64),
            frame: line.number(Field::Frame).map(|frame| frame as i64),
            initiator: line.text(Field::From).map(Secret::new),
            ..Context::default()
        },
    }))
}

/// A line and its fields.
struct Line<'l>(&'l Map<String, Value>);

impl<'l> Line<'l> {
    fn value(&self, field: Field) -> Option<&'l Value> {
        let (_, names) = NAMES.iter().find(|(known, _)| *known == field)?;
        names.iter().find_map(|name| at_path(self.0, name))
    }

    /// Text and numbers, as text.
    fn text(&self, field: Field) -> Option<String> {
        match self.value(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn number(&self, field: Field) -> Option<f64> {
        number(self.value(field)?)
    }

    fn time(&self, field: Field) -> Option<Timestamp> {
        time(self.value(field)?)
    }

    /// In milliseconds. Caddy and Envoy share a name: seconds with a fraction, whole milliseconds.
    fn took(&self) -> Option<f64> {
        let known = DURATIONS.iter().find_map(|(name, unit)| Some(number(self.0.get(*name)?)? * unit));
        known.or_else(|| {
            let took = self.0.get("duration")?;
            if took.is_f64() { Some(took.as_f64()? * 1_000.0) } else { number(took) }
        })
    }

    fn part(&self, headers: Field, body: Field, bytes: Field) -> Part {
        let list = self.value(headers).map(headers_of);
        let body = match (self.value(body), self.text(bytes)) {
            (_, Some(base64)) => {
                Body::from_base64(&base64).map_or(Captured::Missing(Missing::Unreadable), Captured::Present)
            }
            (Some(Value::String(text)), None) => Captured::Present(Body::from_text(text.as_str())),
            (Some(json @ (Value::Object(_) | Value::Array(_))), None) => {
                Captured::Present(Body::from_text(json.to_string()))
            }
            _ => Captured::Missing(Missing::NotRecorded),
        };
        Part { is_whole: list.is_some(), headers: list.unwrap_or_default(), body }
    }

    /// nginx has variables for headers (`http_user_agent`, `sent_http_location`), Traefik fields (`request_User-Agent`,
    /// `downstream_Location`).
    fn add_single_headers(&self, request: &mut Part, response: &mut Part) {
        for (key, value) in self.0 {
            let Value::String(value) = value else { continue };
            let capital = |prefix: &str| {
                key.strip_prefix(prefix).filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
            };
            let single = || SINGLE_HEADERS.iter().find(|(name, _)| name == key).map(|(_, header)| *header);
            let sent = single().or_else(|| key.strip_prefix("http_")).or_else(|| capital("request_"));
            let got = || key.strip_prefix("sent_http_").or_else(|| capital("downstream_"));
            let (part, name) = match (sent, got()) {
                (Some(name), _) => (&mut *request, name),
                (None, Some(name)) => (&mut *response, name),
                (None, None) => continue,
            };
            // nginx writes `-` or nothing for a header that is not there.
            if !part.is_whole && !matches!(value.as_str(), "" | "-") {
                part.headers.push((name.replace('_', "-"), value.clone()));
            }
        }
    }

    fn uri(&self, target: Option<&str>, request: &Part) -> Result<Uri, &'static str> {
        let url = self.text(Field::Url).unwrap_or_default();
        if let Some(uri) = Uri::parse(&url) {
            return Ok(uri);
        }
        let named = self.text(Field::Path).or_else(|| Some(url).filter(|url| !url.is_empty()));
        let path = target.map(str::to_owned).or(named).ok_or("it has no URL")?;
        if let Some(uri) = Uri::parse(&path) {
            return Ok(uri);
        }
        let header = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let host = self.text(Field::Host).or_else(|| header.map(|(_, host)| host.clone()));
        let host =
            host.filter(|host| !matches!(host.as_str(), "" | "-" | "_")).ok_or("its URL has no host")?;
        let scheme = self.text(Field::Scheme).filter(|scheme| matches!(scheme.as_str(), "http" | "https"));
        let scheme = scheme.unwrap_or_else(|| default_scheme(&host).to_owned());
        let query =
            self.text(Field::Query).filter(|query| !query.is_empty() && query != "-" && !path.contains('?'));
        let query = query.map_or(String::new(), |query| format!("?{}", query.trim_start_matches('?')));
        Uri::parse(&format!("{scheme}://{host}{path}{query}")).ok_or("its URL cannot be read")
    }
}

fn at_path<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        at_path(object.get(first)?.as_object()?, rest)
    })
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// RFC 3339, the form of web servers' logs, or a number since the epoch whose unit its size tells.
fn time(value: &Value) -> Option<Timestamp> {
    if let Some(number) = number(value) {
        let millis = match number.abs() {
            size if size < 1e11 => number * 1e3,
            size if size < 1e14 => number,
            size if size < 1e17 => number / 1e3,
            _ => number / 1e6,
        };
        return Timestamp::from_millis(millis);
    }
    let text = value.as_str()?;
    Timestamp::from_rfc3339(text).or_else(|| Timestamp::from_common_log(text))
}

/// An object of names and values (or lists of values), or a list of pairs, or of objects with name and value.
fn headers_of(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let values = match value {
                    Value::Array(values) => values.iter().filter_map(text).collect(),
                    other => Vec::from_iter(text(other)),
                };
                values.into_iter().map(|value| (name.clone(), value))
            })
            .collect(),
        Value::Array(fields) => fields
            .iter()
            .filter_map(|field| match field {
                Value::Array(pair) => Some((text(pair.first()?)?, text(pair.get(1)?)?)),
                Value::Object(field) => Some((text(field.get("name")?)?, text(field.get("value")?)?)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
