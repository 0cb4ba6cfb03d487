//! The thumbprint of a key (RFC 7638), by which a token says which key it is bound to (RFC 9449 §6).

use serde_json::{Map, Value};

use crate::s256;

/// The SHA-256 thumbprint of a JSON Web Key as base64url. `None` where a member is missing that the key needs.
pub fn thumbprint(jwk: &Map<String, Value>) -> Option<String> {
    // RFC 7638 §3.2, RFC 8037 §2: the members that make a key what it is, in this order.
    let names: &[&str] = match jwk.get("kty")?.as_str()? {
        "RSA" => &["e", "kty", "n"],
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "oct" => &["k", "kty"],
        _ => return None,
    };
    let members = names.iter().map(|name| {
        let value = Value::from(jwk.get(*name)?.as_str()?);
        Some(format!("\"{name}\":{value}"))
    });
    let members: Vec<String> = members.collect::<Option<_>>()?;
    Some(s256(&format!("{{{}}}", members.join(","))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_example_of_rfc_7638() {
        let key = serde_json::json!({
            "kty": "RSA",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        });
        let members = key.as_object().unwrap();
        assert_eq!(thumbprint(members).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
        assert_eq!(thumbprint(&Map::new()), None);
    }
}
