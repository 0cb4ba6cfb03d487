//! Any text as a token, with any text as its keys: it is read and verified, and nothing panics.
//!
//! The input is the token, a line feed, and the keys; without keys, the keys are a set with one key of each kind.

#![no_main]

use http::Timestamp;
use jose::{Jwt, KeySet, near_miss, verify};
use libfuzzer_sys::fuzz_target;
use report::{Shown, TokenContext};

const KEYS: &str = include_str!("keys.json");

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (token, keys) = text.split_once('\n').unwrap_or((text, KEYS));
    let keys = KeySet::from_text(keys).unwrap_or_else(|_| KeySet::from_secret(keys.as_bytes()));
    let compact = jose::compact(token);
    verify(&compact, &keys);
    near_miss(&compact, &keys);
    Jwt::read(token);
    let now = Timestamp::from_millis(1_795_427_000_000.0);
    for reveals in [false, true] {
        let context = TokenContext::new(now, Some((&keys, Shown::from("the keys"))), reveals);
        let shown = serde_json::to_string(&report::token(token, &context));
        assert!(shown.is_ok(), "what is shown can be written");
    }
});
