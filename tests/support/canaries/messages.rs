//! Messages to plant values in, and every form of recording to write them in.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// 23 November 2026, 09:41.
const START: u64 = 1_795_426_860_000;

/// A URL in its parts, each as it stands in it.
#[derive(Clone, Default)]
pub(super) struct Url {
    pub(super) scheme: String,
    /// `user:password`.
    pub(super) user: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) fragment: String,
    /// In place of all that.
    pub(super) raw: Option<String>,
}

impl Url {
    pub(super) fn new(host: &str, path: &str, query: &[(&str, &str)]) -> Self {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Url {
            scheme: "https".to_owned(),
            host: host.to_owned(),
            path: path.to_owned(),
            query,
            ..Url::default()
        }
    }

    pub(super) fn text(&self) -> String {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        let query = form(&self.query);
        let query = if query.is_empty() { query } else { format!("?{query}") };
        let fragment = if self.fragment.is_empty() { String::new() } else { format!("#{}", self.fragment) };
        format!("{}://{user}{}{}{query}{fragment}", self.scheme, self.host, self.path)
    }

    fn target(&self) -> String {
        let text = self.text();
        let host = text.find("://").map_or(0, |at| at + 3);
        text[host..].find('/').map_or("/", |at| &text[host + at..]).to_owned()
    }
}

/// Everything but RFC 3986's unreserved characters percent-encoded.
pub(super) fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        match b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            true => out.push(char::from(b)),
            false => drop(write!(out, "%{b:02X}")),
        }
        out
    })
}

pub(super) fn form(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    pairs.join("&")
}

#[derive(Clone)]
pub(super) enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Value),
    /// Of a content type.
    Text(&'static str, String),
}

impl Body {
    fn content_type(&self) -> Option<&str> {
        Some(match self {
            Body::None => return None,
            Body::Form(_) => "application/x-www-form-urlencoded",
            Body::Json(_) => "application/json",
            Body::Text(kind, _) => kind,
        })
    }

    fn text(&self) -> String {
        match self {
            Body::None => String::new(),
            Body::Form(pairs) => form(pairs),
            Body::Json(json) => json.to_string(),
            Body::Text(_, text) => text.clone(),
        }
    }

    /// Sets a parameter of a form, or a member of an object.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self {
            Body::Form(pairs) => set(pairs, name, value),
            Body::Json(json) => json[name] = Value::from(value),
            other => *other = Body::Form(vec![(name.to_owned(), value.to_owned())]),
        }
    }
}

/// Sets a value by its name.
pub(super) fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    match pairs.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => value.clone_into(own),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
}

/// A request and its answer.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) method: &'static str,
    pub(super) url: Url,
    pub(super) in_browser: bool,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) status: u16,
    pub(super) answer_headers: Vec<(String, String)>,
    pub(super) location: Option<Url>,
    pub(super) answer: Body,
    /// A network error in place of the answer.
    pub(super) error: Option<String>,
    /// A line of the program's log before it.
    pub(super) line: Option<String>,
}

impl Message {
    fn request_headers(&self) -> Vec<(String, String)> {
        let kind = self.body.content_type().map(|kind| ("content-type".to_owned(), kind.to_owned()));
        kind.into_iter().filter(|_| !has(&self.headers, "content-type")).chain(self.headers.clone()).collect()
    }

    fn response_headers(&self) -> Vec<(String, String)> {
        let kind = self.answer.content_type().map(|kind| ("content-type".to_owned(), kind.to_owned()));
        let kind = kind.filter(|_| !has(&self.answer_headers, "content-type"));
        let location = self.location.as_ref().map(|url| ("location".to_owned(), url.text()));
        kind.into_iter().chain(location).chain(self.answer_headers.clone()).collect()
    }
}

fn has(headers: &[(String, String)], name: &str) -> bool {
    headers.iter().any(|(own, _)| own == name)
}

/// The forms in which a recording is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Form {
    /// `docs/jsonl.md`.
    JsonLines,
    /// HTTP Archive.
    Har,
    /// `curl -v`.
    Curl,
    /// As on the wire.
    Raw,
    /// `docs/transcripts.md`.
    Transcript,
    /// OTLP as JSON.
    OpenTelemetry,
    /// nginx's access log.
    AccessLog,
    /// Events of a browser, one by one.
    Events,
    /// JSON lines that break off.
    CutLines,
    /// An archive that breaks off.
    CutHar,
    /// The log of a program, with what its HTTP client does at debug level.
    Log,
}

impl Form {
    /// All of them; the first ones hold everything that was said.
    pub const ALL: [Form; 11] = [
        Form::JsonLines,
        Form::Har,
        Form::Raw,
        Form::Transcript,
        Form::Events,
        Form::Curl,
        Form::Log,
        Form::CutHar,
        Form::CutLines,
        Form::OpenTelemetry,
        Form::AccessLog,
    ];

    /// Whether it holds bodies and headers.
    pub(super) fn is_whole(self) -> bool {
        !matches!(self, Form::OpenTelemetry | Form::AccessLog)
    }

    pub(super) fn write(self, messages: &[Message]) -> String {
        match self {
            Form::JsonLines | Form::Events => json_lines(messages),
            Form::Har => har(messages),
            Form::Curl => curl(messages),
            Form::Log => log(messages),
            Form::Raw => raw(messages),
            Form::Transcript => transcript(messages),
            Form::OpenTelemetry => open_telemetry(messages),
            Form::AccessLog => access_log(messages),
            Form::CutLines => cut(json_lines(messages)),
            Form::CutHar => cut(har(messages)),
        }
    }
}

/// Without its last bytes, and with what a parser stumbles over.
fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(text.len() - 60));
    text.replacen("\"time\":", "\"time\":\"", 1)
}

fn pairs(headers: Vec<(String, String)>) -> Value {
    headers.into_iter().map(|(name, value)| json!([name, value])).collect()
}

fn time(at: usize) -> u64 {
    START + 500 * at as u64
}

fn json_lines(messages: &[Message]) -> String {
    let line = |(at, message): (usize, &Message)| {
        let mut line = json!({
            "time": time(at),
            "duration_ms": 30,
            "method": message.method,
            "url": message.url.text(),
            "seen": if message.in_browser { "browser" } else { "server" },
            "request_headers": pairs(message.request_headers()),
            "request_body": message.body.text(),
        });
        if message.in_browser {
            line["tab"] = json!(1);
            line["via"] = json!(if message.method == "OPTIONS" || has(&message.headers, "origin") {
                "fetch"
            } else {
                "page"
            });
        }
        match &message.error {
            Some(error) => line["error"] = json!(error),
            None => {
                line["status"] = json!(message.status);
                line["response_headers"] = pairs(message.response_headers());
                line["response_body"] = json!(message.answer.text());
            }
        }
        format!("{line}\n")
    };
    messages.iter().enumerate().map(line).collect()
}

fn har(messages: &[Message]) -> String {
    let headers = |headers: Vec<(String, String)>| -> Value {
        headers.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
    };
    let iso =
        |at: usize| http::Timestamp::from_millis(time(at) as f64).map(|t| t.to_rfc3339()).unwrap_or_default();
    let entry = |(at, message): (usize, &Message)| {
        let mut request = json!({
            "method": message.method,
            "url": message.url.text(),
            "headers": headers(message.request_headers()),
        });
        if let Some(kind) = message.body.content_type() {
            request["postData"] = json!({ "mimeType": kind, "text": message.body.text() });
        }
        let text = message.answer.text();
        // Some bodies are kept as base64.
        let content = match at % 2 {
            0 => json!({ "mimeType": message.answer.content_type(), "text": text }),
            _ => {
                json!({ "mimeType": message.answer.content_type(), "text": STANDARD.encode(text), "encoding": "base64" })
            }
        };
        let response = match &message.error {
            Some(error) => json!({ "status": 0, "headers": [], "_error": error }),
            None => json!({
                "status": message.status,
                "statusText": "",
                "headers": headers(message.response_headers()),
                "redirectURL": message.location.as_ref().map(Url::text).unwrap_or_default(),
                "content": content,
            }),
        };
        json!({ "startedDateTime": iso(at), "time": 30, "request": request, "response": response })
    };
    let entries: Vec<Value> = messages.iter().enumerate().map(entry).collect();
    json!({ "log": { "version": "1.2", "creator": { "name": "x", "version": "1" }, "entries": entries } })
        .to_string()
}

fn curl(messages: &[Message]) -> String {
    let mut out = String::new();
    for message in messages {
        let host = &message.url.host;
        let _ = writeln!(out, "* Connected to {host} (192.0.2.1) port 443\n* SSL connection using TLSv1.3");
        let _ = writeln!(out, "> {} {} HTTP/1.1\n> Host: {host}", message.method, message.url.target());
        head(&mut out, "> ", message.request_headers());
        let _ = writeln!(out, ">\n{}", message.body.text());
        match &message.error {
            Some(error) => drop(writeln!(out, "* {error}\ncurl: (6) {error}")),
            None => {
                let _ = writeln!(out, "< HTTP/1.1 {} X", message.status);
                head(&mut out, "< ", message.response_headers());
                let _ = writeln!(out, "<\n{}\n* Closing connection", message.answer.text());
            }
        }
    }
    out
}

/// Each line behind the time, the level and the name of a logger.
fn log(messages: &[Message]) -> String {
    let mut out = String::new();
    for (at, message) in messages.iter().enumerate() {
        let said = message.line.iter().flat_map(|line| line.lines()).map(str::to_owned);
        let traffic = curl(std::slice::from_ref(message));
        for line in said.chain(traffic.lines().map(str::to_owned)) {
            let _ = writeln!(out, "2026-11-23 09:41:{at:02}.000 DEBUG [main] http.client - {line}");
        }
    }
    out
}

fn head(out: &mut String, mark: &str, headers: Vec<(String, String)>) {
    for (name, value) in headers {
        let _ = writeln!(out, "{mark}{name}: {}", value.replace(['\n', '\r'], " "));
    }
}

fn raw(messages: &[Message]) -> String {
    let mut out = String::new();
    for message in messages {
        let _ =
            writeln!(out, "{} {} HTTP/1.1\nHost: {}", message.method, message.url.text(), message.url.host);
        head(&mut out, "", message.request_headers());
        let _ = writeln!(out, "\n{}\n", message.body.text());
        if message.error.is_none() {
            let _ = writeln!(out, "HTTP/1.1 {} X", message.status);
            head(&mut out, "", message.response_headers());
            let _ = writeln!(out, "\n{}\n", message.answer.text());
        }
    }
    out
}

fn transcript(messages: &[Message]) -> String {
    let mut out = String::new();
    let body = |out: &mut String, mark: &str, text: String| {
        if !text.is_empty() {
            let _ = writeln!(out, "{mark}");
            for line in text.lines() {
                let _ = writeln!(out, "{mark} {line}");
            }
        }
    };
    for message in messages {
        let seen = if message.in_browser { "page tab=1" } else { "server" };
        let _ = writeln!(out, "\n@ {seen}\n> {} {}", message.method, message.url.text());
        head(&mut out, "> ", message.request_headers());
        body(&mut out, ">", message.body.text());
        match &message.error {
            Some(error) => drop(writeln!(out, "! {error}")),
            None => {
                let _ = writeln!(out, "< {}", message.status);
                head(&mut out, "< ", message.response_headers());
                body(&mut out, "<", message.answer.text());
            }
        }
    }
    out
}

fn open_telemetry(messages: &[Message]) -> String {
    let span = |(at, message): (usize, &Message)| {
        let text = |key: &str, value: &str| json!({ "key": key, "value": { "stringValue": value } });
        let mut attributes =
            vec![text("http.request.method", message.method), text("url.full", &message.url.text())];
        let mut headers = |side: &str, headers: Vec<(String, String)>| {
            for (name, value) in headers {
                let values = json!({ "arrayValue": { "values": [{ "stringValue": value }] } });
                attributes.push(json!({ "key": format!("http.{side}.header.{name}"), "value": values }));
            }
        };
        headers("request", message.request_headers());
        headers("response", message.response_headers());
        match &message.error {
            Some(error) => attributes.push(text("error.type", error)),
            None => attributes
                .push(json!({ "key": "http.response.status_code", "value": { "intValue": message.status.to_string() } })),
        }
        json!({
            "traceId": "5b8efff798038103d269b633813fc60c", "spanId": format!("{at:016x}"), "name": "x", "kind": 3,
            "startTimeUnixNano": format!("{}000000", time(at)), "endTimeUnixNano": format!("{}000000", time(at) + 30),
            "attributes": attributes,
        })
    };
    let spans: Vec<Value> = messages.iter().enumerate().map(span).collect();
    json!({ "resourceSpans": [{ "resource": { "attributes": [] }, "scopeSpans": [{ "spans": spans }] }] })
        .to_string()
}

fn access_log(messages: &[Message]) -> String {
    let line = |(at, message): (usize, &Message)| {
        let mut line = json!({
            "msec": (time(at) + 30) as f64 / 1_000.0,
            "request_method": message.method,
            "http_host": message.url.host,
            "request_uri": message.url.target(),
            "scheme": "https",
            "status": message.status,
            "request_body": message.body.text(),
        });
        for (side, headers) in
            [("http", message.request_headers()), ("sent_http", message.response_headers())]
        {
            for (name, value) in headers {
                line[format!("{side}_{}", name.replace('-', "_"))] = json!(value);
            }
        }
        format!("{line}\n")
    };
    messages.iter().enumerate().map(line).collect()
}
