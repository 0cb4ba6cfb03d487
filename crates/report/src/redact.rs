//! The only door between captured text and a report.
//!
//! A secret becomes a stable name, `state#1 · 43 chars`, the same wherever the same value stands, so that a reader
//! sees that two values are or are not the same. Known secrets are replaced inside other text too, whatever looks
//! like a credential is masked, and what could act on a terminal or a page is spelled out.

use std::fmt;

use http::{Redaction, Secret, Timestamp, Uri};
use serde::Serialize;
use serde_json::Value;

use crate::fields::{self, Treatment};
use crate::names::Names;
use crate::shape::{is_token_char, looks_secret};

/// Text that may be shown: fixed words, or captured text behind the redaction.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Shown(String);

/// What is shown of a value that somebody took out before the recording came here.
const TAKEN_OUT: &str = "(taken out of the recording)";

/// Characters of the longest text that is shown whole.
const LONGEST: usize = 2_000;

impl Shown {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name that the user gave, such as a file's.
    pub fn from_user(text: &str) -> Self {
        Shown(clean(text))
    }

    /// What a reader says about an input; readers put no captured value into it.
    pub fn from_reader(problem: &http::readers::Problem) -> Self {
        Shown(clean(&format!("{}: {}", problem.place, problem.what)))
    }

    /// Joins texts.
    pub(crate) fn concat<'a>(parts: impl IntoIterator<Item = &'a Shown>) -> Self {
        Shown(parts.into_iter().map(|part| part.0.as_str()).collect())
    }

    /// Texts, each on a line of its own.
    pub(crate) fn lines(parts: impl IntoIterator<Item = Shown>) -> Self {
        Shown(parts.into_iter().map(|part| part.0).collect::<Vec<_>>().join("\n"))
    }

    /// The text in lower case, to be searched.
    pub(crate) fn to_lowercase(&self) -> Self {
        Shown(self.0.to_lowercase())
    }

    /// A number.
    pub(crate) fn number(number: impl fmt::Display + Copy + Into<f64>) -> Self {
        Shown(number.to_string())
    }

    /// A moment: `2026-11-23 09:41:08 UTC`.
    pub(crate) fn time(time: Timestamp) -> Self {
        let text = time.to_rfc3339();
        let (date, clock) = text.split_once('T').unwrap_or((&text, ""));
        Shown(format!("{date} {} UTC", clock.get(..8).unwrap_or(clock)))
    }

    /// A value as it stands, because somebody asked to see it. Never in a report.
    pub(crate) fn revealed(value: &Value) -> Self {
        match value {
            Value::String(text) => Shown(clean(text)),
            other => Shown(clean(&other.to_string())),
        }
    }

    /// Some of its characters, with an ellipsis where something is missing.
    pub(crate) fn cut(&self, from: usize, to: usize) -> Self {
        let total = self.0.chars().count();
        let part: String = self.0.chars().skip(from).take(to.saturating_sub(from)).collect();
        Shown(format!("{}{part}{}", if from > 0 { "…" } else { "" }, if to < total { "…" } else { "" }))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&'static str> for Shown {
    fn from(text: &'static str) -> Self {
        Shown(text.to_owned())
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Builds a [`Shown`] out of fixed words and other shown texts.
macro_rules! shown {
    ($($part:expr),* $(,)?) => { $crate::redact::Shown::concat(&[$($crate::redact::Shown::from($part)),*]) };
}
pub(crate) use shown;

impl From<&Shown> for Shown {
    fn from(shown: &Shown) -> Self {
        shown.clone()
    }
}

/// Gives secrets their names for one report.
#[derive(Default)]
pub(crate) struct Redactor {
    names: Names,
}

impl Redactor {
    /// The stable name of a secret.
    pub(crate) fn name(&self, label: &str, value: &str) -> Shown {
        if value.is_empty() {
            return Shown::from("(empty)");
        }
        if Redaction::of(value) == Some(Redaction::TakenOut) {
            return Shown::from(TAKEN_OUT);
        }
        // A name of another report stands for a value that nobody knows here: what it says of the value stays true.
        let kind = || http::redaction::report_name(value).map_or_else(|| kind_of(value), str::to_owned);
        Shown(clean(&self.names.name(label, value, kind)))
    }

    /// A value by its treatment.
    pub(crate) fn value(&self, label: &str, treatment: Treatment, value: &str) -> Shown {
        match treatment {
            _ if Redaction::of(value) == Some(Redaction::TakenOut) => Shown::from(TAKEN_OUT),
            Treatment::Secret => self.name(fields::label(label), value),
            Treatment::Plain => self.known(value),
            Treatment::Prose => self.prose(value),
            Treatment::Url => match Uri::parse(value) {
                Some(uri) => self.url(&uri),
                None => self.prose(value),
            },
        }
    }

    /// A URL: host and path as they stand, path segments that look like credentials masked, parameters each by their
    /// own treatment. User information is a secret.
    pub(crate) fn url(&self, uri: &Uri) -> Shown {
        let text = uri.text().text();
        let (before_fragment, fragment) = split(text, '#');
        let (before_query, query) = split(before_fragment, '?');
        let mut shown = self.authority_and_path(uri, before_query);
        if let Some(query) = query {
            shown.push('?');
            shown.push_str(&self.pairs(query));
        }
        if let Some(fragment) = fragment {
            shown.push('#');
            shown.push_str(&self.pairs(fragment));
        }
        Shown(clean(&shown))
    }

    /// The URL without query and fragment.
    pub(crate) fn endpoint(&self, uri: &Uri) -> Shown {
        let (before_fragment, _) = split(uri.text().text(), '#');
        let (before_query, _) = split(before_fragment, '?');
        Shown(clean(&self.authority_and_path(uri, before_query)))
    }

    /// `host` or `host:port`.
    pub(crate) fn host(&self, uri: &Uri) -> Shown {
        let host = match uri.url().port() {
            Some(port) => format!("{}:{port}", uri.host()),
            None if uri.host().is_empty() => format!("{}:", uri.scheme()),
            None => uri.host().to_owned(),
        };
        Shown(clean(&host))
    }

    /// Text that people wrote: known secrets, and whatever looks like a credential or an e-mail address, replaced.
    pub(crate) fn prose(&self, text: &str) -> Shown {
        Shown(clean(&self.scrub(text)))
    }

    /// A form, each value by its own treatment.
    pub(crate) fn form(&self, encoded: &str) -> Shown {
        Shown(clean(&self.pairs(encoded)))
    }

    /// A JSON value, each member by its own treatment.
    pub(crate) fn json(&self, name: &str, treatment: Treatment, value: &Value) -> Shown {
        match value {
            Value::String(text) => self.value(name, treatment, text),
            Value::Null | Value::Bool(_) => Shown(value.to_string()),
            Value::Number(number) if treatment == Treatment::Secret => {
                self.name(fields::label(name), &number.to_string())
            }
            Value::Number(number) => self.prose(&number.to_string()),
            Value::Array(items) => {
                let shown: Vec<String> =
                    items.iter().map(|item| self.json_inside(name, treatment, item)).collect();
                Shown(format!("[{}]", shown.join(",")))
            }
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    let shown = self.json_inside(name, fields::parameter(name), value);
                    format!("\"{}\":{shown}", self.field_name(name))
                };
                Shown(format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(",")))
            }
        }
    }

    fn json_inside(&self, name: &str, treatment: Treatment, value: &Value) -> String {
        let shown = self.json(name, treatment, value).0;
        if value.is_string() { format!("\"{shown}\"") } else { shown }
    }

    /// A parameter's, header's or member's name as it stands in traffic.
    pub(crate) fn field_name(&self, name: &str) -> Shown {
        if fields::is_plain_name(name) { Shown(clean(name)) } else { self.name("name", name) }
    }

    /// Makes a value known, so that it is found inside other text.
    pub(crate) fn learn(&self, label: &str, value: &Secret<String>) {
        if !value.text().is_empty() {
            self.name(fields::label(label), value.text());
        }
    }

    /// A public value, unless it is also a secret somewhere: then the secret wins.
    fn known(&self, text: &str) -> Shown {
        Shown(clean(&self.names.of(text).unwrap_or_else(|| self.names.put_into(text))))
    }

    fn authority_and_path(&self, uri: &Uri, text: &str) -> String {
        let url = uri.url();
        if url.username().is_empty() && url.password().is_none() {
            let path_at = text.find("://").map_or(0, |at| at + 3);
            let path_at = text[path_at..].find('/').map_or(text.len(), |at| path_at + at);
            let (authority, path) = text.split_at(path_at);
            return format!("{authority}{}", self.path(path));
        }
        format!(
            "{}://{}@{}{}",
            uri.scheme(),
            self.name("userinfo", url.username()),
            self.host(uri),
            self.path(url.path())
        )
    }

    fn path(&self, path: &str) -> String {
        let segments: Vec<String> = path
            .split('/')
            .map(|segment| {
                let secret = looks_secret(segment) || self.names.of(segment).is_some();
                if secret { format!("({})", self.name("path", segment)) } else { self.scrub(segment) }
            })
            .collect();
        segments.join("/")
    }

    fn pairs(&self, encoded: &str) -> String {
        let pairs: Vec<String> = encoded
            .split('&')
            .map(|pair| {
                let Some((name, value)) = pair.split_once('=') else {
                    return if fields::is_plain_name(pair) || pair.is_empty() {
                        pair.to_owned()
                    } else {
                        self.name("value", pair).0
                    };
                };
                let decoded = http::Parameters::decode(&format!("v={value}"));
                let decoded = decoded.captured("v").map(Secret::text).unwrap_or_default();
                let shown = match fields::parameter(name) {
                    _ if Redaction::of(decoded) == Some(Redaction::TakenOut) => TAKEN_OUT.to_owned(),
                    Treatment::Secret => format!("({})", self.name(fields::label(name), decoded)),
                    treatment => {
                        let plain = self.value(name, treatment, decoded);
                        // Nothing was masked: the encoded text says exactly what was sent.
                        if plain.as_str() == decoded { value.to_owned() } else { plain.0 }
                    }
                };
                format!("{}={shown}", self.field_name(name))
            })
            .collect();
        pairs.join("&")
    }

    fn scrub(&self, text: &str) -> String {
        let mut out = String::new();
        let known = self.names.put_into(text);
        let mut rest = known.as_str();
        while let Some(start) = rest.find(is_token_char) {
            out.push_str(&rest[..start]);
            let run_end = rest[start..].find(|c| !is_token_char(c)).map_or(rest.len(), |end| start + end);
            let run = &rest[start..run_end];
            let after = &rest[run_end..];
            if after.starts_with('@') && after[1..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
                let domain = after[1..].find(|c| !is_token_char(c)).unwrap_or(after.len() - 1);
                let address = &rest[start..run_end + 1 + domain];
                out.push_str(&format!("({})", self.name("e-mail", address)));
                rest = &rest[run_end + 1 + domain..];
                continue;
            }
            if looks_secret(run.trim_end_matches('.')) {
                out.push_str(&format!("({})", self.name("value", run)));
            } else {
                out.push_str(run);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The form and length of a value: `JWT, 900 chars`.
fn kind_of(value: &str) -> String {
    let form = if jose::Jwt::is_likely(value) { "JWT, " } else { "" };
    let length = value.chars().count();
    format!("{form}{length} {}", if length == 1 { "char" } else { "chars" })
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// Spells out what could act on a terminal, a page or a reader's eye: control characters, direction overrides and
/// invisible ones. Cuts what is too long.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        let acts = (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        match c {
            '\t' => out.push(' '),
            _ if acts => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_has_the_same_name_everywhere() {
        let redactor = Redactor::default();
        let state = "af0ifjsldkj-3Kx9-af0ifjsldkj";
        let name = redactor.name("state", state);
        assert_eq!(name.as_str(), "state#1 · 28 chars");
        assert_eq!(redactor.name("other", state), name);
        assert_eq!(
            redactor.prose(&format!("state {state} is unknown")).as_str(),
            "state (state#1 · 28 chars) is unknown"
        );
        assert_eq!(redactor.name("state", "another-one").as_str(), "state#2 · 11 chars");
    }

    #[test]
    fn urls_keep_what_a_diagnosis_needs() {
        let redactor = Redactor::default();
        let shown = |text: &str| redactor.url(&Uri::parse(text).unwrap()).to_string();
        assert_eq!(
            shown(
                "https://idp.example/authorize?client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=xyz-123&evil"
            ),
            "https://idp.example/authorize?client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=(state#1 · 7 chars)&evil"
        );
        assert_eq!(shown("https://user:pass@idp.example/x"), "https://userinfo#1 · 4 chars@idp.example/x");
        assert_eq!(
            shown("https://idp.example/i/g_PMDrDiuUhUyDHFaNsS7dlHUBIz3lKn9wIhidQ_L8q"),
            "https://idp.example/i/(path#1 · 43 chars)"
        );
        assert_eq!(
            shown("https://app.example/cb#access_token=abcdefgh&token_type=Bearer"),
            "https://app.example/cb#access_token=(access_token#1 · 8 chars)&token_type=Bearer"
        );
    }

    #[test]
    fn prose_loses_credentials_and_addresses() {
        let redactor = Redactor::default();
        let prose = |text: &str| redactor.prose(text).to_string();
        assert_eq!(
            prose("user alice@example.com is not assigned"),
            "user (e-mail#1 · 17 chars) is not assigned"
        );
        assert_eq!(
            prose("AADSTS50011: the redirect URI is wrong."),
            "AADSTS50011: the redirect URI is wrong."
        );
        assert_eq!(prose("bad token 2YotnFZFEjr1zCsicMWpAA!"), "bad token (value#1 · 22 chars)!");
        assert_eq!(prose("a\u{1b}[31mred\u{202e}"), "a\\u{1b}[31mred\\u{202e}");
    }

    #[test]
    fn a_word_that_is_some_parameter_stays_a_word() {
        let redactor = Redactor::default();
        redactor.learn("hd", &"example.com".into());
        redactor.learn("flow", &"invalid_grant".into());
        redactor.learn("password", &"hunter-two".into());
        let uri = Uri::parse("https://auth.example.com/token").unwrap();
        assert_eq!(redactor.url(&uri).as_str(), "https://auth.example.com/token");
        assert_eq!(redactor.prose("invalid_grant").as_str(), "invalid_grant");
        assert_eq!(redactor.prose("hunter-two is wrong").as_str(), "(password#1 · 10 chars) is wrong");
    }

    #[test]
    fn members_of_a_harmless_name_are_judged_by_their_own() {
        let redactor = Redactor::default();
        let error: Value = serde_json::from_str(
            r#"{"message": "no", "code": 100, "inner": {"password": "hunter-two"}, "type": ["a", 1, null]}"#,
        )
        .unwrap();
        assert_eq!(
            redactor.json("error", Treatment::Prose, &error).as_str(),
            r#"{"code":code#1 · 3 chars,"inner":{"password":"password#1 · 10 chars"},"message":"no","type":["type#1 · 1 char",type#2 · 1 char,null]}"#
        );
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn no_known_secret_survives(text in ".{0,60}", secret in "[A-Za-z0-9_-]{20,40}") {
                let redactor = Redactor::default();
                redactor.learn("code", &secret.as_str().into());
                let around = format!("{text}{secret}{text}");
                proptest::prop_assert!(!redactor.prose(&around).as_str().contains(&secret));
            }
        }
    }
}
