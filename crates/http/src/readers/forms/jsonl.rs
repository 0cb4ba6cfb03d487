//! JSON lines: one exchange a line (`docs/jsonl.md`), or the access log of a server.
//!
//! Fields of a wrong type count as absent and unknown ones are passed over. A line that is no JSON object is a problem; one
//! that speaks of something else than a request is passed over. [`NAMES`] has every name under which a field is looked for:
//! the project's own first, then those of nginx (`log_format … escape=json`), Envoy and Istio, Caddy, and Traefik.
//!
//! An access log names some headers at best and holds no body: these are `Missing`.

use serde_json::{Map, Value};

use crate::readers::record::{Part, Record};
use crate::readers::via::named;
use crate::readers::{Form, default_scheme};
use crate::{Body, Captured, Context, Missing, Observer, Secret, Timestamp, UNSEEN_HOST, Uri};

pub(crate) static JSONL: Form = Form::of_lines("jsonl", "JSON lines of exchanges");

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

/// `None` for a line that speaks of something else than a request.
pub(in crate::readers) fn record(object: &Map<String, Value>) -> Result<Option<Record>, &'static str> {
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
        let host = host.filter(|host| !matches!(host.as_str(), "" | "-" | "_"));
        let host = host.unwrap_or_else(|| UNSEEN_HOST.to_owned());
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
pub(in crate::readers) fn time(value: &Value) -> Option<Timestamp> {
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
