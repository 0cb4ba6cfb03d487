//! Any text as a token, with any text as its keys: it is read and verified, and nothing panics.

use http::Timestamp;
use jose::{Jwt, KeySet, near_miss, verify};
use report::{Shown, TokenContext};

const KEYS: &str = include_str!("../keys.json");

/// The token, a line feed, and the keys; without keys, the keys are a set with one key of each kind.
pub(super) fn token(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    let (token, keys) = text.split_once('\n').unwrap_or((text, KEYS));
    judge(token, keys);
    true
}

/// The keys of a set, by a token that each kind of them could have signed.
pub(super) fn jwks(input: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(input) else { return false };
    for header in [
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0",
        "eyJhbGciOiJFUzI1NiJ9",
        "eyJhbGciOiJFZERTQSIsImtpZCI6ImtleS0xIn0",
    ] {
        judge(&format!("{header}.eyJzdWIiOiJhIn0.bm90IGEgcmVhbCBzaWduYXR1cmUsIDMyIGJ5dGVzLi4"), text);
    }
    true
}

fn judge(token: &str, keys: &str) {
    let keys = KeySet::from_text(keys).unwrap_or_else(|_| KeySet::from_secret(keys.as_bytes()));
    let compact = jose::compact(token);
    verify(&compact, &keys);
    near_miss(&compact, &keys);
    Jwt::read(token);
    let now = Timestamp::from_millis(1_795_427_000_000.0);
    for reveals in [false, true] {
        let context = TokenContext::new(now, Some((&keys, Shown::from("the keys"))), reveals);
        let shown =
            serde_json::to_string(&report::token(token, &context)).expect("what is shown can be written");
        let most = 40_000 + 60 * token.len();
        assert!(shown.len() <= most, "{} bytes of {}", shown.len(), token.len());
    }
}
