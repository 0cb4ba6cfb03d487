//! Sessions of Charles in JSON (`.chlsj`).

use serde_json::Value;

use crate::readers::document::{at, has, headers, json, names, recording, status, text, time, uri};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing};

pub(crate) static CHARLES: Form = Form { name: "charles", called: "Charles session", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"[")
        && has(&names(bytes), &["status", "method", "scheme", "host", "tunnel"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    let transactions = document.as_array().map_or(&[][..], Vec::as_slice);
    recording(&CHARLES, transactions.iter().map(record))
}

/// `None` for a tunnel that was not looked into.
fn record(transaction: &Value) -> Result<Option<Record>, &'static str> {
    let field = |name: &str| text(transaction, name).unwrap_or_default();
    if transaction.get("tunnel") == Some(&Value::Bool(true)) || field("method") == "CONNECT" {
        return Ok(None);
    }
    let authority = match (field("scheme").as_str(), field("actualPort").as_str()) {
        (_, "") | ("https", "443") | ("http", "80") => field("host"),
        (_, port) => format!("{}:{port}", field("host")),
    };
    let query = text(transaction, "query").map_or(String::new(), |query| format!("?{query}"));
    let when = |name: &str| time(&text(transaction, name)?);
    let started = when("times.start");
    let ended = when("times.end");
    let answer = transaction.get("response").filter(|response| !response.is_null());
    let sent = part(transaction.get("request").unwrap_or(&Value::Null));
    let error = text(transaction, "errorMessage").filter(|_| answer.is_none());
    Ok(Some(Record {
        method: field("method"),
        uri: uri(&format!("{}://{authority}{}{query}", field("scheme"), field("path")), None)?,
        started,
        took: started.zip(ended).map(|(started, ended)| ended.as_millis() - started.as_millis()),
        observer: Some(sent.observer()),
        request: sent,
        status: answer.and_then(|answer| status(answer, "status")),
        response: answer.map(part).unwrap_or_default(),
        error,
        via: None,
        context: Context::default(),
    }))
}

fn part(message: &Value) -> Part {
    let list = at(message, "header.headers").and_then(headers);
    let size = crate::readers::document::number(message, "sizes.body");
    let body = match (text(message, "body.text"), text(message, "body.encoded")) {
        (Some(text), _) => Captured::Present(Body::from_text(text)),
        (None, Some(base64)) => {
            Body::from_base64(&base64).map_or(Captured::Missing(Missing::Unreadable), Captured::Present)
        }
        (None, None) if size == Some(0.0) => Captured::Present(Body::Empty),
        (None, None) => Captured::Missing(Missing::NotRecorded),
    };
    Part { is_whole: list.is_some(), headers: list.unwrap_or_default(), body }
}
