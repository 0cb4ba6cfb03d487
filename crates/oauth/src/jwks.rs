//! The provider's key set (RFC 7517 §5).

use http::Exchange;
use serde_json::{Map, Value};

use crate::pointer::{Part, Pointer};

/// A key set as it arrived.
pub struct KeySet<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The JSON value.
    pub document: &'r Value,
}

/// Keys of the largest set that is looked at.
const MOST_KEYS: usize = 200;

impl<'r> KeySet<'r> {
    /// `None` where no JSON was seen, or the answer is no success.
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let ok = exchange.error.is_none() && (200..300).contains(&exchange.status()?);
        let document = exchange.response_body().present().copied().filter(|_| ok)?.json()?;
        Some(KeySet { message, exchange, document })
    }

    /// The members of `keys` that are objects.
    pub fn keys(&self) -> impl Iterator<Item = &'r Map<String, Value>> + use<'r> {
        let keys = self.document.get("keys").and_then(Value::as_array);
        keys.into_iter().flatten().filter_map(Value::as_object).take(MOST_KEYS)
    }

    /// The keys that can verify a signature: not for encryption alone (RFC 7517 §4.2).
    pub fn signing_keys(&self) -> impl Iterator<Item = &'r Map<String, Value>> + use<'r> {
        self.keys().filter(|key| key.get("use").and_then(Value::as_str) != Some("enc"))
    }

    /// Whether a key has that `kid`.
    pub fn has_kid(&self, kid: &str) -> bool {
        self.keys().any(|key| key.get("kid").and_then(Value::as_str) == Some(kid))
    }

    /// The keys, to verify with.
    pub fn verification_keys(&self) -> jose::KeySet {
        let mut keys = jose::KeySet::read(self.document).unwrap_or_default();
        keys.keys.truncate(MOST_KEYS);
        keys
    }

    /// Points at the body.
    pub fn pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::ResponseBody)
    }

    /// Points at the first place in the body where this text stands.
    pub fn pointer_to(&self, text: &str) -> Pointer {
        let body = self.exchange.response_body().present().and_then(|body| body.text()).unwrap_or_default();
        self.pointer().marking(body.find(text).map(|at| at..at + text.len()))
    }
}
