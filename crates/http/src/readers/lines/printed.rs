//! Documents that somebody printed without the request that got them: `curl … | jq`, `cat metadata.json`, one after another.
//!
//! No protocol is known here, only the members by which such a document can be no other one.

use serde_json::{Map, Value};

use super::line::Line;
use crate::readers::record::{Part, Record};
use crate::{Body, Captured, Context, Exchange, ExchangeId, Observer, Place, UNSEEN_HOST, Uri, Via};

/// A document that a server hands out.
struct Document {
    /// How it is got.
    method: &'static str,
    /// Members that it has.
    has: &'static [&'static str],
    /// Of these it has one.
    or: &'static [&'static str],
}

static DOCUMENTS: [Document; 5] = [
    Document {
        method: "GET",
        has: &["authorization_servers"],
        or: &["resource", "scopes_supported", "bearer_methods_supported"],
    },
    Document {
        method: "GET",
        has: &["issuer"],
        or: &["authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "jwks_uri"],
    },
    Document { method: "GET", has: &["keys"], or: &["keys"] },
    Document {
        method: "POST",
        has: &["access_token"],
        or: &["token_type", "expires_in", "refresh_token", "id_token"],
    },
    Document {
        method: "POST",
        has: &["client_id", "redirect_uris"],
        or: &["client_id_issued_at", "client_secret", "grant_types"],
    },
];

/// Members of such documents that tell something alone.
const TELLING: [&str; 5] =
    ["issuer", "authorization_servers", "resource", "jwks_uri", "registration_endpoint"];

/// How the document is got that a value is; `None` where it is none, or an error.
pub(in crate::readers) fn method_of(value: &Value) -> Option<&'static str> {
    let is_none = |error: &Value| matches!(error, Value::Null | Value::Bool(false)) || error == "";
    let object = value.as_object().filter(|object| object.get("error").is_none_or(is_none))?;
    let has = |name: &&str| object.get(*name).is_some_and(|member| !member.is_null());
    let is_set = object.get("keys").is_none_or(is_key_set);
    let fits = |document: &&Document| document.has.iter().all(has) && document.or.iter().any(has);
    DOCUMENTS.iter().find(fits).filter(|_| is_set).map(|document| document.method)
}

/// How the document is got that a successful answer alone holds.
pub(in crate::readers) fn method_of_answer(status: u16, body: Option<&str>) -> Option<&'static str> {
    let body = body.filter(|_| (200..300).contains(&status))?;
    method_of(&serde_json::from_str(body).ok()?)
}

fn is_key_set(keys: &Value) -> bool {
    keys.as_array().is_some_and(|keys| !keys.is_empty() && keys.iter().all(|key| key.get("kty").is_some()))
}

/// What a filter cut out of a document, in its place; `None` where that tells nothing.
pub(in crate::readers) fn part(path: &[Step], value: Value) -> Option<Value> {
    let Some(Step::Member(first)) = path.first() else { return None };
    if value.is_null() || !TELLING.contains(&first.as_str()) {
        return None;
    }
    Some(path.iter().rev().fold(value, |value, step| match step {
        Step::Member(name) => Value::Object(Map::from_iter([(name.clone(), value)])),
        Step::Element => Value::Array(vec![value]),
    }))
}

/// A step into a document.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::readers) enum Step {
    Member(String),
    /// Which one is not kept: a list that was cut has one element.
    Element,
}

/// The document that a line begins, with an address that was not seen.
pub(super) fn exchange(line: &Line, value: &Value) -> Option<Exchange> {
    let record = Record {
        method: method_of(value)?.to_owned(),
        uri: Uri::parse(&format!("https://{UNSEEN_HOST}/"))?,
        started: line.time,
        took: None,
        request: Part::default(),
        status: Some(200),
        response: Part { body: Captured::Present(Body::from_text(value.to_string())), ..Part::default() },
        error: None,
        observer: Some(Observer::Server),
        via: Some(Via::Server),
        context: Context::default(),
    };
    Some(record.exchange(ExchangeId(0), Place::line(line.number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_objects_are_documents() {
        for (text, expected) in [
            (
                r#"{"resource":"https://a.example","authorization_servers":["https://b.example"]}"#,
                Some("GET"),
            ),
            (r#"{"issuer":"https://b.example","jwks_uri":"https://b.example/keys"}"#, Some("GET")),
            (r#"{"keys":[{"kty":"RSA"}]}"#, Some("GET")),
            (r#"{"access_token":"a","token_type":"Bearer"}"#, Some("POST")),
            (r#"{"access_token":"a","expires_in":3600}"#, Some("POST")),
            (r#"{"access_token":"a"}"#, None),
            (r#"{"client_id":"c","redirect_uris":[],"grant_types":[]}"#, Some("POST")),
            (r#"{"issuer":"https://b.example"}"#, None),
            (r#"{"keys":["a"]}"#, None),
            (r#"{"keys":[]}"#, None),
            (r#"{"error":"x","access_token":"a","token_type":"Bearer"}"#, None),
            (r#"{"client_id":"c","redirect_uris":[]}"#, None),
            ("[]", None),
        ] {
            assert_eq!(serde_json::from_str(text).ok().as_ref().and_then(method_of), expected, "{text}");
        }
    }

    #[test]
    fn a_part_stands_where_it_was() {
        let path = [Step::Member("authorization_servers".to_owned()), Step::Element];
        let found = part(&path, Value::from("https://b.example"));
        assert_eq!(found, Some(serde_json::json!({"authorization_servers": ["https://b.example"]})));
        assert_eq!(part(&path, Value::Null), None);
        assert_eq!(part(&[Step::Member("scopes".to_owned())], Value::from(1)), None);
        assert_eq!(part(&[], Value::from(1)), None);
    }
}
