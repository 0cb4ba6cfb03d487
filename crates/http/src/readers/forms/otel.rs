//! Spans of HTTP requests, as OpenTelemetry exports them: OTLP as JSON, one document or one a line.
//!
//! Client spans are requests that a program made, server spans such that it got; one whose client span is there too is the
//! same request and is passed over. Attributes have their names from the semantic conventions for HTTP spans, 1.23 and
//! before. Traces hold no bodies, and of the headers those that somebody chose.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::readers::record::{Part, Record};
use crate::readers::{Form, Problem, Recording, Unreadable, default_scheme};
use crate::{Context, ExchangeId, Observer, Place, Timestamp, Uri, Via};

const ADVICE: &str = "Export the trace of the login as OTLP JSON, with its HTTP client spans.";

pub(crate) static OTEL: Form = Form { name: "otel", called: "OpenTelemetry export", is_it: is_otel, read };

/// Bytes in which the first name has to stand.
const HEAD: usize = 1_000;

/// Whether it begins as an export does.
fn is_otel(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let Some(first) = text.trim_start().strip_prefix('{') else { return false };
    let first = first.trim_start();
    first.starts_with("\"resourceSpans\"") || first.starts_with("\"resource_spans\"")
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    match serde_json::from_slice::<Value>(bytes) {
        Ok(document) => documents.push((None, document)),
        Err(_) => {
            for (number, line) in (1..).zip(bytes.split(|&b| b == b'\n')) {
                match serde_json::from_slice(line) {
                    Ok(document) => documents.push((Some(Place::line(number)), document)),
                    Err(_) if line.trim_ascii().is_empty() => {}
                    Err(_) => problems
                        .push(Problem { place: format!("line {number}"), what: "it is no JSON".to_owned() }),
                }
            }
        }
    }
    let spans: Vec<Span<'_>> = documents.iter().flat_map(|(line, document)| spans(*line, document)).collect();
    let clients: HashSet<&str> =
        spans.iter().filter(|s| s.kind == Kind::Client).filter_map(|s| s.id()).collect();
    let is_first = |span: &&Span<'_>| {
        span.kind == Kind::Client || span.text("parentSpanId").is_none_or(|parent| !clients.contains(parent))
    };
    let exchanges: Vec<_> = (0..)
        .zip(spans.iter().filter(is_first).filter_map(|span| Some((span.place, span.record()?))))
        .map(|(id, (place, record))| record.exchange(ExchangeId(id), place))
        .collect();
    if exchanges.is_empty() {
        let first = problems.into_iter().next();
        let what =
            first.as_ref().map_or("none of its spans is an HTTP request", |problem| &problem.what).to_owned();
        return Err(Unreadable { what, place: first.map(|problem| problem.place), advice: ADVICE });
    }
    Ok(Recording::new(&OTEL, exchanges, problems))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Client,
    Server,
}

struct Span<'d> {
    fields: &'d Map<String, Value>,
    attributes: HashMap<&'d str, &'d Value>,
    kind: Kind,
    place: Place,
    /// A page made it.
    in_browser: bool,
}

/// Its spans of requests, at their line, or else counted among all spans.
fn spans(line: Option<Place>, document: &Value) -> Vec<Span<'_>> {
    let mut found = Vec::new();
    let mut number = 0;
    for resource in list(document, &["resourceSpans", "resource_spans"]) {
        let about = resource.get("resource").map(attributes).unwrap_or_default();
        let in_browser = about.get("telemetry.sdk.language").is_some_and(|l| l.as_str() == Some("webjs"));
        for scope in list(resource, &["scopeSpans", "scope_spans", "instrumentationLibrarySpans"]) {
            for span in list(scope, &["spans"]) {
                number += 1;
                let kind = match span.get("kind") {
                    Some(Value::Number(number)) if number.as_u64() == Some(3) => Kind::Client,
                    Some(Value::Number(number)) if number.as_u64() == Some(2) => Kind::Server,
                    Some(Value::String(name)) if name == "SPAN_KIND_CLIENT" => Kind::Client,
                    Some(Value::String(name)) if name == "SPAN_KIND_SERVER" => Kind::Server,
                    _ => continue,
                };
                if let Some(fields) = span.as_object() {
                    let place = line.unwrap_or(Place::Entry(number));
                    found.push(Span { fields, attributes: attributes(span), kind, place, in_browser });
                }
            }
        }
    }
    found
}

fn list<'v>(value: &'v Value, names: &[&str]) -> &'v [Value] {
    names.iter().find_map(|name| value.get(name)?.as_array()).map_or(&[], Vec::as_slice)
}

/// Names with what is inside of `stringValue`, `intValue`, `arrayValue` …
fn attributes(value: &Value) -> HashMap<&str, &Value> {
    list(value, &["attributes"]).iter().filter_map(attribute).collect()
}

fn attribute(attribute: &Value) -> Option<(&str, &Value)> {
    Some((attribute.get("key")?.as_str()?, attribute.get("value")?.as_object()?.values().next()?))
}

impl<'d> Span<'d> {
    fn id(&self) -> Option<&'d str> {
        self.text("spanId")
    }

    fn text(&self, name: &str) -> Option<&'d str> {
        self.fields.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The first of these attributes that is there, as text.
    fn attribute(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| match self.attributes.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// `None` for spans of other protocols.
    fn record(&self) -> Option<Record> {
        let method = self.attribute(&["http.request.method", "http.method"])?;
        let (started, ended) = (self.time("startTimeUnixNano"), self.time("endTimeUnixNano"));
        let status = self.attribute(&["http.response.status_code", "http.status_code"]);
        let status =
            status.and_then(|status| status.parse().ok()).filter(|status| (100..1000).contains(status));
        let mut request = self.part("http.request.header.");
        let agent = self.attribute(&["user_agent.original", "http.user_agent"]);
        request.headers.extend(agent.map(|agent| ("user-agent".to_owned(), agent)));
        let message = || Some(self.fields.get("status")?.get("message")?.as_str()?.to_owned());
        Some(Record {
            method,
            uri: self.uri()?,
            started: started.and_then(Timestamp::from_millis),
            took: started.zip(ended).map(|(started, ended)| ended - started),
            request,
            status,
            response: self.part("http.response.header."),
            error: if status.is_none() { self.attribute(&["error.type"]).or_else(message) } else { None },
            observer: Some(if self.in_browser { Observer::Browser } else { Observer::Server }),
            via: match (self.in_browser, self.kind) {
                (true, _) => Some(Via::Fetch),
                (false, Kind::Client) => Some(Via::Server),
                (false, Kind::Server) => None,
            },
            context: Context::default(),
        })
    }

    /// In milliseconds since the epoch.
    fn time(&self, name: &str) -> Option<f64> {
        let nanos = match self.fields.get(name)? {
            Value::String(text) => text.parse().ok()?,
            other => other.as_f64()?,
        };
        Some(nanos / 1e6_f64).filter(|millis| *millis > 0.0)
    }

    fn part(&self, prefix: &str) -> Part {
        let mut headers = Vec::new();
        for (name, value) in &self.attributes {
            let Some(name) = name.strip_prefix(prefix) else { continue };
            let inner = value.get("values").and_then(Value::as_array);
            let texts = inner.into_iter().flatten().filter_map(|v| v.get("stringValue")).chain([*value]);
            // Names were written with underscores before 1.20.
            headers
                .extend(texts.filter_map(|text| Some((name.replace('_', "-"), text.as_str()?.to_owned()))));
        }
        Part { headers, ..Part::default() }
    }

    fn uri(&self) -> Option<Uri> {
        if let Some(uri) = self.attribute(&["url.full", "http.url"]).and_then(|url| Uri::parse(&url)) {
            return Some(uri);
        }
        let host = self.attribute(&["server.address", "http.host", "net.host.name", "net.peer.name"])?;
        let port = self.attribute(&["server.port", "net.host.port", "net.peer.port"]);
        let authority = match port.filter(|_| !host.contains(':')) {
            Some(port) => format!("{host}:{port}"),
            None => host,
        };
        let scheme = self.attribute(&["url.scheme", "http.scheme"]);
        let scheme = scheme.unwrap_or_else(|| default_scheme(&authority).to_owned());
        let path = self.attribute(&["http.target", "url.path"])?;
        let query = self.attribute(&["url.query"]).filter(|_| !path.contains('?'));
        let query = query.map_or(String::new(), |query| format!("?{}", query.trim_start_matches('?')));
        Uri::parse(&format!("{scheme}://{authority}{path}{query}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::tests::line;

    fn check(text: &str, expected: &[&str]) -> Recording {
        assert!(is_otel(text.as_bytes()), "{text}");
        let recording = read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
        recording
    }

    fn export(spans: &str) -> String {
        format!(
            r#"{{"resourceSpans":[{{"resource":{{"attributes":[]}},"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#
        )
    }

    const CLIENT: &str = r#"{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":"",
        "name":"POST","kind":3,"startTimeUnixNano":"1795426867120000000","endTimeUnixNano":"1795426867200500000",
        "attributes":[{"key":"http.request.method","value":{"stringValue":"POST"}},
          {"key":"url.full","value":{"stringValue":"https://auth.example.com/token"}},
          {"key":"http.response.status_code","value":{"intValue":"400"}},
          {"key":"http.response.header.date","value":{"arrayValue":{"values":[{"stringValue":"Mon, 23 Nov 2026 09:41:07 GMT"}]}}}]}"#;

    #[test]
    fn a_client_span_is_a_request() {
        let recording = check(
            &export(CLIENT),
            &["Server POST https://auth.example.com/token [not recorded] => 400 [not recorded]"],
        );
        let exchange = &recording.exchanges[0];
        assert_eq!(exchange.started.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-23T09:41:07.120Z"));
        assert_eq!(exchange.finished.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-23T09:41:07.201Z"));
        assert_eq!(exchange.response_header("date"), Some("Mon, 23 Nov 2026 09:41:07 GMT"));
        assert!(exchange.request.headers.missing().is_some());
    }

    #[test]
    fn older_names_server_spans_and_errors() {
        let older = r#"{"spanId":"a","kind":"SPAN_KIND_CLIENT","attributes":[{"key":"http.method","value":{"stringValue":"GET"}},
            {"key":"http.url","value":{"stringValue":"https://auth.example.com/userinfo"}},
            {"key":"http.status_code","value":{"intValue":200}}]}"#;
        let refused = r#"{"spanId":"b","kind":3,"status":{"code":2,"message":"connect ECONNREFUSED"},"attributes":[
            {"key":"http.request.method","value":{"stringValue":"GET"}},
            {"key":"url.full","value":{"stringValue":"https://auth.example.com/x"}}]}"#;
        let server = r#"{"spanId":"c","parentSpanId":"z","kind":2,"attributes":[
            {"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"url.scheme","value":{"stringValue":"https"}},
            {"key":"server.address","value":{"stringValue":"app.example.com"}},
            {"key":"url.path","value":{"stringValue":"/callback"}},{"key":"url.query","value":{"stringValue":"code=c&state=s"}},
            {"key":"http.response.status_code","value":{"intValue":"302"}},
            {"key":"http.response.header.location","value":{"arrayValue":{"values":[{"stringValue":"/home"}]}}}]}"#;
        let same = r#"{"spanId":"d","parentSpanId":"a","kind":2,"attributes":[{"key":"http.method","value":{"stringValue":"GET"}},
            {"key":"http.url","value":{"stringValue":"https://auth.example.com/userinfo"}}]}"#;
        let database =
            r#"{"spanId":"e","kind":3,"attributes":[{"key":"db.system","value":{"stringValue":"x"}}]}"#;
        check(
            &export(&[older, refused, server, same, database, "1", r#"{"kind":3,"attributes":7}"#].join(",")),
            &[
                "Server GET https://auth.example.com/userinfo [not recorded] => 200 [not recorded]",
                "Server GET https://auth.example.com/x [not recorded] ! Refused",
                "Unknown GET https://app.example.com/callback?code=c&state=s [not recorded] => 302 [not recorded] -> https://app.example.com/home",
            ],
        );
    }

    #[test]
    fn one_document_a_line() {
        let text = format!(
            "{}\n{{broken\n\n{}\n",
            export(&CLIENT.replace('\n', "")),
            export(&CLIENT.replace('\n', ""))
        );
        let line = "Server POST https://auth.example.com/token [not recorded] => 400 [not recorded]";
        let recording = check(&text, &[line, line]);
        let problems: Vec<String> =
            recording.problems.iter().map(|p| format!("{}: {}", p.place, p.what)).collect();
        assert_eq!(problems, ["line 2: it is no JSON"]);
        assert!(read(export("").as_bytes()).is_err());
    }
}
