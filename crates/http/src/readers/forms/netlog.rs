//! The log of Chrome's network stack (chrome://net-export): events with numbers for their names, which a table at its beginning
//! explains. All events of one source are one request, or a chain of redirects.
//!
//! Chrome puts each event on a line: a log that was not stopped breaks off, and is read so far.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::readers::document::{at, headers, names, recording, text, uri};
use crate::readers::lines::{request_line, status_line};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Context, Observer, Secret, Timestamp};

pub(crate) static NETLOG: Form = Form { name: "netlog", called: "Chrome NetLog", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"{")
        && start.get(..40).is_some_and(|start| start.windows(11).any(|name| name == b"\"constants\""))
        && names(bytes).first().is_none_or(|name| name == "constants")
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let (constants, events) = document(bytes).ok_or_else(|| Unreadable {
        what: "it begins like a log of Chrome's network, but breaks off before its first event".to_owned(),
        place: None,
        advice: "Stop the logging in chrome://net-export before the file is taken.",
    })?;
    let log = Log::of(&constants);
    let mut sources: BTreeMap<u64, Vec<Request>> = BTreeMap::new();
    for event in &events {
        if at(event, "source.type").and_then(Value::as_u64) == log.requests
            && let Some(id) = at(event, "source.id").and_then(Value::as_u64)
        {
            log.take(event, sources.entry(id).or_default());
        }
    }
    let mut requests: Vec<Request> = sources.into_values().flatten().collect();
    requests.sort_by(|a, b| a.started.total_cmp(&b.started));
    recording(&NETLOG, requests.into_iter().map(Request::record))
}

/// The table and the events; of a log that breaks off, those whose line is whole.
fn document(bytes: &[u8]) -> Option<(Value, Vec<Value>)> {
    if let Ok(mut document) = serde_json::from_slice::<Value>(bytes) {
        let events = document.get_mut("events").map(Value::take);
        let Some(Value::Array(events)) = events else { return None };
        return Some((document.get_mut("constants")?.take(), events));
    }
    let mut lines = bytes.split(|&b| b == b'\n');
    let head = lines.next()?.trim_ascii().strip_suffix(b",")?;
    let mut head: Value = serde_json::from_slice(&[head, b"}"].concat()).ok()?;
    let line = |line: &[u8]| {
        let line = line.trim_ascii();
        serde_json::from_slice(line.strip_suffix(b",").unwrap_or(line)).ok()
    };
    let events = lines.skip_while(|line| !line.trim_ascii().starts_with(b"\"events\"")).skip(1);
    Some((head.get_mut("constants")?.take(), events.filter_map(line).collect()))
}

/// What the numbers mean.
struct Log {
    names: HashMap<u64, String>,
    errors: HashMap<i64, String>,
    /// The type of sources that are requests.
    requests: Option<u64>,
    /// From ticks to milliseconds since the epoch.
    offset: f64,
}

/// A request while its events come.
#[derive(Default)]
struct Request {
    method: String,
    url: String,
    initiator: Option<String>,
    /// In milliseconds since the epoch.
    started: f64,
    ended: f64,
    sent: Part,
    status: Option<u16>,
    got: Part,
    error: Option<String>,
    is_redirected: bool,
}

impl Log {
    fn of(constants: &Value) -> Self {
        let numbers = |table: &str| constants.get(table).and_then(Value::as_object).into_iter().flatten();
        Log {
            names: numbers("logEventTypes")
                .filter_map(|(name, n)| Some((n.as_u64()?, name.clone())))
                .collect(),
            errors: numbers("netError").filter_map(|(name, n)| Some((n.as_i64()?, name.clone()))).collect(),
            requests: at(constants, "logSourceType.URL_REQUEST").and_then(Value::as_u64),
            offset: crate::readers::document::number(constants, "timeTickOffset").unwrap_or_default(),
        }
    }

    fn take(&self, event: &Value, requests: &mut Vec<Request>) {
        const ENDS: u64 = 2;
        let Some(name) = event.get("type").and_then(Value::as_u64).and_then(|n| self.names.get(&n)) else {
            return;
        };
        let time = crate::readers::document::number(event, "time").unwrap_or_default() + self.offset;
        let ends = event.get("phase").and_then(Value::as_u64) == Some(ENDS);
        let none = Value::Null;
        let params = event.get("params").unwrap_or(&none);
        if name == "URL_REQUEST_START_JOB" && !ends {
            // A redirect goes on under the same source; so does what is asked again with credentials.
            requests.push(Request {
                method: text(params, "method").unwrap_or_default(),
                url: text(params, "url").unwrap_or_default(),
                initiator: text(params, "initiator").filter(|initiator| initiator != "not an origin"),
                started: time,
                ..Request::default()
            });
            return;
        }
        let Some(request) = requests.last_mut().filter(|request| !request.is_redirected) else { return };
        request.ended = request.ended.max(time);
        match name.as_str() {
            "HTTP_TRANSACTION_SEND_REQUEST_HEADERS"
            | "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS"
            | "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS" => {
                if let Some(part) = part(params) {
                    request.sent = part;
                }
                let line = text(params, "line").unwrap_or_default();
                if let Some((method, _)) = request_line(line.trim_end())
                    && request.method.is_empty()
                {
                    request.method = method.to_owned();
                }
            }
            "HTTP_TRANSACTION_READ_RESPONSE_HEADERS"
            | "HTTP_TRANSACTION_READ_EARLY_HINTS_RESPONSE_HEADERS" => {
                let first = at(params, "headers.0").or_else(|| params.get("headers")?.get(0));
                let status = first.and_then(Value::as_str).and_then(status_line);
                if status.is_some_and(|status| status >= 200) {
                    request.status = status;
                    request.got = part(params).unwrap_or_default();
                }
            }
            "URL_REQUEST_REDIRECTED" => request.is_redirected = true,
            "FAILED" | "URL_REQUEST_START_JOB" | "REQUEST_ALIVE" | "CANCELLED" => {
                let code = params.get("net_error").and_then(Value::as_i64).filter(|code| *code < 0);
                if let Some(name) = code.and_then(|code| self.errors.get(&code))
                    && request.error.is_none()
                {
                    request.error = Some(format!("net::{name}"));
                }
            }
            _ => {}
        }
    }
}

/// Headers as lines; the first of an answer is its status line, and what begins with a colon belongs to HTTP/2.
fn part(params: &Value) -> Option<Part> {
    let lines = params.get("headers")?.as_array()?.iter().filter(|line| {
        line.as_str().is_some_and(|line| !line.starts_with("HTTP/") && !line.starts_with(':'))
    });
    let headers = headers(&Value::Array(lines.cloned().collect()))?;
    Some(Part { headers, is_whole: true, ..Part::default() })
}

impl Request {
    /// `None` for the browser's own pages and what is no request of HTTP.
    fn record(self) -> Result<Option<Record>, &'static str> {
        if !self.url.starts_with("http") {
            return Ok(None);
        }
        Ok(Some(Record {
            method: if self.method.is_empty() { "GET".to_owned() } else { self.method },
            uri: uri(&self.url, None)?,
            started: Timestamp::from_millis(self.started),
            took: Some(self.ended - self.started),
            request: self.sent,
            error: self.error.filter(|_| self.status.is_none()),
            status: self.status,
            response: self.got,
            observer: Some(Observer::Browser),
            via: None,
            context: Context { initiator: self.initiator.map(Secret::new), ..Context::default() },
        }))
    }
}
