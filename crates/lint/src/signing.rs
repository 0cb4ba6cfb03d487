//! The keys with which a provider signs its ID tokens.

use jose::Jwt;
use oauth::KeySet;
use serde_json::{Map, Value};

/// Whether a key of the provider is asked: not for what is signed with the client's secret, or not at all.
pub(crate) fn is_signed_by_provider(jwt: &Jwt) -> bool {
    jwt.alg().is_some_and(|alg| !alg.starts_with("HS") && !alg.eq_ignore_ascii_case("none"))
}

/// The keys of a set that can have made a signature with this algorithm (RFC 7518 §3.1, RFC 8037 §3.1).
pub(crate) fn candidates<'s>(
    set: &'s KeySet<'_>,
    alg: &'s str,
) -> impl Iterator<Item = &'s Map<String, Value>> {
    let text = |key: &'s Map<String, Value>, name: &str| key.get(name).and_then(Value::as_str);
    set.signing_keys().filter(move |key| {
        text(key, "kty") == key_type(alg)
            && text(key, "alg").is_none_or(|stated| stated == alg)
            && curve(alg).is_none_or(|curve| text(key, "crv") == Some(curve))
    })
}

/// What makes a key the same key: its public members.
pub(crate) fn material(key: &Map<String, Value>) -> [Option<&str>; 5] {
    ["kty", "crv", "n", "x", "y"].map(|name| key.get(name).and_then(Value::as_str))
}

fn key_type(alg: &str) -> Option<&'static str> {
    match alg.get(..2)? {
        "RS" | "PS" => Some("RSA"),
        "ES" => Some("EC"),
        "Ed" => Some("OKP"),
        _ => None,
    }
}

fn curve(alg: &str) -> Option<&'static str> {
    match alg {
        "ES256" => Some("P-256"),
        "ES384" => Some("P-384"),
        "ES512" => Some("P-521"),
        _ => None,
    }
}
