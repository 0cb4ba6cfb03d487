//! Whether a value is the hash of another one: computed, or where both were masked what the recording says of it.

use http::redaction::{Found, Hash, mark_of, stand_in};
use http::{Redaction, Value};

/// Whether `stated` is the hash of `of` as base64url (RFC 7636 §4.2, RFC 9449 §4.2); `None` where that cannot be told.
pub fn is_s256_of(stated: Value<'_>, of: Value<'_>) -> Option<bool> {
    is_hash_of(Hash::S256, stated, of, |stated, of| Some(stated == jose::s256(of)))
}

/// Whether `stated` is the hash of `of` in hexadecimal digits; `None` where that cannot be told.
pub fn is_sha256_hex_of(stated: Value<'_>, of: Value<'_>) -> Option<bool> {
    is_hash_of(Hash::Sha256Hex, stated, of, |stated, of| Some(stated == jose::sha256_hex(of)))
}

/// Whether `stated` is the left half of the hash of `of` that belongs to an `alg` (OpenID Connect Core §3.1.3.6); `None` where that
/// cannot be told, for one.
pub fn is_left_half_of(alg: &str, stated: Value<'_>, of: Value<'_>) -> Option<bool> {
    is_hash_of(Hash::LeftHalf, stated, of, |stated, of| {
        Some(stated.trim_end_matches('=') == jose::left_half_hash(alg, of)?)
    })
}

fn is_hash_of(
    hash: Hash,
    stated: Value<'_>,
    of: Value<'_>,
    compute: impl FnOnce(&str, &str) -> Option<bool>,
) -> Option<bool> {
    match (stated.known(), of.known()) {
        // A masked token is read like a whole one, and its hash is another one.
        (Some(stated), Some(of)) if is_whole(of) => compute(stated, of),
        _ => stated.was_hash_of(of, hash),
    }
}

/// Whether nothing of it was masked or taken out.
fn is_whole(text: &str) -> bool {
    let end = http::redaction::signature_of(text);
    stand_in(text).is_none() && Redaction::of(end).is_none()
}

/// What the challenge of a verifier is known by: the challenge (RFC 7636 §4.2), or where the verifier has a name, that. `None` where it
/// was taken out.
pub fn challenge_of(verifier: Value<'_>) -> Option<String> {
    index_of_value(verifier).or_else(|| verifier.known().map(jose::s256))
}

/// What a hash is known by in an index: the value that it is of, where that has a name.
pub(crate) fn index_of_hash(hash: &str) -> &str {
    match Found::of(hash) {
        Some(Found::HashOf(_, of)) => of,
        _ => hash,
    }
}

/// What the hash of a value is known by in an index, where the value has a name.
pub(crate) fn index_of_value(value: Value<'_>) -> Option<String> {
    Some(mark_of(value.comparable()?)?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s256(stated: &str, of: &str) -> Option<bool> {
        is_s256_of(Value::new(stated), Value::new(of))
    }

    #[test]
    fn it_is_computed_or_said_and_never_guessed() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(s256(challenge, verifier), Some(true));
        assert_eq!(s256(challenge, "another"), Some(false));
        let fits = "code_challenge#1 · 43 chars · S256 of verifier#1";
        assert_eq!(s256(fits, "verifier#1 · 43 chars"), Some(true));
        assert_eq!(s256(fits, "verifier#2 · 43 chars"), Some(false));
        assert_eq!(
            s256("code_challenge#1 · 43 chars · hash of none here", "verifier#1 · 43 chars"),
            Some(false)
        );
        // The names of a report say nothing of it, and nor does a value beside a name.
        assert_eq!(s256("code_challenge#1 · 43 chars", "verifier#1 · 43 chars"), None);
        assert_eq!(s256(challenge, "verifier#1 · 43 chars"), None);
        assert_eq!(s256(challenge, "[REDACTED]"), None);
        assert_eq!(s256(fits, "[REDACTED]"), None);
        assert_eq!(is_sha256_hex_of(Value::new(fits), Value::new("verifier#1 · 43 chars")), Some(false));
    }

    #[test]
    fn a_masked_token_has_the_hash_that_is_said() {
        let end = http::redaction::as_signature("access_token#1 · JWT, 90 chars");
        let token = format!("eyJhbGciOiJSUzI1NiJ9.e30.{end}");
        let half = |stated: &str, of: &str| is_left_half_of("RS256", Value::new(stated), Value::new(of));
        assert_eq!(half("at_hash#1 · 22 chars · half hash of access_token#1", &token), Some(true));
        assert_eq!(half("at_hash#1 · 22 chars · half hash of access_token#2", &token), Some(false));
        assert_eq!(half("77QmUPtjPfzWtF2AnpK9RQ", &token), None);
        assert_eq!(half("77QmUPtjPfzWtF2AnpK9RQ", "eyJhbGciOiJSUzI1NiJ9.e30.[REDACTED]"), None);
    }
}
