//! JOSE for a reader who refuses nothing: JWTs and the hashes that OAuth is made of.
//!
//! Reading never fails. A token that is none gives what could be read and a list of defects, and `alg` stays the
//! string that stood there, so that `none` and unknown algorithms can be looked at. Nothing here trusts a token:
//! no signature is verified yet.

mod hash;
mod jwt;

pub use hash::{left_half_hash, s256, sha256_hex};
pub use jwt::{Defect, Jwt, Part};
