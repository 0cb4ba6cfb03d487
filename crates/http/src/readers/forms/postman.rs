//! Collections of Postman (v2.0 and v2.1) with the answers that were saved in them, and the JSON reports of Newman, which runs them.

use serde_json::Value;

use crate::readers::document::{at, has, json, list, names, part, recording, status, text};
use crate::readers::record::{Part, Record};
use crate::readers::template::{Variables, add_header};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing, Parameters};

pub(crate) static POSTMAN: Form = Form { name: "postman", called: "Postman collection", is_it, read };

/// Folders in folders.
const DEEPEST: usize = 30;

fn is_it(bytes: &[u8]) -> bool {
    let names = names(bytes);
    has(&names, &["info", "item"]) || has(&names, &["collection", "run"]) || names == ["collection"]
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let document = json(bytes)?;
    if document.get("run").is_some() {
        let variables = Variables::default();
        let executions = list(&document, "run.executions").iter();
        return recording(&POSTMAN, executions.map(|execution| executed(execution, &variables).map(Some)));
    }
    // An answer of Postman's own API has it one deeper.
    let collection = document.get("collection").unwrap_or(&document);
    let variables = Variables::of(collection, "variable");
    let mut entries = Vec::new();
    folder(collection, None, &variables, DEEPEST, &mut entries);
    recording(&POSTMAN, entries.into_iter().map(|entry| entry.map(Some)))
}

/// Each answer that was saved, with the request it came from; a request by itself where there is none.
fn folder<'c>(
    folder: &'c Value,
    auth: Option<&'c Value>,
    variables: &Variables,
    depth: usize,
    entries: &mut Vec<Result<Record, &'static str>>,
) {
    let auth = own_auth(folder).or(auth);
    for item in list(folder, "item").iter().filter(|_| depth > 0) {
        let Some(request) = item.get("request") else {
            self::folder(item, auth, variables, depth - 1, entries);
            continue;
        };
        let auth = own_auth(request).or(auth);
        let saved = list(item, "response");
        for answer in saved {
            let request = answer.get("originalRequest").unwrap_or(request);
            let auth = own_auth(request).or(auth);
            let response = part(answer.get("header"), answer.get("body").filter(|body| body.is_string()));
            entries.push(record(request, auth, variables, status(answer, "code"), response, None));
        }
        if saved.is_empty() {
            entries.push(record(request, auth, variables, None, Part::default(), None));
        }
    }
}

fn executed(execution: &Value, variables: &Variables) -> Result<Record, &'static str> {
    let request = execution.get("request").unwrap_or(&Value::Null);
    let response = execution.get("response").unwrap_or(&Value::Null);
    let error = text(execution, "requestError.code").or_else(|| text(execution, "requestError.message"));
    let answer = part(response.get("header"), response.get("stream"));
    // It has the headers that were sent: the credentials are among them.
    record(request, None, variables, status(response, "code"), answer, error)
}

fn own_auth(value: &Value) -> Option<&Value> {
    value.get("auth").filter(|auth| auth.is_object())
}

fn record(
    request: &Value,
    auth: Option<&Value>,
    variables: &Variables,
    status: Option<u16>,
    response: Part,
    error: Option<String>,
) -> Result<Record, &'static str> {
    let url = match request {
        // A request that is no more than its URL.
        Value::String(url) => url.clone(),
        request => url(request.get("url").unwrap_or(&Value::Null)).ok_or("it has no URL")?,
    };
    let mut headers = variables.pairs(list(request, "header"));
    add_header(&mut headers, "Authorization", auth.and_then(|auth| authorization(auth, variables)));
    let (body, media_type) = body(request.get("body").unwrap_or(&Value::Null), variables);
    add_header(&mut headers, "Content-Type", media_type.map(str::to_owned));
    Ok(Record {
        method: text(request, "method").unwrap_or_else(|| "GET".to_owned()),
        uri: variables.uri(&url)?,
        started: None,
        took: None,
        request: Part { is_whole: true, headers, body },
        status,
        response,
        error,
        observer: None,
        via: None,
        context: Context::default(),
    })
}

/// A text, or its parts.
fn url(url: &Value) -> Option<String> {
    if let Some(whole) = url.as_str().map(str::to_owned).or_else(|| text(url, "raw")) {
        return Some(whole);
    }
    let joined = |name: &str, by: &str| match url.get(name)? {
        Value::Array(parts) => Some(parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(by)),
        other => other.as_str().map(str::to_owned),
    };
    let port =
        text(url, "port").filter(|port| !port.is_empty()).map_or(String::new(), |port| format!(":{port}"));
    let query = list(url, "query").iter().filter(|field| field.get("disabled") != Some(&Value::Bool(true)));
    let query: Vec<String> = query
        .filter_map(|field| {
            let name = text(field, "key")?;
            Some(text(field, "value").map_or(name.clone(), |value| format!("{name}={value}")))
        })
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let scheme = text(url, "protocol").unwrap_or_else(|| "https".to_owned());
    let path = joined("path", "/").unwrap_or_default();
    Some(format!("{scheme}://{}{port}/{}{query}", joined("host", ".")?, path.trim_start_matches('/')))
}

/// v2.1 has a list of objects, v2.0 an object.
fn authorization(auth: &Value, variables: &Variables) -> Option<String> {
    let kind = text(auth, "type")?;
    let fields = auth.get(&kind)?;
    variables.authorization(&kind, |name| match fields {
        Value::Array(fields) => {
            let field = fields.iter().find(|field| text(field, "key").as_deref() == Some(name))?;
            text(field, "value")
        }
        fields => text(fields, name),
    })
}

/// The body, and the media type that it is sent with where nobody chose one.
fn body(body: &Value, variables: &Variables) -> (Captured<Body>, Option<&'static str>) {
    let mode = text(body, "mode").unwrap_or_default();
    let form = |fields| Captured::Present(Body::Form(Parameters::from_pairs(variables.pairs(fields))));
    match mode.as_str() {
        "" => (Captured::Present(Body::Empty), None),
        "urlencoded" => (form(list(body, "urlencoded")), Some("application/x-www-form-urlencoded")),
        "formdata" => (form(list(body, "formdata")), Some("multipart/form-data")),
        "raw" => {
            let text = text(body, "raw").unwrap_or_default();
            let is_json = at(body, "options.raw.language").is_some_and(|language| language == "json");
            let body = Captured::Present(Body::from_text(variables.render(&text)));
            (body, is_json.then_some("application/json"))
        }
        _ => (Captured::Missing(Missing::NotRecorded), None),
    }
}
