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
            return WrittenBody::Text(self.whole_json(format!("{mark}{masked}")));
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

#[cfg(test)]
mod properties {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::mask::redactor::Redactor;

    /// Few names and values, so that a secret equals what stands in the open elsewhere.
    fn any_json() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            3 => "(48291|7654321|hunter2-Xq|a\"b\\\\\nabcdef|nabcdef81|true|2026-11-02T10:00:00Z)",
            1 => "[a-z0-9\"\\\\\n\u{e9} /:=&-]{0,12}",
        ];
        let number = prop_oneof![Just(48_291_u32), Just(7_654_321), Just(148_291), any::<u32>()];
        let leaf = prop_oneof![
            1 => Just(Value::Null),
            1 => any::<bool>().prop_map(Value::from),
            5 => number.prop_map(Value::from),
            1 => any::<f64>().prop_map(|number| json!(number)),
            5 => text.prop_map(Value::from),
        ];
        let name = "(interval|pin|error|max_age|expires_in|access_token|48291|a\"b)";
        leaf.prop_recursive(3, 24, 4, move |inner| {
            let members = prop::collection::vec((name, inner.clone()), 2..6);
            prop_oneof![
                1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
                4 => members.prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn masked(text: &str, redactor: &Redactor) -> Option<String> {
        let body = Body::from_text(text);
        body.json()?;
        match Writer::new(redactor, None).body(&body, MessageKind::OtherRequest) {
            WrittenBody::Text(Written(masked)) => Some(masked),
            _ => None,
        }
    }

    #[test]
    fn a_number_that_turns_out_to_be_a_secret_becomes_its_name_in_quotes() {
        assert_eq!(
            masked(r#"{"interval":48291,"pin":"48291"}"#, &Redactor::default()).as_deref(),
            Some(r#"{"interval":"(pin#1 · 5 chars)","pin":"pin#1 · 5 chars"}"#)
        );
    }

    proptest! {
        #[test]
        fn masked_json_is_json(value in any_json(), learnt in "(48291|7654321|nabcdef81|:\"hunter2|)") {
            let redactor = Redactor::default();
            redactor.learn("code", &learnt.as_str().into());
            let text = value.to_string();
            if let Some(masked) = masked(&text, &redactor) {
                prop_assert!(serde_json::from_str::<Value>(&masked).is_ok(), "{text}\n{masked}");
            }
        }
    }
}
