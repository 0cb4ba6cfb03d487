//! Recordings of nock (`nock.recorder.rec({ output_objects: true })`): a list of requests with what answers them.

use serde_json::Value;

use crate::readers::document::{body, has, headers, json, names, part, recording, status, text, uri};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context};

pub(crate) static NOCK: Form = Form { name: "nock", called: "nock recording", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"[") && has(&names(bytes), &["scope", "method", "path"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    let calls = document.as_array().map_or(&[][..], Vec::as_slice);
    recording(&NOCK, calls.iter().map(|call| record(call).map(Some)))
}

fn record(call: &Value) -> Result<Record, &'static str> {
    let scope = text(call, "scope").unwrap_or_default();
    let path = text(call, "path").unwrap_or_default();
    let answer = call.get("response").unwrap_or(&Value::Null);
    Ok(Record {
        method: text(call, "method").ok_or("it has no method")?.to_ascii_uppercase(),
        uri: uri(&format!("{}{path}", without_own_port(&scope)), None)?,
        started: None,
        took: None,
        request: part(call.get("reqheaders"), call.get("body")),
        status: status(call, "status"),
        response: Part {
            headers: call
                .get("rawHeaders")
                .or_else(|| call.get("headers"))
                .and_then(headers)
                .unwrap_or_default(),
            is_whole: true,
            body: from_hex(answer).map_or_else(|| body(answer), Captured::Present),
        },
        error: None,
        observer: None,
        via: None,
        context: Context::default(),
    })
}

/// The port stands in it even where it is the scheme's own.
fn without_own_port(scope: &str) -> &str {
    let own = if scope.starts_with("https:") { ":443" } else { ":80" };
    scope.strip_suffix(own).unwrap_or(scope)
}

/// Bytes, which are kept as hexadecimal: in one text where they are binary, in a list of them where they are compressed.
fn from_hex(answer: &Value) -> Option<Body> {
    const SHORTEST: usize = 8;
    let text: String = match answer {
        Value::Array(parts) => parts.iter().map(Value::as_str).collect::<Option<String>>()?,
        Value::String(text) if text.len() >= SHORTEST => text.clone(),
        _ => return None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = pairs.iter().map(byte).collect::<Option<_>>()?;
    (rest.is_empty() && !bytes.is_empty()).then(|| Body::from_bytes(bytes))
}
