//! JSON lines: one exchange a line (`docs/jsonl.md`), or the access log of a server.
//!
//! Fields of a wrong type count as absent and unknown ones are passed over. A line that is no JSON object is a problem; one
//! that speaks of something else than a request is passed over. [`NAMES`] has every name under which a field is looked for:
//! the project's own first, then those of nginx (`log_format … escape=json`), Envoy and Istio, Caddy, and Traefik.
//!
//! An access log names some headers at best and holds no body: these are `Missing`.

use serde_json::{Map, Value};

use crate::readers::lines::is_method;
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
    /// The parameters of the query and the form, decoded.
    Parameters,
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

/// The names of each field, the first that holds what the field is counts; a dot goes into an object.
#[rustfmt::skip]
const NAMES: &[(Field, &[&str])] = &[
    (Field::Started, &[
        "StartUTC", "StartLocal", "started_at", "time", "start_time", "startedDateTime", "EdgeStartTimestamp",
        "proxy.timestamp",
    ]),
    (Field::Ended, &[
        "time_iso8601", "msec", "ts", "time_local", "@timestamp", "timestamp", "timeStamp", "requestTime", "reqTimeSec",
        "Timestamp", "@t", "TimeGenerated",
    ]),
    (Field::Method, &[
        "method", "request_method", "request.method", "RequestMethod", "http.request.method", "req.method", "httpMethod",
        "ClientRequestMethod", "httpRequest.requestMethod", "httpRequest.httpMethod", "properties.httpMethod", "cs-method",
        "csMethod", "http_method", "http.method", "reqMethod", "proxy.method", "meta.req.method", "http_request.method",
        "requestContext.http.method", "requestContext.httpMethod", "State.Method", "Properties.RequestMethod", "verb",
        "Method", "request_verb", "CsMethod",
    ]),
    (Field::Url, &[
        "url", "request.url", "url.full", "url.original", "httpRequest.requestUrl", "properties.requestUri",
        "meta.req.originalUrl", "meta.req.url", "req.originalUrl", "req.url", "http.url", "request_url", "requestUrl", "Url",
        "data",
    ]),
    (Field::Line, &["request", "request_line", "requestLine", "name", "routeKey"]),
    (Field::Scheme, &[
        "scheme", "request.scheme", "RequestScheme", "x_forwarded_proto", "http_x_forwarded_proto", "ClientRequestScheme",
        "properties.requestProtocol", "proxy.scheme", "http_request.scheme", "State.Scheme", "cs-protocol", "url.scheme",
        "proto", "protocol",
    ]),
    (Field::Host, &[
        "http_host", "authority", ":authority", "request.host", "RequestHost", "ClientRequestHost", "x-host-header",
        "cs(Host)", "cs-host", "reqHost", "req.host", "proxy.host", "http_request.host", "requestContext.domainName",
        "domainName", "domain_name", "properties.originalHost", "properties.hostName", "properties.host", "State.Host",
        "url.domain", "http.host", "host", "server_name", "vhost", "Host",
    ]),
    (Field::Path, &[
        "request_uri", "x-envoy-origin-path", "x-envoy-original-path", "proxy.path", "path", "request.uri", "RequestPath",
        "uri", "ClientRequestURI", "ClientRequestPath", "httpRequest.uri", "properties.originalRequestUriWithArgs",
        "reqPath", "rawPath", "requestContext.http.path", "resourcePath", "cs-uri-stem", "CsUriStem", "http_request.path",
        "State.Path", "Properties.RequestPath", "requestURI", "requestUri", "url.path", "event", "request", "Path",
    ]),
    (Field::Query, &[
        "query_string", "args", "query", "httpRequest.args", "rawQueryString", "properties.requestQuery", "queryStr",
        "cs-uri-query", "CsUriQuery", "url.query", "State.QueryString", "State.Query", "QueryString", "http_request.query",
    ]),
    (Field::Parameters, &["params", "queryStringParameters"]),
    (Field::RequestHeaders, &[
        "request_headers", "request.headers", "req.headers", "meta.req.headers", "httpRequest.headers", "requestHeaders",
        "RequestHeaders", "http_request.headers", "http.request.headers", "headers",
    ]),
    (Field::RequestBody, &["request_body", "request.body", "req.body", "http.request.body.content", "State.RequestBody"]),
    (Field::RequestBytes, &["request_body_base64"]),
    (Field::Status, &[
        "status", "response_code", "DownstreamStatus", "OriginStatus", "response.status", "statusCode", "status_code",
        "StatusCode", "res.statusCode", "http.response.status_code", "httpRequest.status", "responseCodeSent",
        "properties.httpStatus", "properties.httpStatusCode", "EdgeResponseStatus", "OriginResponseStatus", "sc-status",
        "ScStatus", "meta.res.statusCode", "http_response.status", "proxy.statusCode", "elb_status_code", "State.StatusCode",
        "Properties.StatusCode", "http.status_code", "response_status", "response-code", "resultCode",
    ]),
    (Field::ResponseHeaders, &[
        "response_headers", "resp_headers", "response.headers", "res.headers", "responseHeaders", "ResponseHeaders",
        "http_response.headers", "meta.res.headers",
    ]),
    (Field::ResponseBody, &[
        "response_body", "response.body", "res.body", "http.response.body.content", "State.ResponseBody",
    ]),
    (Field::ResponseBytes, &["response_body_base64"]),
    (Field::Error, &["error"]),
    (Field::Seen, &["seen"]),
    (Field::Via, &["via"]),
    (Field::Tab, &["tab"]),
    (Field::Opener, &["opener"]),
    (Field::Frame, &["frame"]),
    (Field::From, &["from"]),
];

/// What one request has and no other.
const IDS: [&str; 9] = [
    "reqId",
    "request_id",
    "requestId",
    "req.id",
    "request.id",
    "correlation_id",
    "x-request-id",
    "RayID",
    "http_request.remote",
];

/// How long a request took: the name and the milliseconds of its unit.
const DURATIONS: [(&str, f64); 3] = [("duration_ms", 1.0), ("request_time", 1_000.0), ("Duration", 1e-6)];

/// Fields that are one header of the request each: the name and the header.
const SENT_HEADERS: [(&str, &str); 21] = [
    ("user_agent", "user-agent"),
    ("user-agent", "user-agent"),
    ("userAgent", "user-agent"),
    ("user_agent.original", "user-agent"),
    ("httpRequest.userAgent", "user-agent"),
    ("properties.userAgent", "user-agent"),
    ("ClientRequestUserAgent", "user-agent"),
    ("request_user_agent", "user-agent"),
    ("cs(User-Agent)", "user-agent"),
    ("ua", "user-agent"),
    ("UA", "user-agent"),
    ("referer", "referer"),
    ("referrer", "referer"),
    ("http_referrer", "referer"),
    ("httpRequest.referer", "referer"),
    ("properties.referer", "referer"),
    ("http.request.referrer", "referer"),
    ("ClientRequestReferer", "referer"),
    ("request_referer", "referer"),
    ("proxy.referer", "referer"),
    ("cs(Referer)", "referer"),
];

/// `None` for a line that speaks of something else than a request.
pub(in crate::readers) fn record(object: &Map<String, Value>) -> Result<Option<Record>, &'static str> {
    let line = Line(object);
    let request_line = line.text(Field::Line).unwrap_or_default();
    let mut words = request_line.split(' ');
    let (first, target) = (words.next().unwrap_or_default(), words.next());
    let of_line = || Some(first.to_owned()).filter(|word| is_method(word)).unwrap_or_default();
    let method = line.text(Field::Method).unwrap_or_else(of_line);
    if method.is_empty() || !method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-') {
        return Ok(None);
    }
    let mut request = line.part(Field::RequestHeaders, Field::RequestBody, Field::RequestBytes);
    let mut response = line.part(Field::ResponseHeaders, Field::ResponseBody, Field::ResponseBytes);
    line.add_single_headers(&mut request, &mut response);
    let uri = line.uri(target, &request, &method)?;
    if let Some(form) = line.parameters().filter(|_| !has_query(&method)) {
        request.body = Captured::Present(Body::from_text(form));
    }
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
        status: line.status(),
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

/// The answer to a request that another line has: the request's id and the status.
pub(in crate::readers) fn answer(object: &Map<String, Value>) -> Option<(String, u16)> {
    Some((id(object)?, Line(object).status()?))
}

/// What tells the request of a line from all others.
pub(in crate::readers) fn id(object: &Map<String, Value>) -> Option<String> {
    IDS.iter().find_map(|name| as_text(at_path(object, name)?)).filter(|id| !matches!(id.as_str(), "" | "-"))
}

/// Whether the parameters of a request are in its query (RFC 9110 §9.3.1).
fn has_query(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

/// A line and its fields.
struct Line<'l>(&'l Map<String, Value>);

impl<'l> Line<'l> {
    fn values(&self, field: Field) -> impl Iterator<Item = &'l Value> {
        let names = NAMES.iter().find(|(known, _)| *known == field).map_or(&[][..], |(_, names)| names);
        let object = self.0;
        names.iter().filter_map(move |name| at_path(object, name))
    }

    fn value(&self, field: Field) -> Option<&'l Value> {
        self.values(field).next()
    }

    /// Text and numbers, as text.
    fn text(&self, field: Field) -> Option<String> {
        self.values(field).find_map(as_text)
    }

    fn number(&self, field: Field) -> Option<f64> {
        self.values(field).find_map(number)
    }

    fn time(&self, field: Field) -> Option<Timestamp> {
        self.values(field).find_map(time)
    }

    fn status(&self) -> Option<u16> {
        let is_status = |status: &f64| (100.0..1000.0).contains(status);
        self.values(Field::Status).filter_map(number).find(is_status).map(|status| status as u16)
    }

    /// The parameters, as a form or a query has them (WHATWG URL, application/x-www-form-urlencoded).
    fn parameters(&self) -> Option<String> {
        let pairs: Vec<(String, String)> = match self.value(Field::Parameters)? {
            Value::Object(object) => {
                object.iter().filter_map(|(name, value)| Some((name.clone(), as_text(value)?))).collect()
            }
            Value::Array(list) => {
                let pair = |pair: &Value| Some((as_text(pair.get("key")?)?, as_text(pair.get("value")?)?));
                list.iter().filter_map(pair).collect()
            }
            _ => Vec::new(),
        };
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Some(form).filter(|form| !form.is_empty())
    }

    /// In milliseconds. Caddy and Envoy share a name: seconds with a fraction, whole milliseconds. Others write nanoseconds under it,
    /// and of theirs nothing is told.
    fn took(&self) -> Option<f64> {
        let known = DURATIONS.iter().find_map(|(name, unit)| Some(number(self.0.get(*name)?)? * unit));
        known.or_else(|| {
            let took = self.0.get("duration")?;
            let is_of_envoy =
                ["response_flags", "start_time", "upstream_cluster", "x_request_id", "response_code"]
                    .iter()
                    .any(|name| self.0.contains_key(*name));
            if took.is_f64() { Some(took.as_f64()? * 1_000.0) } else { number(took).filter(|_| is_of_envoy) }
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
            let sent = key
                .strip_prefix("http_")
                .filter(|name| !name.starts_with("re"))
                .or_else(|| capital("request_"));
            let sent = sent.or(Some("referer").filter(|_| key == "http_referer"));
            let got = || {
                let own = Some("location").filter(|own| key == own);
                key.strip_prefix("sent_http_").or_else(|| capital("downstream_")).or(own)
            };
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
        for (name, header) in SENT_HEADERS {
            let value =
                at_path(self.0, name).and_then(as_text).filter(|value| !matches!(value.as_str(), "" | "-"));
            if let Some(value) = value.filter(|_| !request.is_whole) {
                request.headers.push((header.to_owned(), value));
            }
        }
    }

    fn uri(&self, target: Option<&str>, request: &Part, method: &str) -> Result<Uri, &'static str> {
        let urls: Vec<String> = self.values(Field::Url).filter_map(as_text).collect();
        if let Some(uri) = urls.iter().find_map(|url| Uri::parse(url)) {
            return Ok(uri);
        }
        let is_path = |path: &str| path.starts_with('/');
        let written = |path: String| path.trim_matches('"').to_owned();
        let named: Vec<String> = self.values(Field::Path).filter_map(as_text).map(written).collect();
        // Some leave the slash out, and have no other word for the path.
        let bare = || Some(format!("/{}", as_text(at_path(self.0, "reqPath")?)?));
        let path = target.map(str::to_owned).or_else(|| {
            let absolute = |path: &str| Uri::parse(path).is_some();
            let all = || named.iter().chain(&urls);
            all()
                .find(|path| is_path(path))
                .or_else(|| all().find(|path| absolute(path)))
                .cloned()
                .or_else(bare)
        });
        let path = path.ok_or("it has no URL")?;
        if let Some(uri) = Uri::parse(&path) {
            return Ok(uri);
        }
        let header = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let is_known = |host: &String| !matches!(host.as_str(), "" | "-" | "_");
        let host = self.host().or_else(|| header.map(|(_, host)| host.clone())).filter(is_known);
        let host = host.unwrap_or_else(|| UNSEEN_HOST.to_owned());
        let schemes =
            self.values(Field::Scheme).filter_map(as_text).map(|scheme| scheme.to_ascii_lowercase());
        let scheme = schemes.into_iter().find(|scheme| matches!(scheme.as_str(), "http" | "https"));
        let scheme = scheme.unwrap_or_else(|| default_scheme(&host).to_owned());
        let is_query = |query: &String| !matches!(query.as_str(), "" | "-") && !query.contains(' ');
        let query = self.values(Field::Query).filter_map(as_text).find(is_query);
        let query = query.or_else(|| self.parameters().filter(|_| has_query(method)));
        let query = query.filter(|_| !path.contains('?')).map_or(String::new(), |query| {
            let query = query.trim_start_matches('?');
            let is_encoded = !query.contains('=') && query.contains("%3D");
            let decoded = is_encoded.then(|| percent_encoding::percent_decode_str(query).decode_utf8_lossy());
            format!("?{}", decoded.as_deref().unwrap_or(query))
        });
        Uri::parse(&format!("{scheme}://{host}{path}{query}")).ok_or("its URL cannot be read")
    }

    /// The host that was asked. Where nothing else is the client, an address under that name is.
    fn host(&self) -> Option<String> {
        const CLIENTS: [&str; 12] = [
            "remote_addr",
            "remote_ip",
            "client_ip",
            "client",
            "ip",
            "remote",
            "remoteAddress",
            "remote_host",
            "c-ip",
            "clientIP",
            "x_forwarded_for",
            "downstream_remote_address",
        ];
        let host = self.values(Field::Host).find_map(as_text)?;
        let is_client = host.parse::<std::net::IpAddr>().is_ok()
            && self.0.contains_key("host")
            && !CLIENTS.iter().any(|name| self.0.contains_key(*name));
        (!is_client).then_some(host)
    }
}

/// Text and numbers, as text.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
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
    let text = value.as_str()?.trim_matches(['[', ']']);
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
