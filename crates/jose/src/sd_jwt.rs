//! Tokens with claims that are shown one by one (SD-JWT, RFC 9901 §4).

use serde_json::Value;

use crate::{base64url, s256};

/// A token with its disclosures. It holds claims, so it has no `Debug`.
pub struct SdJwt<'t> {
    /// The token that the issuer signed.
    pub jwt: &'t str,
    /// The claims that are shown along with it.
    pub disclosures: Vec<Disclosure>,
    /// The token by which the holder proves that it is theirs.
    pub key_binding: Option<&'t str>,
}

/// A claim that is shown along with a token. It has no `Debug`: its value is personal.
pub struct Disclosure {
    /// The claim; `None` for an item of a list, and where it cannot be read.
    pub name: Option<String>,
    /// Its value; `None` where it cannot be read.
    pub value: Option<Value>,
    /// Its hash, which stands in the token in its place.
    pub digest: String,
}

/// Disclosures that are read.
const MOST: usize = 200;

impl<'t> SdJwt<'t> {
    /// `None` for a text without disclosures and without the `~` that ends them.
    pub fn read(text: &'t str) -> Option<Self> {
        let (jwt, rest) = text.split_once('~')?;
        let (disclosures, last) = rest.rsplit_once('~').unwrap_or(("", rest));
        let disclosures = disclosures.split('~').filter(|text| !text.is_empty());
        Some(SdJwt {
            jwt,
            disclosures: disclosures.take(MOST).map(Disclosure::read).collect(),
            key_binding: (!last.is_empty()).then_some(last),
        })
    }
}

impl Disclosure {
    /// `["salt", "claim", value]`, or of an item of a list `["salt", value]`.
    fn read(encoded: &str) -> Self {
        let digest = s256(encoded);
        let array = base64url(encoded).and_then(|bytes| serde_json::from_slice::<Vec<Value>>(&bytes).ok());
        let (name, value) = match array.as_deref() {
            Some([Value::String(_), Value::String(name), value]) => (Some(name.clone()), Some(value.clone())),
            Some([Value::String(_), value]) => (None, Some(value.clone())),
            _ => (None, None),
        };
        Disclosure { name, value, digest }
    }

    /// Whether the token holds its hash, at any depth: only then the issuer stands for it.
    pub fn is_in(&self, claims: &serde_json::Map<String, Value>) -> bool {
        claims.values().any(|value| holds(value, &self.digest))
    }
}

fn holds(value: &Value, digest: &str) -> bool {
    match value {
        Value::String(text) => text == digest,
        Value::Array(items) => items.iter().any(|item| holds(item, digest)),
        Value::Object(members) => members.values().any(|member| holds(member, digest)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 9901 §4.2.1 and §4.2.3.
    const FAMILY_NAME: &str = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";

    #[test]
    fn reads_the_example_of_the_specification() {
        let text = format!("a.b.c~{FAMILY_NAME}~!~d.e.f");
        let token = SdJwt::read(&text).unwrap();
        assert_eq!((token.jwt, token.key_binding), ("a.b.c", Some("d.e.f")));
        let [name, broken] = token.disclosures.as_slice() else { panic!("two disclosures") };
        assert_eq!(name.name.as_deref(), Some("family_name"));
        assert_eq!(name.value, Some(Value::from("Möbius")));
        assert_eq!(name.digest, "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
        assert!(broken.name.is_none() && broken.value.is_none());
        let claims = serde_json::json!({"address": {"_sd": [name.digest]}});
        assert!(name.is_in(claims.as_object().unwrap()));
        assert!(!broken.is_in(claims.as_object().unwrap()));
        assert!(SdJwt::read("a.b.c").is_none());
        assert!(SdJwt::read("a.b.c~").unwrap().key_binding.is_none());
    }
}
