//! Bodies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Body, Missing};
use oauth::MessageKind;

use super::{DEEPEST, Treatment, Writer, Written};
use crate::mask::fields;

/// Bytes of the longest text of no known form that is kept.
const LONGEST_TEXT: usize = 64 << 10;

/// The beginning of what gzip packed (RFC 1952 §2.3.1): that it is packed is all that is kept of it.
const GZIP: [u8; 4] = [0x1f, 0x8b, 0x08, 0x00];

/// A body as it is written.
pub(crate) enum WrittenBody {
    /// There was none.
    Empty,
    /// Text.
    Text(Written),
    /// Bytes that say what they were, as base64.
    Bytes(String),
    /// A form that the browser had taken apart.
    Form(Vec<(Written, Written)>),
    /// It is left out.
    Missing(Missing),
}

impl Writer<'_> {
    /// The body of a message of that kind.
    pub(crate) fn body(&self, body: &Body, kind: MessageKind) -> WrittenBody {
        match body {
            Body::Empty => WrittenBody::Empty,
            Body::Form(parameters) => WrittenBody::Form(
                parameters
                    .iter()
                    .map(|(name, value)| {
                        let shown = self.parameter(name, value.text(), DEEPEST);
                        (self.whole(self.field_name(name)), self.whole(shown))
                    })
                    .collect(),
            ),
            _ if body.is_gzip() => WrittenBody::Bytes(STANDARD.encode(GZIP)),
            Body::Text(text) => self.text(body, text.text(), kind),
            Body::Bytes(_) => {
                self.tally.left_out();
                WrittenBody::Missing(Missing::Unreadable)
            }
        }
    }

    fn text(&self, body: &Body, text: &str, kind: MessageKind) -> WrittenBody {
        let trimmed = text.trim();
        if let Some(token) = self.token("token", trimmed, DEEPEST) {
            return WrittenBody::Text(self.whole(text.replacen(trimmed, &token, 1)));
        }
        if let Some(json) = body.json() {
            let treatment = match kind {
                MessageKind::Discovery | MessageKind::ResourceMetadata => fields::metadata,
                MessageKind::Jwks => public_keys,
                _ => fields::member,
            };
            let masked = self.member("value", Treatment::Secret, json, treatment, DEEPEST);
            let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
            return WrittenBody::Text(self.whole(format!("{mark}{masked}")));
        }
        if body.form().is_some() {
            return WrittenBody::Text(self.whole(text.replacen(trimmed, &self.pairs(trimmed, DEEPEST), 1)));
        }
        let is_page = trimmed.starts_with('<');
        if text.len() > LONGEST_TEXT && !is_page {
            self.tally.left_out();
            return WrittenBody::Missing(Missing::TooLarge);
        }
        let read = &text[..text.floor_char_boundary(LONGEST_TEXT)];
        WrittenBody::Text(self.whole(self.as_masked(&self.redactor.mask(Treatment::Body, read))))
    }
}

/// Members of a key set.
fn public_keys(name: &str) -> Treatment {
    if name == "keys" { Treatment::Plain } else { super::json::public_key(name) }
}
