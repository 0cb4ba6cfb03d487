//! Tokens: header and claims stay what can be read, each member by its treatment, and a name stands in place of the signature.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Redaction, redaction};
use jose::{Defect, Jwt};
use serde_json::{Map, Value};

use super::{Treatment, Writer};
use crate::mask::fields;

/// Claims and headers that are public keys or name them.
const KEYS: [&str; 2] = ["cnf", "jwk"];

/// Parts of an encrypted token.
const ENCRYPTED: usize = 5;

/// A claim; a DPoP proof has some that headers have elsewhere.
fn claim(name: &str) -> Treatment {
    match fields::jose_header(name) {
        Treatment::Secret => match fields::claim(name) {
            // A request object has the parameters of a request (RFC 9101 §4).
            Treatment::Secret if name == "response_uri" => Treatment::Url,
            Treatment::Secret => fields::parameter(name),
            treatment => treatment,
        },
        treatment => treatment,
    }
}

impl Writer<'_> {
    /// A signed token, masked; `None` where the text is none, or one that is written so that masking would mend it.
    pub(super) fn token(&self, label: &str, text: &str, depth: usize) -> Option<String> {
        if text.split('.').count() == ENCRYPTED {
            return self.encrypted_token(label, text, depth);
        }
        let (_, signature) =
            text.rsplit_once('.').filter(|_| Jwt::is_likely(text) && text.split('.').count() == 3)?;
        let is_whole = Redaction::of(signature).is_none();
        let sound = if is_whole { text.to_owned() } else { format!("{}AAAA", text.strip_suffix(signature)?) };
        let jwt = Jwt::read(&sound);
        let is_sound = |defect: &Defect| matches!(defect, Defect::WrongType { .. });
        if jwt.header.is_empty() || !jwt.defects.iter().all(is_sound) {
            return None;
        }
        let header = self.members(&jwt.header, fields::jose_header, depth);
        // What a client says of itself is about the client (RFC 7523 §3).
        let is_of_client = jwt.text("iss").is_some() && jwt.text("iss") == jwt.text("sub");
        let own = |name: &str| if is_of_client && name == "sub" { claim("iss") } else { claim(name) };
        let claims = self.members(&jwt.claims, own, depth);
        let encoded = |members: Value| URL_SAFE_NO_PAD.encode(members.to_string());
        let signature = match is_whole {
            true if signature.is_empty() || redaction::stand_in(text).is_some() => signature.to_owned(),
            true => {
                let name = self.redactor.name(label, text);
                self.tally.masked(name.as_str());
                redaction::as_signature(&self.findings.beside_token(text, name.as_str()))
            }
            false => super::TAKEN_OUT.to_owned(),
        };
        let masked = format!("{}.{}.", encoded(header), encoded(claims));
        let token = format!("{masked}{signature}");
        self.tokens.borrow_mut().insert(masked);
        Some(token)
    }

    /// An encrypted token (RFC 7516 §7.1): its header, and a name in place of the last part. That it has a key, or none, stays.
    fn encrypted_token(&self, label: &str, text: &str, depth: usize) -> Option<String> {
        let jwt = Jwt::read(text);
        if !Jwt::is_likely(text) || jwt.header.is_empty() || !jwt.defects.is_empty() {
            return None;
        }
        let header = self.members(&jwt.header, fields::jose_header, depth);
        let parts = text.split('.').skip(1).take(ENCRYPTED - 2);
        let parts: String = parts.map(|part| if part.is_empty() { "." } else { ".AAAA" }).collect();
        let masked = format!("{}{parts}.", URL_SAFE_NO_PAD.encode(header.to_string()));
        let end = match redaction::stand_in(text).is_some() {
            true => redaction::signature_of(text).to_owned(),
            false => {
                let name = self.redactor.name(label, text);
                self.tally.masked(name.as_str());
                redaction::as_signature(name.as_str())
            }
        };
        let token = format!("{masked}{end}");
        self.tokens.borrow_mut().insert(masked);
        Some(token)
    }

    fn members(
        &self,
        members: &Map<String, Value>,
        treatment: impl Fn(&str) -> Treatment,
        depth: usize,
    ) -> Value {
        let masked = |(name, value): (&String, &Value)| {
            let value = match KEYS.contains(&name.as_str()) {
                true => self.json(name, value, super::json::public_key, depth),
                false => self.member(name, treatment(name), value, fields::member, depth),
            };
            (self.field_name(name), value)
        };
        Value::Object(members.iter().map(masked).collect())
    }
}
