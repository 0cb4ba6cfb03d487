//! The values in what is stored: documents in documents, as apps write them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::formats::{Format, What, by_name, format_of};
use super::{Store, StoredItem};

/// Values of one item that are looked at, and how deep documents may lie in each other.
const MOST_LEAVES: usize = 200;
const DEEPEST: usize = 6;
/// What stands before a document in base64.
const BASE64_MARK: &str = "base64-";

/// A value and where it stands.
pub(super) struct Leaf {
    /// The key.
    pub(super) key: String,
    /// The members that lead to it.
    pub(super) path: Vec<String>,
    /// The value itself.
    pub(super) text: String,
    /// What it is, by its place.
    pub(super) what: Option<What>,
    /// How the library stores it whose key this is.
    pub(super) format: Option<&'static Format>,
}

/// All values of an item that could be one of a login.
pub(super) fn leaves(item: &StoredItem) -> Vec<Leaf> {
    let value = match item.store {
        Store::Cookie => percent_decoded(&item.value),
        Store::LocalStorage | Store::SessionStorage => item.value.clone(),
    };
    let key = match item.store {
        Store::Cookie => percent_decoded(&item.name),
        Store::LocalStorage | Store::SessionStorage => item.name.clone(),
    };
    let mut reading = Reading { format: format_of(&key), key: &key, out: Vec::new() };
    if let Some(format) = reading.format
        && let Some((what, end)) = format.in_key.zip(format.end(&key))
    {
        reading.out.push(Leaf {
            key: key.clone(),
            path: Vec::new(),
            text: end.to_owned(),
            what: Some(what),
            format: Some(format),
        });
    }
    reading.text(&mut Vec::new(), &value, 0);
    reading.out
}

struct Reading<'k> {
    key: &'k str,
    format: Option<&'static Format>,
    out: Vec<Leaf>,
}

impl Reading<'_> {
    fn text(&mut self, path: &mut Vec<String>, text: &str, depth: usize) {
        if self.out.len() >= MOST_LEAVES {
            return;
        }
        match document(text) {
            Some(document) if depth < DEEPEST => self.value(path, &document, depth + 1),
            _ => {
                let what = self.what(path);
                let (key, path, text) = (self.key.to_owned(), path.clone(), text.to_owned());
                self.out.push(Leaf { key, path, text, what, format: self.format });
            }
        }
    }

    fn value(&mut self, path: &mut Vec<String>, value: &Value, depth: usize) {
        if depth > DEEPEST * 2 || self.out.len() >= MOST_LEAVES {
            return;
        }
        match value {
            Value::String(text) => self.text(path, text, depth),
            Value::Array(items) => {
                for item in items {
                    self.value(path, item, depth + 1);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    path.push(name.clone());
                    self.value(path, member, depth + 1);
                    path.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What stands at a place: by the library's form, else by its name.
    fn what(&self, path: &[String]) -> Option<What> {
        match (self.format, path.last()) {
            (Some(format), Some(name)) => format.member(name),
            (Some(format), None) => format.whole,
            (None, Some(name)) => by_name(name),
            (None, None) => by_name(self.key),
        }
    }
}

/// A document in a text: JSON, also in base64.
fn document(text: &str) -> Option<Value> {
    let text = text.trim();
    let read = |text: &str| {
        let is_document = text.starts_with(['{', '[', '"']);
        if is_document { serde_json::from_str::<Value>(text).ok() } else { None }
    };
    if let Some(value) = read(text) {
        return Some(value);
    }
    let encoded = text.strip_prefix(BASE64_MARK).unwrap_or(text).trim_end_matches('=');
    // `{` and what may follow it; a token begins so too, and has dots.
    if !encoded.starts_with("ey") || encoded.contains('.') {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(encoded).or_else(|_| STANDARD_NO_PAD.decode(encoded)).ok()?;
    read(std::str::from_utf8(&bytes).ok()?)
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
