//! Placeholders that keep transcripts readable: what a person cannot write by hand is computed.
//!
//! `$s256(verifier)`, `$base64(text)`, `$time(09:41:08)` (seconds since the epoch on the transcripts' day),
//! `$date(09:41:08)` (the `Date` header), `$jwt({claims})` or `$jwt({header}, {claims})` (a JWT with a dummy
//! signature), `$signed({header}, {claims})` (an ES256 JWT that the key of `$key(kid)` verifies), `$key(kid)` (that key as
//! JWK). Inner ones are computed first.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::Timestamp;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

const NAMES: [&str; 7] = ["$s256(", "$base64(", "$time(", "$date(", "$jwt(", "$signed(", "$key("];

/// Computes all placeholders of a text.
pub fn expand(text: &str) -> String {
    let Some((at, name)) = NAMES.iter().filter_map(|name| Some((text.find(name)?, *name))).min() else {
        return text.to_owned();
    };
    let (before, rest) = (&text[..at], &text[at + name.len()..]);
    let end = closing(rest).unwrap_or_else(|| panic!("no closing parenthesis after {name}"));
    let argument = expand(&rest[..end]);
    format!("{before}{}{}", compute(name, argument.trim()), expand(&rest[end + 1..]))
}

fn compute(name: &str, argument: &str) -> String {
    match name {
        "$s256(" => jose::s256(argument),
        "$base64(" => STANDARD.encode(argument),
        "$time(" => format!("{}", moment(argument).as_seconds()),
        "$date(" => http_date(moment(argument)),
        "$signed(" => signed(argument),
        "$key(" => key(argument),
        _ => jwt(argument),
    }
}

fn moment(clock: &str) -> Timestamp {
    Timestamp::from_rfc3339(&format!("2026-11-23T{clock}Z"))
        .unwrap_or_else(|| panic!("no time of day: {clock}"))
}

fn http_date(time: Timestamp) -> String {
    let iso = time.to_rfc3339();
    format!("Mon, 23 Nov 2026 {} GMT", &iso[11..19])
}

fn jwt(argument: &str) -> String {
    format!("{}.{}", unsigned(argument), URL_SAFE_NO_PAD.encode("not a real signature, 32 bytes.."))
}

fn unsigned(argument: &str) -> String {
    let (header, claims) = match argument.split_once("}, {") {
        Some((header, claims)) => (format!("{header}}}"), format!("{{{claims}")),
        None => (r#"{"alg":"RS256","kid":"key-1"}"#.to_owned(), argument.to_owned()),
    };
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

/// A key that everybody knows: it signs nothing but examples.
fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

fn signed(argument: &str) -> String {
    let message = unsigned(argument);
    let signature: Signature = signing_key().sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn key(kid: &str) -> String {
    let point = signing_key().verifying_key().to_encoded_point(false);
    let [x, y] = [point.x(), point.y()].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate.unwrap()));
    format!(r#"{{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{kid}","x":"{x}","y":"{y}"}}"#)
}

fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(at),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_from_the_inside_out() {
        assert_eq!(expand("a $time(00:00:01) b"), "a 1795392001 b");
        assert_eq!(expand("$date(09:41:08)"), "Mon, 23 Nov 2026 09:41:08 GMT");
        let token = expand(r#"{"id_token":"$jwt({"iat":$time(00:00:01)})"}"#);
        let compact = token.split('"').nth(3).unwrap();
        assert_eq!(jose::Jwt::read(compact).time("iat"), Some(1795392001.0));
    }
}
