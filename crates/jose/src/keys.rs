//! Key sets (RFC 7517), as they come over the wire or from a person.

use serde_json::{Map, Value};

/// Keys to verify with. They may hold secrets, so they have no `Debug`.
#[derive(Clone, Default)]
pub struct KeySet {
    /// The keys, in order.
    pub keys: Vec<Key>,
}

/// A key.
#[derive(Clone)]
pub struct Key {
    pub(crate) material: Material,
}

#[derive(Clone)]
pub(crate) enum Material {
    /// A JSON Web Key.
    Jwk(Map<String, Value>),
    /// A public key, as PEM.
    Pem(String),
    /// The bytes of a shared secret.
    Secret(Vec<u8>),
}

/// Why a text holds no keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoKeys {
    /// It is neither JSON nor PEM.
    UnknownForm,
    /// It is JSON with neither `keys` nor `kty`.
    NoKeySet,
    /// It is a private key: nobody should hand it out, and none is needed to verify.
    PrivateKey,
    /// It is a certificate; the public key in it is needed.
    Certificate,
}

impl KeySet {
    /// From a JSON document: a key set (RFC 7517 §5) or one key (§4). `None` where it is neither.
    pub fn read(document: &Value) -> Option<Self> {
        let keys = match document.get("keys") {
            Some(Value::Array(keys)) => keys.iter().filter_map(Key::read).collect(),
            Some(_) => return None,
            None => vec![Key::read(document).filter(|key| key.kty().is_some())?],
        };
        Some(KeySet { keys })
    }

    /// From what a person pastes: a key set, a key, or a public key as PEM.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn from_text(text: &str) -> Result<Self, NoKeys> {
        let text = text.trim();
        if text.contains("-----BEGIN ") {
            return match () {
                () if text.contains("PRIVATE KEY-----") => Err(NoKeys::PrivateKey),
                () if text.contains("BEGIN CERTIFICATE-----") => Err(NoKeys::Certificate),
                () => Ok(KeySet { keys: vec![Key { material: Material::Pem(text.to_owned()) }] }),
            };
        }
        let document: Value = serde_json::from_str(text).map_err(|_| NoKeys::UnknownForm)?;
        KeySet::read(&document).ok_or(NoKeys::NoKeySet)
    }

    /// A shared secret, for `HS256` and its like.
    pub fn from_secret(secret: &[u8]) -> Self {
        KeySet { keys: vec![Key { material: Material::Secret(secret.to_vec()) }] }
    }

    /// The `kid` of each key that has one.
    pub fn kids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(Key::kid)
    }
}

impl Key {
    fn read(jwk: &Value) -> Option<Self> {
        Some(Key { material: Material::Jwk(jwk.as_object()?.clone()) })
    }

    /// Whether it is a secret that both sides have (RFC 7518 §6.4).
    pub fn is_secret(&self) -> bool {
        matches!(self.material, Material::Secret(_)) || self.kty() == Some("oct")
    }

    /// `kid` (RFC 7517 §4.5).
    pub fn kid(&self) -> Option<&str> {
        self.member("kid")
    }

    /// `kty` (RFC 7517 §4.1).
    pub fn kty(&self) -> Option<&str> {
        self.member("kty")
    }

    /// `alg` (RFC 7517 §4.4).
    pub fn alg(&self) -> Option<&str> {
        self.member("alg")
    }

    /// `use` (RFC 7517 §4.2).
    pub fn usage(&self) -> Option<&str> {
        self.member("use")
    }

    /// `crv` (RFC 7518 §6.2.1.1, RFC 8037 §2).
    pub fn curve(&self) -> Option<&str> {
        self.member("crv")
    }

    /// The length of an RSA key in bits.
    pub fn rsa_bits(&self) -> Option<usize> {
        let modulus = crate::base64url(self.member("n")?)?;
        let significant = modulus.iter().skip_while(|byte| **byte == 0);
        let first = significant.clone().next()?;
        Some(significant.count() * 8 - first.leading_zeros() as usize)
    }

    /// A member that is text.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        match &self.material {
            Material::Jwk(members) => members.get(name)?.as_str(),
            Material::Pem(_) | Material::Secret(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_a_key_and_a_pem_are_keys() {
        let count = |text: &str| KeySet::from_text(text).map(|set| set.keys.len());
        assert_eq!(count(r#"{"keys": [{"kty": "RSA", "kid": "a"}, {"kty": "EC"}, 7]}"#), Ok(2));
        assert_eq!(count(r#"{"kty": "OKP", "crv": "Ed25519"}"#), Ok(1));
        assert_eq!(count("-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n"), Ok(1));
        assert_eq!(count(r#"{"issuer": "https://auth.example.com"}"#), Err(NoKeys::NoKeySet));
        assert_eq!(count("secret"), Err(NoKeys::UnknownForm));
        assert_eq!(count("-----BEGIN RSA PRIVATE KEY-----\nMA=="), Err(NoKeys::PrivateKey));
        assert_eq!(count("-----BEGIN CERTIFICATE-----\nMA=="), Err(NoKeys::Certificate));
    }

    #[test]
    fn an_rsa_key_has_the_length_of_its_modulus() {
        let bits = |n: &str| {
            KeySet::from_text(&format!(r#"{{"kty": "RSA", "n": "{n}"}}"#)).unwrap().keys[0].rsa_bits()
        };
        assert_eq!(bits("AQAB"), Some(17));
        assert_eq!(bits("AAH_"), Some(9));
        assert_eq!(bits("!"), None);
        assert_eq!(bits(""), None);
    }
}
