//! Files that are one JSON or YAML document: what the forms of tools share.
//!
//! The same things have a few shapes over all tools: headers are an object or a list of pairs, a body is a text, base64 or a
//! list of bytes. They are read here once, whichever tool wrote them.

mod xml;
mod yaml;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

pub(super) use self::xml::{Element, xml};
pub(super) use self::yaml::yaml;
use super::record::{Part, Record};
use super::{Form, Problem, Recording, Unreadable, default_scheme};
use crate::{Body, Captured, ExchangeId, Missing, Place, Timestamp, UNSEEN_HOST, Uri};

const ADVICE: &str = "Export or save it again, and wait until the file is written.";

/// Bytes in which the names stand by which a document is told.
const HEAD: usize = 1 << 20;

/// Names that are looked at.
const MOST_NAMES: usize = 40;

/// The names of the members of an object, or of the first object of a list, as far as they stand at its beginning.
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
        let mut parser = serde_json::Deserializer::from_slice(head);
        // Where it breaks off, or is no JSON, what was read so far counts.
        let _ = parser.deserialize_any(Names { names: &mut names, may_be_list: true });
    }
    names
}

/// Whether all of these members are there.
pub(super) fn has(names: &[String], wanted: &[&str]) -> bool {
    wanted.iter().all(|wanted| names.iter().any(|name| name == wanted))
}

struct Names<'n> {
    names: &'n mut Vec<String>,
    may_be_list: bool,
}

impl<'de> serde::de::DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            // A HAR, which is read elsewhere and may be long.
            if self.names.len() >= MOST_NAMES || matches!(&*name, "log" | "entries") {
                return Err(serde::de::Error::custom("enough"));
            }
            self.names.push(name.into_owned());
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.may_be_list {
            seq.next_element_seed(Names { names: self.names, may_be_list: false })?;
        }
        Err(serde::de::Error::custom("enough"))
    }
}

/// A whole document of JSON.
///
/// # Errors
/// When it is none, or breaks off.
pub(super) fn json(bytes: &[u8]) -> Result<Value, Unreadable> {
    serde_json::from_slice(bytes).map_err(|error| Unreadable {
        what: if error.is_eof() { "the file breaks off" } else { "it begins like JSON, but is none" }
            .to_owned(),
        place: Some(format!("line {}, column {}", error.line(), error.column())),
        advice: ADVICE,
    })
}

/// The entries of a document as a recording; `None` for one that speaks of something else than a request.
///
/// # Errors
/// When none of them is an exchange.
pub(super) fn recording<'r>(
    form: &'static Form,
    entries: impl IntoIterator<Item = Result<Option<Record>, &'r str>>,
) -> Result<Recording, Unreadable> {
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    for (number, entry) in (1..).zip(entries) {
        match entry {
            Ok(record) => exchanges
                .extend(record.map(|r| r.exchange(ExchangeId(exchanges.len() as u32), Place::Entry(number)))),
            Err(what) => problems.push(Problem { place: format!("entry {number}"), what: what.to_owned() }),
        }
    }
    if exchanges.is_empty() {
        let first = problems.into_iter().next();
        let what = first.as_ref().map_or("it holds no request", |problem| &problem.what).to_owned();
        return Err(Unreadable { what, place: first.map(|problem| problem.place), advice: ADVICE });
    }
    Ok(Recording::new(form, exchanges, problems))
}

/// What stands at a path of names.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// What stands there as text; numbers too.
pub(super) fn text(value: &Value, path: &str) -> Option<String> {
    plain(at(value, path)?)
}

pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        _ => None,
    }
}

pub(super) fn number(value: &Value, path: &str) -> Option<f64> {
    match at(value, path)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn status(value: &Value, path: &str) -> Option<u16> {
    number(value, path).filter(|status| (100.0..1000.0).contains(status)).map(|status| status as u16)
}

/// RFC 3339, with or without its zone, or as headers have it (RFC 9110 §5.6.7).
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    Timestamp::from_rfc3339(text)
        .or_else(|| Timestamp::from_rfc3339(&format!("{text}Z")))
        .or_else(|| Timestamp::from_http_date(text))
}

/// An object of names with a value or several; a list of pairs, of objects with name (or key) and value, of lines, or of names
/// and values in turn.
pub(super) fn headers(value: &Value) -> Option<Vec<(String, String)>> {
    let named = |field: &Value| {
        let is_off = field.get("disabled") == Some(&Value::Bool(true))
            || field.get("enabled") == Some(&Value::Bool(false));
        let name = plain(field.get("name").or_else(|| field.get("key"))?)?;
        Some((name, plain(field.get("value")?)?)).filter(|_| !is_off)
    };
    match value {
        Value::Object(fields) => Some(
            fields
                .iter()
                .flat_map(|(name, value)| {
                    let values = match value {
                        Value::Array(values) => values.iter().filter_map(plain).collect(),
                        other => Vec::from_iter(plain(other)),
                    };
                    values.into_iter().map(|value| (name.clone(), value))
                })
                .collect(),
        ),
        Value::Array(fields) if fields.iter().all(Value::is_string) => {
            let texts: Vec<&str> = fields.iter().filter_map(Value::as_str).collect();
            let lines: Option<Vec<_>> = texts.iter().map(|line| header_line(line)).collect();
            lines.or_else(|| {
                let (pairs, rest) = texts.as_chunks::<2>();
                let owned = |[name, value]: &[&str; 2]| ((*name).to_owned(), (*value).to_owned());
                rest.is_empty().then(|| pairs.iter().map(owned).collect())
            })
        }
        Value::Array(fields) => Some(
            fields
                .iter()
                .filter_map(|field| match field {
                    Value::Array(pair) => Some((plain(pair.first()?)?, plain(pair.get(1)?)?)),
                    other => named(other),
                })
                .collect(),
        ),
        _ => None,
    }
}

/// `Name: value`.
pub(super) fn header_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':').filter(|(name, _)| !name.is_empty() && !name.contains(' '))?;
    Some((name.to_owned(), value.trim().to_owned()))
}

/// A body: a text, base64, bytes, or the JSON that a tool read it as.
pub(super) fn body(value: &Value) -> Captured<Body> {
    let unreadable = || Captured::Missing(Missing::Unreadable);
    match value {
        Value::Null => Captured::Present(Body::Empty),
        Value::String(text) => Captured::Present(Body::from_text(text.as_str())),
        Value::Object(fields) => {
            if let Some(base64) = fields.get("base64_string").and_then(Value::as_str) {
                return Body::from_base64(base64).map_or_else(unreadable, Captured::Present);
            }
            if fields.get("type").and_then(Value::as_str) == Some("Buffer")
                && let Some(bytes) = fields.get("data").and_then(bytes)
            {
                return Captured::Present(Body::from_bytes(bytes));
            }
            match fields.get("string") {
                Some(inner @ (Value::Null | Value::String(_) | Value::Object(_))) => body(inner),
                _ => Captured::Present(Body::from_text(value.to_string())),
            }
        }
        other => Captured::Present(Body::from_text(other.to_string())),
    }
}

/// A list of numbers from 0 to 255.
fn bytes(value: &Value) -> Option<Vec<u8>> {
    value.as_array()?.iter().map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect()
}

/// A message with its headers and its body, where they are told.
pub(super) fn part(headers: Option<&Value>, body: Option<&Value>) -> Part {
    let list = headers.and_then(self::headers);
    Part {
        is_whole: list.is_some(),
        headers: list.unwrap_or_default(),
        body: body.map_or(Captured::Missing(Missing::NotRecorded), self::body),
    }
}

/// A URL, or a path of a host that may be told elsewhere.
///
/// # Errors
/// What is wrong with it.
pub(super) fn uri(target: &str, authority: Option<&str>) -> Result<Uri, &'static str> {
    if let Some(uri) = Uri::parse(target) {
        return Ok(uri);
    }
    if !target.starts_with('/') {
        return Err(if target.is_empty() { "it has no URL" } else { "its URL cannot be read" });
    }
    let authority = authority.filter(|authority| !authority.is_empty()).unwrap_or(UNSEEN_HOST);
    let scheme = default_scheme(authority);
    Uri::parse(&format!("{scheme}://{authority}{target}")).ok_or("its URL cannot be read")
}
