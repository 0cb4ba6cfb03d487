//! Bodies.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use serde_json::Value;

use crate::{EventBody, Parameters, Redaction, Secret, UnreadableReason, captured::Missing, multipart};

/// A request or response body as far as it was seen.
#[derive(Clone)]
pub enum Body {
    /// There was none.
    Empty,
    /// Text.
    Text(Text),
    /// Bytes that are no UTF-8 text.
    Bytes(Secret<Vec<u8>>),
    /// A form that the browser had already taken apart, where the order between names is lost, or one of several parts.
    Form(Parameters),
}

/// The text of a body, and what it says as JSON and as a form: each is read when somebody asks, once.
#[derive(Clone)]
pub struct Text {
    text: Secret<String>,
    json: OnceLock<Option<Value>>,
    form: OnceLock<Option<Parameters>>,
    members: OnceLock<Option<Parameters>>,
    /// Whether it is a part of a JSON document, made an object again.
    is_part: bool,
    /// How many bytes it had before it was masked.
    length: Option<usize>,
}

impl Text {
    fn new(text: String) -> Self {
        Text {
            text: Secret::new(text),
            is_part: false,
            length: None,
            json: OnceLock::new(),
            form: OnceLock::new(),
            members: OnceLock::new(),
        }
    }

    /// The text: to compare and to compute with, never to print.
    pub fn text(&self) -> &str {
        self.text.text()
    }
}

impl Body {
    /// Text, the form that it holds in several parts, or `Empty`.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            return Body::Empty;
        }
        multipart::parameters(&text).map_or_else(|| Body::Text(Text::new(text)), Body::Form)
    }

    /// The part of a JSON document that somebody cut out and printed (`jq .issuer`).
    pub fn from_part(part: &Value) -> Self {
        Body::Text(Text { is_part: true, ..Text::new(part.to_string()) })
    }

    /// The same as one that had so many bytes before it was masked.
    pub(crate) fn of_length(self, length: usize) -> Self {
        match self {
            Body::Text(text) => Body::Text(Text { length: Some(length), ..text }),
            other => other,
        }
    }

    /// Whether this is a part of a JSON document: what is not in it may stand in the document.
    pub fn is_part(&self) -> bool {
        matches!(self, Body::Text(text) if text.is_part)
    }

    /// Text where the bytes are UTF-8, bytes otherwise.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Body::from_text(text),
            Err(not_text) => Body::Bytes(Secret::new(not_text.into_bytes())),
        }
    }

    /// Decodes base64 with or without padding; `None` where it is none.
    pub fn from_base64(base64: &str) -> Option<Self> {
        let compact: String = base64.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let bytes = STANDARD.decode(&compact).or_else(|_| STANDARD_NO_PAD.decode(&compact)).ok()?;
        Some(Body::from_bytes(bytes))
    }

    /// From what a browser's interface handed over.
    pub(crate) fn from_event(body: EventBody) -> Result<Self, Missing> {
        match body {
            EventBody::None => Ok(Body::Empty),
            EventBody::Text { text } => Ok(Body::from_text(text)),
            EventBody::Base64 { base64 } => Body::from_base64(&base64).ok_or(Missing::Unreadable),
            EventBody::Form { fields } => Ok(Body::Form(Parameters::from_pairs(
                fields
                    .into_iter()
                    .flat_map(|(name, values)| values.into_iter().map(move |v| (name.clone(), v))),
            ))),
            EventBody::Unreadable { reason: UnreadableReason::NotShown } => Err(Missing::Unreadable),
            EventBody::Unreadable { reason: UnreadableReason::TooLarge } => Err(Missing::TooLarge),
            EventBody::Unreadable { reason: UnreadableReason::Private } => Err(Missing::Redacted),
        }
    }

    /// The text: to compare and to compute with, never to print. `None` for bytes and taken-apart forms.
    pub fn text(&self) -> Option<&str> {
        match self {
            Body::Empty => Some(""),
            Body::Text(text) => Some(text.text()),
            Body::Bytes(_) | Body::Form(_) => None,
        }
    }

    /// Its length in bytes, where it is known.
    pub fn byte_length(&self) -> Option<usize> {
        match self {
            Body::Empty => Some(0),
            Body::Text(text) => Some(text.length.unwrap_or_else(|| text.text().len())),
            Body::Bytes(bytes) => Some(bytes.expose().len()),
            Body::Form(_) => None,
        }
    }

    /// Whether it is packed by gzip (RFC 1952 §2.3.1): its first bytes, or what a tool made of them that shows bytes as text.
    pub fn is_gzip(&self) -> bool {
        match self {
            Body::Bytes(bytes) => bytes.expose().starts_with(&[0x1f, 0x8b, 0x08]),
            Body::Text(text) => {
                text.text().starts_with("\u{1f}\u{fffd}\u{8}") || text.text().starts_with("\u{1f}\u{8b}\u{8}")
            }
            Body::Empty | Body::Form(_) => false,
        }
    }

    /// Bytes that it takes, roughly.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Body::Form(parameters) => {
                parameters.iter().map(|(name, value)| name.len() + value.text().len()).sum()
            }
            Body::Text(text) => text.text().len(),
            Body::Empty | Body::Bytes(_) => self.byte_length().unwrap_or(0),
        }
    }

    /// Whether there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Body::Empty => true,
            Body::Text(text) => text.text().trim().is_empty(),
            Body::Bytes(bytes) => bytes.expose().is_empty(),
            Body::Form(parameters) => parameters.is_empty(),
        }
    }

    /// The form parameters, where this is a form or could be one.
    pub fn form(&self) -> Option<&Parameters> {
        match self {
            Body::Form(parameters) => Some(parameters),
            Body::Text(body) => {
                let read = |text: &str| {
                    looks_like_form(text)
                        .then(|| Parameters::decode(text.trim()))
                        .or_else(|| careless_form(text))
                };
                body.form.get_or_init(|| read(body.text())).as_ref()
            }
            Body::Empty | Body::Bytes(_) => None,
        }
    }

    /// The parameters that it carries: a form's, or the text and number members of a JSON object, which some clients send
    /// in its place.
    pub fn parameters(&self) -> Option<&Parameters> {
        let form = self.form();
        let Body::Text(body) = self else { return form };
        form.or_else(|| body.members.get_or_init(|| members(self.json()?)).as_ref())
    }

    /// The JSON value, where this is JSON; a byte order mark before it is passed over, as most parsers do.
    pub fn json(&self) -> Option<&Value> {
        let Body::Text(body) = self else { return None };
        let read = |text: &str| serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok();
        body.json.get_or_init(|| read(body.text())).as_ref()
    }
}

fn members(json: &Value) -> Option<Parameters> {
    Some(Parameters::from_pairs(json.as_object()?.iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name.clone(), text.clone())),
        Value::Number(number) => Some((name.clone(), number.to_string())),
        _ => None,
    })))
}

/// Whether a name can be that of a parameter, as it stands in a form.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.%[]+".contains(&b))
}

/// `a=b&c=d`: no white space inside, but in a mark of a redaction, and a name before the first `=`.
fn looks_like_form(text: &str) -> bool {
    let text = text.trim();
    let foreign = |text: &str| text.contains(['{', '<', '\n', ' ']);
    let is_mark = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = || Parameters::decode(pair).iter().all(|(_, value)| value.redaction().is_some());
        !foreign(name) && (Redaction::of(value).is_some() || decoded())
    };
    text.split_once('=').is_some_and(|(name, _)| is_name(name))
        && (!foreign(text) || text.split('&').all(|pair| !foreign(pair) || is_mark(pair)))
}

/// A form that somebody put together without encoding it, or wrote over several lines: of two parameters at least, as one with
/// blanks in it may be a sentence.
fn careless_form(text: &str) -> Option<Parameters> {
    let pairs: Vec<&str> = text.split('&').map(str::trim).collect();
    let is_in_line = |pair: &&str| !pair.contains('\n');
    let names = || pairs.iter().filter_map(|pair| Some(pair.split_once('=')?.0));
    let is_form = pairs.first()?.contains('=') && names().count() > 1 && names().all(is_name);
    (is_form && pairs.iter().all(is_in_line)).then(|| Parameters::decode(&pairs.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<String> {
        let body = Body::from_text(text);
        let pairs = body.form()?.iter().map(|(name, value)| format!("{name}: {}", value.text()));
        Some(pairs.collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn forms_that_were_not_encoded() {
        let check = |text: &str, expected: &str| assert_eq!(form(text).as_deref(), Some(expected), "{text}");
        check("grant_type=password&scope=openid profile", "grant_type: password, scope: openid profile");
        check("a=1&claims={\"id_token\":{}}", "a: 1, claims: {\"id_token\":{}}");
        check("a=1&\n  b=<b c>&\nc=3\n", "a: 1, b: <b c>, c: 3");
        check("a=1\n&u=https://a.example/cb?x=y z", "a: 1, u: https://a.example/cb?x=y z");
        check("a=x y&b=R & D", "a: x y, b: R, D: ");
    }

    #[test]
    fn what_only_has_the_mark_of_a_form() {
        for text in [
            "status=the user said no",
            "<a href=\"x?a=b&c=d\">x</a>",
            "{\"a\":\"b=c&d=e f\"}",
            "a=1\nb=2 3&c=4",
            "Error: a=b c&d=e",
            "if x == 1 && y = 2",
            "a b",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }
}
