//! Signatures (RFC 7515 §5.2): which key, and whether it fits.
//!
//! `jsonwebtoken` computes what it knows; ES512 and ES256K it does not, the RustCrypto crates of these curves do.

use base64::Engine as _;
use jsonwebtoken::{Algorithm, DecodingKey};
use p521::elliptic_curve::pkcs8::{AssociatedOid, DecodePublicKey as _};
use p521::elliptic_curve::sec1::{FromEncodedPoint, ModulusSize, ToEncodedPoint};
use p521::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, PublicKey};
use signature::Verifier as _;

use crate::keys::{Key, KeySet, Material};
use crate::{Jwt, base64url};

/// What a verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verification {
    /// The signature fits this key.
    Valid {
        /// The index of the key.
        key: usize,
    },
    /// The signature fits none of these keys, which are the ones that it should fit.
    Invalid {
        /// The indices of the keys that were tried.
        tried: Vec<usize>,
    },
    /// No key has the token's `kid`.
    NoSuchKey,
    /// There are keys, and none is for this algorithm and use.
    NoFittingKey(Unfit),
    /// `alg` is `none`: nobody signed it (RFC 7515 §A.5).
    Unsigned,
    /// It is encrypted (RFC 7516): nobody but its reader can look inside.
    Encrypted,
    /// `alg` is an algorithm that cannot be verified here.
    Unsupported,
    /// It is no token that could be verified: see [`Jwt::defects`].
    Unreadable,
}

/// Why a key cannot be the one; what comes later is nearer to being it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unfit {
    /// Its type or curve is another than the algorithm's.
    Kind,
    /// Its `use` is not `sig`.
    Use,
    /// Its `alg` is another one.
    Algorithm,
    /// Its members are missing or broken.
    Broken,
}

/// The algorithms that can be verified (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Common(Algorithm),
    Es512,
    Es256k,
}

/// Verifies the signature of a token with the key that its header asks for.
pub fn verify(compact: &str, keys: &KeySet) -> Verification {
    let jwt = Jwt::read(compact);
    let parts: Vec<&str> = compact.split('.').collect();
    if parts.len() == 5 {
        return Verification::Encrypted;
    }
    let (Some(alg), [header, payload, signature]) = (jwt.alg(), parts.as_slice()) else {
        return Verification::Unreadable;
    };
    if alg.eq_ignore_ascii_case("none") {
        return Verification::Unsigned;
    }
    let Some(scheme) = Scheme::of(alg) else { return Verification::Unsupported };
    let message = &compact[..header.len() + 1 + payload.len()];

    let candidates = candidates(&jwt, keys);
    if candidates.is_empty() {
        return Verification::NoSuchKey;
    }
    let mut tried = Vec::new();
    let mut unfit = Unfit::Kind;
    for (index, key) in candidates {
        match fits(scheme, alg, key).and_then(|()| check(scheme, key, message, signature)) {
            Ok(true) => return Verification::Valid { key: index },
            Ok(false) => tried.push(index),
            Err(why) => unfit = unfit.max(why),
        }
    }
    if tried.is_empty() { Verification::NoFittingKey(unfit) } else { Verification::Invalid { tried } }
}

/// Keys that are tried for a token that names none.
const MOST_TRIED: usize = 32;

/// The keys that a token's `kid` allows, with their indices.
pub(crate) fn candidates<'k>(jwt: &Jwt, keys: &'k KeySet) -> Vec<(usize, &'k Key)> {
    let named = |key: &Key| jwt.kid().is_none() || key.kid().is_none() || key.kid() == jwt.kid();
    keys.keys.iter().enumerate().filter(|(_, key)| named(key)).take(MOST_TRIED).collect()
}

impl Scheme {
    pub(crate) fn of(alg: &str) -> Option<Self> {
        match alg {
            "ES512" => Some(Scheme::Es512),
            "ES256K" => Some(Scheme::Es256k),
            // RFC 9864 §2.2: the name that says which curve.
            "Ed25519" => Some(Scheme::Common(Algorithm::EdDSA)),
            _ => alg.parse().ok().map(Scheme::Common),
        }
    }

    /// `kty` and `crv` of the keys that it takes.
    fn kind(self) -> (&'static str, Option<&'static str>) {
        match self {
            Scheme::Common(Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) => ("oct", None),
            Scheme::Common(Algorithm::ES256) => ("EC", Some("P-256")),
            Scheme::Common(Algorithm::ES384) => ("EC", Some("P-384")),
            Scheme::Common(Algorithm::EdDSA) => ("OKP", Some("Ed25519")),
            Scheme::Common(_) => ("RSA", None),
            Scheme::Es512 => ("EC", Some("P-521")),
            Scheme::Es256k => ("EC", Some("secp256k1")),
        }
    }
}

fn fits(scheme: Scheme, alg: &str, key: &Key) -> Result<(), Unfit> {
    let (kty, curve) = scheme.kind();
    match &key.material {
        // What a PEM holds shows when it is used.
        Material::Pem(_) => Ok(()),
        Material::Secret(_) if kty == "oct" => Ok(()),
        Material::Jwk(_)
            if key.kty() == Some(kty) && curve.is_none_or(|curve| key.curve() == Some(curve)) =>
        {
            match (key.usage(), key.alg()) {
                (Some(usage), _) if usage != "sig" => Err(Unfit::Use),
                (_, Some(stated)) if stated != alg => Err(Unfit::Algorithm),
                _ => Ok(()),
            }
        }
        Material::Secret(_) | Material::Jwk(_) => Err(Unfit::Kind),
    }
}

pub(crate) fn check(scheme: Scheme, key: &Key, message: &str, signature: &str) -> Result<bool, Unfit> {
    match scheme {
        Scheme::Common(algorithm) => {
            let key = decoding_key(algorithm, key)?;
            // A signature that is no base64url fits no key.
            Ok(jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, algorithm).unwrap_or(false))
        }
        Scheme::Es512 => {
            let point = match &key.material {
                Material::Pem(pem) => pem_point::<p521::NistP521>(pem)?,
                _ => point::<66>(key)?,
            };
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| Unfit::Broken)?;
            let signature =
                base64url(signature).and_then(|raw| p521::ecdsa::Signature::from_slice(&raw).ok());
            Ok(signature.is_some_and(|signature| key.verify(message.as_bytes(), &signature).is_ok()))
        }
        Scheme::Es256k => {
            let point = match &key.material {
                Material::Pem(pem) => pem_point::<k256::Secp256k1>(pem)?,
                _ => point::<32>(key)?,
            };
            let key = k256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| Unfit::Broken)?;
            let signature =
                base64url(signature).and_then(|raw| k256::ecdsa::Signature::from_slice(&raw).ok());
            // JOSE allows both halves of a curve's signatures; this crate takes the lower one alone.
            let signature = signature.map(|signature| signature.normalize_s().unwrap_or(signature));
            Ok(signature.is_some_and(|signature| key.verify(message.as_bytes(), &signature).is_ok()))
        }
    }
}

/// The bytes of an Ed25519 key (RFC 8032 §5.1.5), alone and as X.509 has it (RFC 8410 §4): `jsonwebtoken` panics on shorter
/// ones.
const ED25519: usize = 32;
const ED25519_SPKI: usize = 44;

/// The bytes that a PEM holds.
fn pem_length(pem: &str) -> Option<usize> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    Some(base64::engine::general_purpose::STANDARD.decode(body).ok()?.len())
}

fn decoding_key(algorithm: Algorithm, key: &Key) -> Result<DecodingKey, Unfit> {
    let member = |name| key.member(name).ok_or(Unfit::Broken);
    let made = match (&key.material, algorithm) {
        (Material::Secret(secret), _) => Ok(DecodingKey::from_secret(secret)),
        (Material::Pem(pem), Algorithm::ES256 | Algorithm::ES384) => DecodingKey::from_ec_pem(pem.as_bytes()),
        (Material::Pem(pem), Algorithm::EdDSA) if pem_length(pem) == Some(ED25519_SPKI) => {
            DecodingKey::from_ed_pem(pem.as_bytes())
        }
        (Material::Pem(_), Algorithm::EdDSA) => return Err(Unfit::Kind),
        (Material::Pem(pem), _) => DecodingKey::from_rsa_pem(pem.as_bytes()),
        (Material::Jwk(_), Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) => {
            return base64url(member("k")?).map(|k| DecodingKey::from_secret(&k)).ok_or(Unfit::Broken);
        }
        (Material::Jwk(_), Algorithm::ES256 | Algorithm::ES384) => {
            DecodingKey::from_ec_components(member("x")?, member("y")?)
        }
        (Material::Jwk(_), Algorithm::EdDSA) => {
            let x = member("x")?;
            let length = base64url(x).ok_or(Unfit::Broken)?.len();
            if length != ED25519 {
                return Err(Unfit::Broken);
            }
            DecodingKey::from_ed_components(x)
        }
        (Material::Jwk(_), _) => DecodingKey::from_rsa_components(member("n")?, member("e")?),
    };
    made.map_err(|_| Unfit::Broken)
}

/// The point of a public key as PEM; a key of another curve is none.
fn pem_point<C>(pem: &str) -> Result<Vec<u8>, Unfit>
where
    C: CurveArithmetic + AssociatedOid,
    AffinePoint<C>: FromEncodedPoint<C> + ToEncodedPoint<C>,
    FieldBytesSize<C>: ModulusSize,
{
    let key = PublicKey::<C>::from_public_key_pem(pem).map_err(|_| Unfit::Kind)?;
    Ok(key.to_encoded_point(false).as_bytes().to_vec())
}

/// A point in SEC 1's uncompressed form, its coordinates of this many bytes.
fn point<const SIZE: usize>(key: &Key) -> Result<Vec<u8>, Unfit> {
    let mut point = vec![4];
    for name in ["x", "y"] {
        let coordinate = key.member(name).and_then(base64url).ok_or(Unfit::Broken)?;
        let missing = SIZE.checked_sub(coordinate.len()).ok_or(Unfit::Broken)?;
        point.extend(std::iter::repeat_n(0, missing));
        point.extend(coordinate);
    }
    Ok(point)
}
