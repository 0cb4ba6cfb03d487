//! Contracts of Pact: what a consumer sends in a test, and what it expects. They are examples without a host, and no traffic.

use serde_json::Value;

use crate::readers::document::{body, has, headers, json, list, names, recording, status, text, uri};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing};

pub(crate) static PACT: Form = Form { name: "pact", called: "Pact contract", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    has(&names, &["consumer", "interactions"]) || has(&names, &["provider", "interactions"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    recording(&PACT, list(&document, "interactions").iter().map(record))
}

/// `None` for a message that is none of HTTP.
fn record(interaction: &Value) -> Result<Option<Record>, &'static str> {
    let Some(request) = interaction.get("request") else { return Ok(None) };
    let response = interaction.get("response").unwrap_or(&Value::Null);
    let query = match request.get("query") {
        Some(Value::String(query)) => query.clone(),
        Some(query) => url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(headers(query).unwrap_or_default())
            .finish(),
        None => String::new(),
    };
    let path = text(request, "path").unwrap_or_default();
    let target = if query.is_empty() { path } else { format!("{path}?{query}") };
    Ok(Some(Record {
        method: text(request, "method").ok_or("it has no method")?.to_ascii_uppercase(),
        uri: uri(&target, None)?,
        started: None,
        took: None,
        request: part(request),
        status: status(response, "status"),
        response: part(response),
        error: None,
        observer: None,
        via: None,
        context: Context::default(),
    }))
}

/// It names what the test looks at: other headers may be there, and another body.
fn part(message: &Value) -> Part {
    let missing = Captured::Missing(Missing::NotRecorded);
    let body = match message.get("body") {
        None | Some(Value::Null) => missing,
        // Version 4 says how the content is written.
        Some(content) if content.get("content").is_some() => match text(content, "encoded").as_deref() {
            Some("base64") => text(content, "content")
                .and_then(|base64| Body::from_base64(&base64))
                .map_or(Captured::Missing(Missing::Unreadable), Captured::Present),
            _ => body(content.get("content").unwrap_or(&Value::Null)),
        },
        Some(content) => body(content),
    };
    Part { headers: message.get("headers").and_then(headers).unwrap_or_default(), is_whole: false, body }
}
