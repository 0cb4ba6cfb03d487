//! Tapes of talkback: one exchange in JSON5, which is YAML as far as these tapes go.

use serde_json::Value;

use crate::readers::document::{body, headers, recording, status, text, time, uri, yaml};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing};

pub(crate) static TALKBACK: Form = Form { name: "talkback", called: "talkback tape", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    let inner = bytes.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inner
        .and_then(|inner| inner.strip_prefix(b"meta:"))
        .is_some_and(|meta| meta.trim_ascii_start().starts_with(b"{"))
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let tape = yaml(&String::from_utf8_lossy(bytes)).unwrap_or(Value::Null);
    recording(&TALKBACK, [record(&tape).map(Some)])
}

fn record(tape: &Value) -> Result<Record, &'static str> {
    let target = text(tape, "req.url").ok_or("it has no URL")?;
    let host = text(tape, "meta.host").unwrap_or_default();
    let target =
        if target.starts_with('/') { format!("{}{target}", host.trim_end_matches('/')) } else { target };
    Ok(Record {
        method: text(tape, "req.method").ok_or("it has no method")?,
        uri: uri(&target, None)?,
        started: text(tape, "meta.createdAt").and_then(|at| time(&at)),
        took: None,
        request: part(tape, "req", "meta.reqHumanReadable"),
        status: status(tape, "res.status"),
        response: part(tape, "res", "meta.resHumanReadable"),
        error: None,
        observer: None,
        via: None,
        context: Context::default(),
    })
}

/// A body is base64 unless the tape says that people can read it.
fn part(tape: &Value, name: &str, readable: &str) -> Part {
    let message = tape.get(name).unwrap_or(&Value::Null);
    let is_readable = crate::readers::document::at(tape, readable) == Some(&Value::Bool(true));
    let content = message.get("body").unwrap_or(&Value::Null);
    let body = match content {
        Value::String(base64) if !is_readable => {
            Body::from_base64(base64).map_or(Captured::Missing(Missing::Unreadable), Captured::Present)
        }
        content => body(content),
    };
    let list = message.get("headers").and_then(headers);
    Part { is_whole: list.is_some(), headers: list.unwrap_or_default(), body }
}
