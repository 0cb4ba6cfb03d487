//! Why a signature does not fit a key that it should fit: the mistakes of signers that can be proved.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;

use crate::keys::KeySet;
use crate::verify::{Scheme, candidates, check};
use crate::{Jwt, base64url};

/// A mistake with which the signature would fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NearMiss {
    /// It was made with this algorithm, and the header names another one.
    OtherAlgorithm(&'static str),
    /// It has the form of X.509 (ASN.1 DER), and JOSE has both numbers side by side (RFC 7518 §3.4).
    Der,
}

/// The mistake that was made, where one of them explains why [`crate::verify`] says that the signature does not fit.
pub fn near_miss(compact: &str, keys: &KeySet) -> Option<NearMiss> {
    let jwt = Jwt::read(compact);
    let (message, signature) = compact.rsplit_once('.')?;
    let scheme = Scheme::of(jwt.alg()?)?;
    let keys = candidates(&jwt, keys);
    if let Some((other, name)) = twin(scheme) {
        let fits = |key| check(other, key, message, signature) == Ok(true);
        return keys.into_iter().any(|(_, key)| fits(key)).then_some(NearMiss::OtherAlgorithm(name));
    }
    let side_by_side = URL_SAFE_NO_PAD.encode(from_der(scheme, &base64url(signature)?)?);
    let fits = |key| check(scheme, key, message, &side_by_side) == Ok(true);
    keys.into_iter().any(|(_, key)| fits(key)).then_some(NearMiss::Der)
}

/// The algorithm of RSA with the other padding.
fn twin(scheme: Scheme) -> Option<(Scheme, &'static str)> {
    let Scheme::Common(algorithm) = scheme else { return None };
    let (twin, name) = match algorithm {
        Algorithm::RS256 => (Algorithm::PS256, "PS256"),
        Algorithm::RS384 => (Algorithm::PS384, "PS384"),
        Algorithm::RS512 => (Algorithm::PS512, "PS512"),
        Algorithm::PS256 => (Algorithm::RS256, "RS256"),
        Algorithm::PS384 => (Algorithm::RS384, "RS384"),
        Algorithm::PS512 => (Algorithm::RS512, "RS512"),
        _ => return None,
    };
    Some((Scheme::Common(twin), name))
}

fn from_der(scheme: Scheme, der: &[u8]) -> Option<Vec<u8>> {
    match scheme {
        Scheme::Common(Algorithm::ES256) => {
            p256::ecdsa::Signature::from_der(der).ok().map(|signature| signature.to_bytes().to_vec())
        }
        Scheme::Common(Algorithm::ES384) => {
            p384::ecdsa::Signature::from_der(der).ok().map(|signature| signature.to_bytes().to_vec())
        }
        Scheme::Es512 => {
            p521::ecdsa::Signature::from_der(der).ok().map(|signature| signature.to_bytes().to_vec())
        }
        Scheme::Es256k => {
            k256::ecdsa::Signature::from_der(der).ok().map(|signature| signature.to_bytes().to_vec())
        }
        Scheme::Common(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Signer as _;
    use p256::ecdsa::{Signature, SigningKey};
    use serde_json::json;

    use super::*;
    use crate::{Verification, verify};

    #[test]
    fn a_signature_in_the_form_of_x509_is_named() {
        let signing = SigningKey::from_slice(&[7; 32]).unwrap();
        let point = signing.verifying_key().to_encoded_point(false);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let key = json!({"kty": "EC", "crv": "P-256", "x": encode(point.x().unwrap()), "y": encode(point.y().unwrap())});
        let keys = KeySet::read(&key).unwrap();
        let message = format!("{}.{}", encode(br#"{"alg":"ES256"}"#), encode(b"{}"));
        let signature: Signature = signing.sign(message.as_bytes());
        let token = format!("{message}.{}", encode(signature.to_der().as_bytes()));
        assert_eq!(verify(&token, &keys), Verification::Invalid { tried: vec![0] });
        assert_eq!(near_miss(&token, &keys), Some(NearMiss::Der));
        let other = token.replacen(&encode(b"{}"), &encode(b"{ }"), 1);
        assert_eq!(near_miss(&other, &keys), None);
    }
}
