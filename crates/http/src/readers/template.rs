//! Requests that wait to be sent, in the collections of API clients: with variables in braces, and credentials that become a header
//! when they are.

use std::cell::Cell;
use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::document::{list, plain, text};
use crate::Uri;

/// What stands for the value of a variable that the file does not tell.
const UNKNOWN: &str = "***";

/// Bytes of the longest value, which may be a token, and so many variables.
const LONGEST: usize = 4 * 1024;
const MOST: usize = 10_000;

/// Bytes that the values of variables may add to all texts of a file.
const MOST_ADDED: usize = 4 * 1024 * 1024;

/// The variables of a collection: their names and values.
#[derive(Default)]
pub(super) struct Variables {
    values: HashMap<String, String>,
    /// Bytes that their values added so far.
    added: Cell<usize>,
}

impl Variables {
    /// From a list of objects with key and value.
    pub(super) fn of(collection: &Value, path: &str) -> Self {
        let mut variables = Variables::default();
        for variable in list(collection, path) {
            // Of two with one name the first one counts.
            if let Some((name, value)) = text(variable, "key").zip(text(variable, "value"))
                && !variables.values.contains_key(&name)
            {
                variables.keep(&name, value);
            }
        }
        variables
    }

    fn keep(&mut self, name: &str, value: String) {
        self.values.remove(name);
        if !value.is_empty() && value.len() <= LONGEST && self.values.len() < MOST {
            self.values.insert(name.to_owned(), value);
        }
    }

    /// Adds one, as far as its value can be told by those before it: what is unknown in it stays so.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = self.render(value);
        self.keep(name, value);
    }

    /// A text with its `{{variables}}` and `{% tags %}` replaced, by a mark where their values are not told.
    pub(super) fn render(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, close)) = next_template(rest) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let Some((name, after)) = from.get(2..).and_then(|inner| inner.split_once(close)) else {
                rest = from;
                break;
            };
            let value = self.values.get(name.trim());
            // One that stands for another one is not followed.
            let value = value.map(String::as_str).filter(|value| next_template(value).is_none());
            let value = value.filter(|value| self.added.get() + value.len() <= MOST_ADDED).unwrap_or(UNKNOWN);
            self.added.set(self.added.get() + value.len());
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A URL whose host may be a variable.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn uri(&self, url: &str) -> Result<Uri, &'static str> {
        let url = self.render(url.trim());
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", &url));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        if authority.is_empty() {
            return Err("it has no URL");
        }
        let scheme = if scheme.contains(UNKNOWN) { "https" } else { scheme };
        Uri::parse(&format!("{scheme}://{authority}{target}")).ok_or("its URL cannot be read")
    }

    /// The header that credentials become.
    pub(super) fn authorization(&self, kind: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let rendered = |name: &str| value(name).map_or_else(String::new, |value| self.render(&value));
        match kind {
            "basic" => {
                let pair = format!("{}:{}", rendered("username"), rendered("password"));
                let whole = if pair.contains(UNKNOWN) { UNKNOWN.to_owned() } else { STANDARD.encode(pair) };
                Some(format!("Basic {whole}"))
            }
            "bearer" => Some(format!("Bearer {}", rendered("token"))),
            // The token that the client got by itself.
            "oauth2" => Some(format!("Bearer {UNKNOWN}")),
            _ => None,
        }
    }

    /// Names and values of a list of fields, without those that are switched off.
    pub(super) fn pairs(&self, fields: &[Value]) -> Vec<(String, String)> {
        let is_off = |field: &Value| field.get("disabled") == Some(&Value::Bool(true));
        let pair = |field: &Value| {
            let name = field.get("key").or_else(|| field.get("name")).and_then(plain)?;
            let value = field.get("value").and_then(plain).unwrap_or_default();
            Some((self.render(&name), self.render(&value))).filter(|(name, _)| !name.is_empty())
        };
        fields.iter().filter(|field| !is_off(field)).filter_map(pair).collect()
    }
}

/// Adds a header that the client would add, if it is not there.
pub(super) fn add_header(headers: &mut Vec<(String, String)>, name: &str, value: Option<String>) {
    if !headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
        headers.extend(value.map(|value| (name.to_owned(), value)));
    }
}

/// Where the next one begins, and how it ends.
fn next_template(text: &str) -> Option<(usize, &'static str)> {
    let variable = text.find("{{").map(|at| (at, "}}"));
    let tag = text.find("{%").map(|at| (at, "%}"));
    variable.into_iter().chain(tag).min()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_variable_is_its_value_or_unknown() {
        let collection = json!({ "variable": [{ "key": "host", "value": "auth.example.com" }, { "key": "a", "value": "{{a}}" },
            { "key": "empty", "value": "" }] });
        let variables = Variables::of(&collection, "variable");
        let check = |text: &str, expected: &str| assert_eq!(variables.render(text), expected, "{text}");
        check("https://{{host}}/{{ path }}", "https://auth.example.com/***");
        check("{{a}}{{empty}}{% response 'body' %}", "*********");
        check("{{open and { so } on", "{{open and { so } on");
        check("", "");
        let uri = |url: &str| variables.uri(url).map(|uri| uri.text().text().to_owned());
        assert_eq!(
            uri("{{base}}/token?a={{x}}").as_deref(),
            Ok("https://host-not-recorded.invalid/token?a=***")
        );
        assert_eq!(uri("http://{{host}}:8080/token").as_deref(), Ok("http://auth.example.com:8080/token"));
        assert_eq!(uri("auth.example.com/token").as_deref(), Ok("https://auth.example.com/token"));
        assert!(uri("").is_err() && uri("/token").is_err());
    }
}
