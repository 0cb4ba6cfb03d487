//! JSON: each member by its own treatment, the form as it was.

use serde_json::{Map, Value};

use super::{Treatment, Writer};
use crate::mask::fields;

/// The members of a public key (RFC 7517 §4, RFC 7518 §6) and what names one (RFC 7800 §3): they are there to be known. All others of a
/// key are secrets.
pub(super) fn public_key(name: &str) -> Treatment {
    match name {
        "kid" | "alg" | "use" | "key_ops" => Treatment::Prose,
        "kty" | "crv" | "n" | "e" | "x" | "y" | "jkt" | "x5t" | "x5t#S256" => Treatment::Plain,
        _ => Treatment::Secret,
    }
}

/// Whether it has the length of a coordinate on a curve that is registered, in base64url (RFC 7518 §6.2.1.2, RFC 8037 §2).
fn is_coordinate(value: &Value) -> bool {
    value.as_str().is_some_and(|text| matches!(text.len(), 43 | 64 | 75 | 76 | 88))
}

/// What stands in a list: of addresses what is none is nobody's word for one, and no peer has a list of client ids.
fn in_list(name: &str, treatment: Treatment, item: &Value) -> Treatment {
    let is_address = item.as_str().is_none_or(|text| text.contains([':', '/']));
    let is_none = treatment == Treatment::Url && !is_address || matches!(name, "client_id" | "clientId");
    if is_none { Treatment::Secret } else { treatment }
}

impl Writer<'_> {
    /// A value under a name, and what is in it, each member by its treatment.
    pub(super) fn json(
        &self,
        name: &str,
        value: &Value,
        treatment: fn(&str) -> Treatment,
        depth: usize,
    ) -> Value {
        let own = match treatment(name) {
            Treatment::Plain if matches!(name, "x" | "y") && !is_coordinate(value) => Treatment::Secret,
            own => own,
        };
        self.member(name, own, value, treatment, depth)
    }

    /// The same, of a name that is treated otherwise.
    pub(super) fn member(
        &self,
        name: &str,
        own: Treatment,
        value: &Value,
        inside: fn(&str) -> Treatment,
        depth: usize,
    ) -> Value {
        match value {
            Value::String(text) => Value::String(self.value(name, own, text, depth)),
            Value::Number(number) => {
                let text = number.to_string();
                match fields::shows_number(name, own, &text) && self.redactor.escaped(&text).is_empty() {
                    true => value.clone(),
                    false => Value::String(self.secret(name, &text, 0)),
                }
            }
            Value::Array(items) => {
                let masked = |item| self.member(name, in_list(name, own, item), item, inside, depth);
                Value::Array(items.iter().map(masked).collect())
            }
            Value::Object(members) => Value::Object(self.object(members, inside, depth)),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    fn object(
        &self,
        members: &Map<String, Value>,
        inside: fn(&str) -> Treatment,
        depth: usize,
    ) -> Map<String, Value> {
        let masked =
            |(name, value): (&String, &Value)| (self.field_name(name), self.json(name, value, inside, depth));
        members.iter().map(masked).collect()
    }

    /// JSON in a parameter that asks for claims or rights (OpenID Connect Core §5.5, RFC 9396): its words are those of the protocols,
    /// but the values that a claim has to have are the user's.
    pub(super) fn asked(&self, value: &Value, depth: usize) -> Value {
        self.asked_of("claims", value, depth)
    }

    fn asked_of(&self, claim: &str, value: &Value, depth: usize) -> Value {
        match value {
            Value::Object(members) => {
                let masked = |(name, value): (&String, &Value)| {
                    let value = match name.as_str() {
                        "value" | "values" => {
                            self.member(claim, fields::claim(claim), value, fields::claim, depth)
                        }
                        _ => self.asked_of(name, value, depth),
                    };
                    (self.field_name(name), value)
                };
                Value::Object(members.iter().map(masked).collect())
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.asked_of(claim, item, depth)).collect())
            }
            _ => self.member(claim, Treatment::Prose, value, fields::claim, depth),
        }
    }
}
