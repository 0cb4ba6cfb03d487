//! The examples of the specifications, each of which holds, and none of which holds after any one change.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its vectors has failed")]

use oauth_lens_jose::{KeySet, Unfit, Verification, verify};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Vector {
    name: String,
    token: String,
    key: Value,
}

/// RFC 7515 Appendix A, RFC 7520 §4, RFC 8037 Appendix A.4.
fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn keys(key: &Value) -> KeySet {
    KeySet::read(key).unwrap()
}

#[test]
fn every_example_is_valid() {
    for vector in vectors() {
        assert_eq!(
            verify(&vector.token, &keys(&vector.key)),
            Verification::Valid { key: 0 },
            "{}",
            vector.name
        );
    }
}

#[test]
fn an_example_with_one_other_character_is_not() {
    for vector in vectors() {
        let (signed, signature) = vector.token.rsplit_once('.').unwrap();
        let (header, payload) = signed.split_once('.').unwrap();
        let other = |text: &str| {
            let changed = if text.starts_with('A') { "B" } else { "A" };
            format!("{changed}{}", &text[1..])
        };
        for token in [
            format!("{header}.{}.{signature}", other(payload)),
            format!("{header}.{payload}.{}", other(signature)),
        ] {
            assert_eq!(
                verify(&token, &keys(&vector.key)),
                Verification::Invalid { tried: vec![0] },
                "{}",
                vector.name
            );
        }
    }
}

#[test]
fn the_key_is_chosen_by_its_name_kind_use_and_algorithm() {
    let vector = vectors().into_iter().find(|v| v.name == "RFC 7520 §4.1 RS256").unwrap();
    let kid = vector.key["kid"].clone();
    let with = |member: &str, value: Value| {
        let mut key = vector.key.clone();
        key[member] = value;
        key
    };
    let check = |set: Value| verify(&vector.token, &keys(&set));
    let other = json!({"kty": "EC", "crv": "P-256", "kid": "another"});
    assert_eq!(check(json!({"keys": [other, vector.key]})), Verification::Valid { key: 1 });
    assert_eq!(check(json!({"keys": [other]})), Verification::NoSuchKey);
    assert_eq!(check(json!({"keys": []})), Verification::NoSuchKey);
    assert_eq!(check(with("use", json!("enc"))), Verification::NoFittingKey(Unfit::Use));
    assert_eq!(check(with("alg", json!("PS256"))), Verification::NoFittingKey(Unfit::Algorithm));
    assert_eq!(check(with("n", json!("!"))), Verification::NoFittingKey(Unfit::Broken));
    assert_eq!(check(json!({"kty": "EC", "kid": kid})), Verification::NoFittingKey(Unfit::Kind));
}

#[test]
fn what_nobody_signed_or_nobody_can_read_is_not_verified() {
    let none = KeySet::default();
    assert_eq!(verify("eyJhbGciOiJub25lIn0.e30.", &none), Verification::Unsigned);
    assert_eq!(verify("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", &none), Verification::Encrypted);
    assert_eq!(verify("eyJhbGciOiJYWTEyMyJ9.e30.c2ln", &none), Verification::Unsupported);
    assert_eq!(verify("not a token", &none), Verification::Unreadable);
    assert_eq!(verify("", &none), Verification::Unreadable);
}

/// Keys come from the network, of any length.
#[test]
fn a_key_that_is_too_short_is_broken() {
    let token = vectors().into_iter().find(|v| v.name == "RFC 8037 A.4 EdDSA").unwrap().token;
    for x in ["", "11qY", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo0"] {
        let key = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
        assert_eq!(verify(&token, &keys(&key)), Verification::NoFittingKey(Unfit::Broken), "{x}");
    }
    let short = "-----BEGIN PUBLIC KEY-----\nMAwwBQYDK2VwAwMA11o=\n-----END PUBLIC KEY-----";
    let pem = KeySet::from_text(short).unwrap();
    assert_eq!(verify(&token, &pem), Verification::NoFittingKey(Unfit::Kind));
    let whole = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----";
    assert_eq!(verify(&token, &KeySet::from_text(whole).unwrap()), Verification::Valid { key: 0 });
}

/// A public key must not serve as the secret of an HMAC: whoever knows it could sign.
#[test]
fn a_public_key_is_no_secret() {
    let rsa = vectors().into_iter().find(|v| v.name == "RFC 7515 A.2 RS256").unwrap().key;
    let hmac = vectors().into_iter().find(|v| v.name == "RFC 7515 A.1 HS256").unwrap().token;
    assert_eq!(verify(&hmac, &keys(&rsa)), Verification::NoFittingKey(Unfit::Kind));
}

#[test]
fn es256k_is_verified_in_both_halves_of_the_curve() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
    use k256::ecdsa::signature::Signer as _;
    use k256::ecdsa::{Signature, SigningKey};

    let signing = SigningKey::from_slice(&[7; 32]).unwrap();
    let point = signing.verifying_key().to_encoded_point(false);
    let key = json!({
        "kty": "EC", "crv": "secp256k1", "x": BASE64.encode(point.x().unwrap()), "y": BASE64.encode(point.y().unwrap()),
    });
    let message = format!("{}.{}", BASE64.encode(r#"{"alg":"ES256K"}"#), BASE64.encode("{}"));
    let low: Signature = signing.sign(message.as_bytes());
    let high = Signature::from_scalars(low.r(), -low.s()).unwrap();
    for signature in [low, high] {
        let token = format!("{message}.{}", BASE64.encode(signature.to_bytes()));
        assert_eq!(verify(&token, &keys(&key)), Verification::Valid { key: 0 });
    }
}
