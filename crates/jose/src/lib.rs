//! JOSE for a reader who refuses nothing: JWTs, the hashes that OAuth is made of, and signatures.
//!
//! Reading never fails. A token that is none gives what could be read and a list of defects, and `alg` stays the
//! string that stood there, so that `none` and unknown algorithms can be looked at. Reading trusts nothing; whether a
//! signature fits is [`verify`]'s answer.

mod defect;
mod hash;
mod jwt;
mod keys;
mod lenient;
mod near_miss;
mod sd_jwt;
mod thumbprint;
mod verify;

use base64::Engine as _;

pub use defect::{Defect, Part};
pub use hash::{left_half_hash, s256, sha256_hex};
pub use jwt::Jwt;
pub use keys::{Key, KeySet, NoKeys};
pub use lenient::compact;
pub use near_miss::{NearMiss, near_miss};
pub use sd_jwt::{Disclosure, SdJwt};
pub use thumbprint::thumbprint;
pub use verify::{Unfit, Verification, verify};

/// The readable texts, of `least` characters or more, in bytes that are written as base64 of either alphabet, padded or not; empty
/// where it is none.
pub fn texts_in_base64(text: &str, least: usize) -> Vec<String> {
    let plain = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let bytes = base64url(&plain).unwrap_or_default();
    let runs = bytes.split(|byte| !(b' '..=b'~').contains(byte)).filter(|run| run.len() >= least);
    runs.map(|run| String::from_utf8_lossy(run).into_owned()).collect()
}

/// Bytes from base64url without padding (RFC 7515 §2).
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()
}
