//! Exports of Insomnia: version 4 is JSON with a list of resources, version 5 YAML with folders. They hold requests; answers are
//! rarely among them.

use serde_json::Value;

use crate::readers::document::{has, json, list, names, recording, text, yaml};
use crate::readers::record::{Part, Record};
use crate::readers::template::{Variables, add_header};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Parameters};

pub(crate) static INSOMNIA: Form = Form { name: "insomnia", called: "Insomnia export", is_it, read };

fn is_it(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"type: collection.insomnia.rest/")
        || has(&names(bytes), &["_type", "__export_format", "resources"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    if bytes.trim_ascii_start().starts_with(b"{") {
        let document = json(bytes)?;
        let is_request = |resource: &&Value| text(resource, "_type").as_deref() == Some("request");
        return recording(&INSOMNIA, list(&document, "resources").iter().filter(is_request).map(record));
    }
    let document = yaml(&String::from_utf8_lossy(bytes)).unwrap_or(Value::Null);
    let mut requests = Vec::new();
    folder(list(&document, "collection"), &mut requests);
    recording(&INSOMNIA, requests.into_iter().map(record))
}

/// The depth of the document is limited already.
fn folder<'d>(items: &'d [Value], requests: &mut Vec<&'d Value>) {
    for item in items {
        match item.get("children").and_then(Value::as_array) {
            Some(children) => folder(children, requests),
            None if item.get("url").is_some() => requests.push(item),
            None => {}
        }
    }
}

fn record(request: &Value) -> Result<Option<Record>, &'static str> {
    let variables = Variables::default();
    let method = text(request, "method").ok_or("it has no method")?;
    let mut headers = variables.pairs(list(request, "headers"));
    let kind = text(request, "authentication.type").unwrap_or_default();
    let value = |name: &str| text(request, &format!("authentication.{name}"));
    add_header(&mut headers, "Authorization", variables.authorization(&kind, value));
    let media_type = text(request, "body.mimeType");
    let body = match text(request, "body.text") {
        Some(text) => Body::from_text(variables.render(&text)),
        None if media_type.is_some() => {
            Body::Form(Parameters::from_pairs(variables.pairs(list(request, "body.params"))))
        }
        None => Body::Empty,
    };
    add_header(&mut headers, "Content-Type", media_type);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(variables.pairs(list(request, "parameters")))
        .finish();
    let mut url = text(request, "url").unwrap_or_default();
    if !query.is_empty() {
        url = format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' });
    }
    let request = Part { is_whole: true, headers, body: Captured::Present(body) };
    Ok(Some(Record::asked(method, variables.uri(&url)?, request)))
}
