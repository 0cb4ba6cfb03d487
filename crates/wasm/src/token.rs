//! Tokens that somebody wants to look at.

use http::Timestamp;
use jose::{Jwt, KeySet, NoKeys};
use report::{Shown, Token, TokenContext};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::to_js;

/// A token in words, and what came of the keys.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TokenAnswer {
    /// The token.
    pub token: Token,
    /// Why the keys could not be used; null where they were, and where there were none.
    pub keys_problem: Option<&'static str>,
}

/// Reads a token. `keys` is a key set, a key, a public key, or for HS256 and its like the client's secret; empty where
/// there is none. `now` is in milliseconds since the epoch.
#[wasm_bindgen]
pub fn token(text: &str, keys: &str, now: f64, reveals: bool) -> Result<Ts<TokenAnswer>, JsError> {
    let (set, from, keys_problem) = read_keys(text, keys.trim());
    let keys = set.as_ref().map(|set| (set, from));
    let context = TokenContext::new(Timestamp::from_millis(now), keys, reveals);
    to_js(TokenAnswer { token: report::token(text, &context), keys_problem })
}

fn read_keys(token: &str, text: &str) -> (Option<KeySet>, Shown, Option<&'static str>) {
    if text.is_empty() {
        return (None, Shown::default(), None);
    }
    let pasted = Shown::from("the pasted keys");
    let jwt = Jwt::read(token);
    match KeySet::from_text(text) {
        Ok(set) => (Some(set), pasted, None),
        // What is no key is the secret, where a secret is asked for.
        Err(_) if jwt.alg().is_some_and(|alg| alg.starts_with("HS")) => {
            (Some(KeySet::from_secret(text.as_bytes())), Shown::from("the pasted secret"), None)
        }
        Err(why) => (None, Shown::default(), Some(problem(why))),
    }
}

fn problem(why: NoKeys) -> &'static str {
    match why {
        NoKeys::UnknownForm => {
            "These are no keys: paste a key set (JWKS), a key (JWK) or a public key (PEM)."
        }
        NoKeys::NoKeySet => {
            "This JSON is no key set. If it is a discovery document, use the address that it calls jwks_uri."
        }
        NoKeys::PrivateKey => "This is a private key. To check a signature, paste the public one.",
        NoKeys::Certificate => {
            "This is a certificate. Paste the public key in it: openssl x509 -in FILE -pubkey -noout"
        }
    }
}
