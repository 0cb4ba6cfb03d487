//! WireMock's journal of requests (`/__admin/requests`), an event of it, and its mappings, which say what would be answered.

use serde_json::Value;

use crate::readers::document::{
    at, has, headers, json, list, names, number, part, recording, status, text, uri,
};
use crate::readers::record::{Part, Record};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing, Timestamp};

pub(crate) static WIREMOCK: Form = Form { name: "wiremock", called: "WireMock journal", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    let head = bytes.get(..4_000).unwrap_or(bytes);
    let mentions = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    let is_list = has(&names, &["requests"]) || has(&names, &["mappings"]);
    let is_event = has(&names, &["id", "request", "response"]);
    (is_list || is_event)
        && (mentions(b"\"loggedDate\"")
            || mentions(b"\"bodyPatterns\"")
            || mentions(b"\"urlPath\"")
            || mentions(b"\"uuid\""))
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    let events = [list(&document, "requests"), list(&document, "mappings")].concat();
    let events = if events.is_empty() { vec![document] } else { events };
    recording(&WIREMOCK, events.iter().map(|event| record(event).map(Some)))
}

fn record(event: &Value) -> Result<Record, &'static str> {
    let request = event.get("request").ok_or("it has no request")?;
    let first = |names: &[&str]| names.iter().find_map(|name| text(request, name));
    // A journal of what was not matched has an empty answer.
    let response = event.get("response").or_else(|| event.get("responseDefinition")).unwrap_or(&Value::Null);
    let host = text(request, "headers.Host").or_else(|| text(request, "headers.host"));
    let target = first(&["absoluteUrl", "url", "urlPath", "urlPattern", "urlPathPattern"]);
    let expected = list(request, "bodyPatterns").iter().find_map(|pattern| pattern.get("equalTo"));
    let sent = at(request, "bodyAsBase64").or_else(|| request.get("body"));
    Ok(Record {
        method: first(&["method"]).ok_or("it has no method")?,
        uri: uri(&target.unwrap_or_default(), host.as_deref())?,
        started: number(request, "loggedDate").and_then(Timestamp::from_millis),
        took: None,
        request: match sent.and_then(|_| base64(request, "bodyAsBase64")) {
            Some(body) => Part { body, ..part(request.get("headers"), None) },
            None => part(request.get("headers"), sent.or(expected)),
        },
        status: status(response, "status"),
        response: answer(response),
        error: None,
        observer: None,
        via: None,
        context: Context::default(),
    })
}

fn answer(response: &Value) -> Part {
    let list = response.get("headers").and_then(headers);
    let body = base64(response, "bodyAsBase64").or_else(|| base64(response, "base64Body")).or_else(|| {
        Some(crate::readers::document::body(response.get("body").or_else(|| response.get("jsonBody"))?))
    });
    let body = body.unwrap_or(Captured::Missing(Missing::NotRecorded));
    Part { is_whole: list.is_some(), headers: list.unwrap_or_default(), body }
}

fn base64(message: &Value, name: &str) -> Option<Captured<Body>> {
    let text = message.get(name)?.as_str()?;
    Some(Body::from_base64(text).map_or(Captured::Missing(Missing::Unreadable), Captured::Present))
}
