//! Spans of HTTP requests as Zipkin (a list of spans) and Jaeger (`data`, a list of traces) write them. Like all traces they hold no
//! bodies, and of a request often no more than its path.

use std::collections::HashSet;

use serde_json::Value;

use crate::readers::document::{at, has, json, list, names, number, recording, text, uri};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Context, Timestamp, Via};

pub(crate) static SPANS: Form = Form { name: "spans", called: "Zipkin or Jaeger trace", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    let head = bytes.get(..2_000).unwrap_or(bytes);
    let is_jaeger = has(&names, &["data"]) && head.windows(9).any(|window| window == b"\"traceID\"");
    has(&names, &["traceId", "id", "tags"]) || is_jaeger
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    let jaeger = list(&document, "data").iter().flat_map(|trace| list(trace, "spans"));
    let spans: Vec<Span<'_>> =
        document.as_array().into_iter().flatten().map(Span::zipkin).chain(jaeger.map(Span::jaeger)).collect();
    let clients: HashSet<&str> =
        spans.iter().filter(|span| span.is("client")).filter_map(|span| span.id).collect();
    // The server's side of a request whose client is here is the same request.
    let is_first = |span: &&Span<'_>| span.is("client") || span.parent.is_none_or(|id| !clients.contains(id));
    recording(&SPANS, spans.iter().filter(is_first).map(Span::record))
}

struct Span<'d> {
    id: Option<&'d str>,
    parent: Option<&'d str>,
    kind: String,
    /// Both in microseconds.
    started: Option<f64>,
    took: Option<f64>,
    tags: Vec<(&'d str, String)>,
}

impl<'d> Span<'d> {
    fn zipkin(span: &'d Value) -> Self {
        let tags = span.get("tags").and_then(Value::as_object).into_iter().flatten();
        Span {
            id: span.get("id").and_then(Value::as_str),
            parent: span.get("parentId").and_then(Value::as_str),
            kind: text(span, "kind").unwrap_or_default().to_ascii_lowercase(),
            started: number(span, "timestamp"),
            took: number(span, "duration"),
            tags: tags
                .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?.to_owned())))
                .collect(),
        }
    }

    fn jaeger(span: &'d Value) -> Self {
        let tag = |tag: &'d Value| Some((tag.get("key")?.as_str()?, text(tag, "value")?));
        let tags: Vec<_> = list(span, "tags").iter().filter_map(tag).collect();
        let kind = tags.iter().find(|(name, _)| *name == "span.kind").map(|(_, kind)| kind.clone());
        Span {
            id: span.get("spanID").and_then(Value::as_str),
            parent: list(span, "references").first().and_then(|parent| at(parent, "spanID")?.as_str()),
            kind: kind.unwrap_or_default(),
            started: number(span, "startTime"),
            took: number(span, "duration"),
            tags,
        }
    }

    fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    fn tag(&self, names: &[&str]) -> Option<&str> {
        let named = |name: &&str| self.tags.iter().find(|(own, _)| own == name);
        names.iter().find_map(named).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// `None` for spans of other protocols.
    fn record(&self) -> Result<Option<Record>, &'static str> {
        let Some(method) = self.tag(&["http.request.method", "http.method"]) else { return Ok(None) };
        let target = self.tag(&["url.full", "http.url", "http.target", "url.path", "http.path"]);
        let host = self.tag(&["server.address", "http.host", "net.host.name", "net.peer.name"]);
        let status = self.tag(&["http.response.status_code", "http.status_code"]);
        let status =
            status.and_then(|status| status.parse().ok()).filter(|status| (100..1000).contains(status));
        Ok(Some(Record {
            method: method.to_owned(),
            uri: uri(target.unwrap_or_default(), host)?,
            started: self.started.and_then(|micros| Timestamp::from_millis(micros / 1e3)),
            took: self.took.map(|micros| micros / 1e3),
            request: Part::default(),
            status,
            response: Part::default(),
            error: self.tag(&["error.type", "error"]).filter(|_| status.is_none()).map(str::to_owned),
            observer: None,
            via: self.is("client").then_some(Via::Server),
            context: Context::default(),
        }))
    }
}
