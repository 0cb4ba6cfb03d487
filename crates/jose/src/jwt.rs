//! JSON Web Tokens (RFC 7519) in compact form (RFC 7515 §3.1).

use serde_json::{Map, Value};

use crate::defect::{Defect, Part};
use crate::lenient::{bytes_of, object_of, unwrapped};

/// A token as far as it could be read. It holds claims, so it has no `Debug`.
#[derive(Clone, Default)]
pub struct Jwt {
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The claims set; empty for an encrypted token.
    pub claims: Map<String, Value>,
    /// What is wrong with it, in the order in which a reader meets it.
    pub defects: Vec<Defect>,
}

/// A claim, what its values are, and the word for that.
type Type = (&'static str, fn(&Value) -> bool, &'static str);

/// The claims whose type RFC 7519 §4.1 and OpenID Connect Core §2 lay down.
const TYPES: [Type; 11] = [
    ("iss", Value::is_string, "a string"),
    ("sub", Value::is_string, "a string"),
    ("aud", is_audience, "a string or an array of strings"),
    ("exp", Value::is_number, "a number"),
    ("nbf", Value::is_number, "a number"),
    ("iat", Value::is_number, "a number"),
    ("auth_time", Value::is_number, "a number"),
    ("jti", Value::is_string, "a string"),
    ("nonce", Value::is_string, "a string"),
    ("azp", Value::is_string, "a string"),
    ("amr", Value::is_array, "an array of strings"),
];

impl Jwt {
    /// Whether text looks like a compact JWT: worth reading as one.
    pub fn is_likely(text: &str) -> bool {
        text.starts_with("eyJ") && matches!(text.split('.').count(), 3 | 5)
    }

    /// Reads whatever can be read, and says what is wrong with the rest.
    pub fn read(compact: &str) -> Self {
        let mut jwt = Jwt::default();
        let token = unwrapped(compact, &mut jwt.defects);
        let parts: Vec<&str> = token.splitn(LONGEST + 1, '.').collect();
        let count = token.split('.').count();
        if !matches!(count, SIGNED | ENCRYPTED) {
            jwt.defects.push(Defect::Parts(count));
        }
        if count == 1 {
            return jwt;
        }
        jwt.header = jwt.object(Part::Header, parts.first().copied().unwrap_or_default());
        if count != ENCRYPTED {
            jwt.claims = jwt.object(Part::Claims, parts.get(1).copied().unwrap_or_default());
        }
        if count == SIGNED
            && let Some(signature) = parts.get(2)
        {
            bytes_of(Part::Signature, signature, &mut jwt.defects);
        }
        jwt.judge_types();
        jwt
    }

    fn object(&mut self, part: Part, encoded: &str) -> Map<String, Value> {
        let bytes = bytes_of(part, encoded, &mut self.defects);
        bytes.map(|bytes| object_of(part, &bytes, &mut self.defects)).unwrap_or_default()
    }

    fn judge_types(&mut self) {
        for (claim, is_right, expected) in TYPES {
            if self.claims.get(claim).is_some_and(|value| !is_right(value)) {
                self.defects.push(Defect::WrongType { claim, expected });
            }
        }
    }

    /// The `alg` header parameter, whatever it says.
    pub fn alg(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    /// The `kid` header parameter.
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid")?.as_str()
    }

    /// A claim that is a string.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// A NumericDate claim (RFC 7519 §2), in seconds since the epoch.
    pub fn time(&self, claim: &str) -> Option<f64> {
        self.claims.get(claim)?.as_f64()
    }

    /// The audiences: `aud` is a string or an array of them (RFC 7519 §4.1.3).
    pub fn audiences(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// Parts of a JWS and of a JWE in compact form (RFC 7515 §3.1, RFC 7516 §3.1).
const SIGNED: usize = 3;
const ENCRYPTED: usize = 5;
const LONGEST: usize = ENCRYPTED;

fn is_audience(value: &Value) -> bool {
    value.is_string() || value.as_array().is_some_and(|many| many.iter().all(Value::is_string))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

    use super::*;

    fn encode(header: &str, claims: &str) -> String {
        format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn reads_a_sound_token() {
        let jwt = Jwt::read(&encode(r#"{"alg":"RS256","kid":"k1"}"#, r#"{"aud":["a","b"],"exp":1.5}"#));
        assert_eq!(jwt.defects, []);
        assert_eq!((jwt.alg(), jwt.kid()), (Some("RS256"), Some("k1")));
        assert_eq!(jwt.audiences(), ["a", "b"]);
        assert_eq!(jwt.time("exp"), Some(1.5));
    }

    #[test]
    fn names_what_is_wrong_and_reads_on() {
        let sound = encode(r#"{"alg":"RS256"}"#, r#"{"sub":"alice"}"#);
        let check = |token: &str, defects: &[Defect]| {
            let jwt = Jwt::read(token);
            assert_eq!(jwt.defects, defects, "{token}");
            jwt
        };
        let readable = |token: &str, defects: &[Defect]| {
            assert_eq!(check(token, defects).text("sub"), Some("alice"), "{token}");
        };
        readable(&format!("Bearer {sound}"), &[Defect::Scheme("Bearer")]);
        readable(&format!("\"{sound}\""), &[Defect::Quoted]);
        readable(&format!("  {sound}\n"), &[Defect::Whitespace(0)]);
        readable(&sound.replacen('.', ".\n", 1), &[Defect::Whitespace(21)]);
        readable(&format!("{sound}.x"), &[Defect::Parts(4)]);

        let padded = format!(
            "{}.{}.c2ln",
            URL_SAFE.encode(r#"{"alg":"RS256" }"#),
            URL_SAFE_NO_PAD.encode(r#"{"sub":"alice"}"#)
        );
        readable(&padded, &[Defect::Padded(Part::Header)]);
        let standard = format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode("{}"),
            STANDARD_NO_PAD.encode(r#"{"sub":"alice","x":"??>~~~"}"#)
        );
        readable(&standard, &[Defect::NotBase64Url { part: Part::Claims, at: 27, found: '/' }]);
        check("opaque", &[Defect::Parts(1)]);
        check("e30.e%0.c2ln", &[Defect::NotBase64Url { part: Part::Claims, at: 1, found: '%' }]);
        check("e30.e30.c2l", &[]);
        check("e30.e30.c", &[Defect::CutOff(Part::Signature)]);
        check(&encode("{}", "[1]"), &[Defect::NotObject(Part::Claims)]);
        check(
            &encode("{}", "{\n  \"a\": 1,\n}"),
            &[Defect::NotJson { part: Part::Claims, line: 3, column: 1 }],
        );
        check(
            &encode("{}", r#"{"sub":"a","sub":"b"}"#),
            &[Defect::Duplicate(Part::Claims, "sub".to_owned())],
        );
        check(&encode("{}", r#"{"exp":"1"}"#), &[Defect::WrongType { claim: "exp", expected: "a number" }]);
        check("e30._w.c2ln", &[Defect::NotUtf8(Part::Claims)]);
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn never_panics(text in ".{0,80}") {
                Jwt::read(&text);
            }

            /// Whatever single character of a token becomes one that no token has, that character is named.
            #[test]
            fn a_foreign_character_is_named(at in any::<prop::sample::Index>(), found in "[%=*{}|~]") {
                let sound = encode(r#"{"alg":"RS256","typ":"JWT"}"#, r#"{"sub":"alice"}"#);
                let places: Vec<usize> = sound.match_indices(|c| c != '.').map(|(place, _)| place).collect();
                let at = *at.get(&places);
                let broken = format!("{}{found}{}", &sound[..at], &sound[at + 1..]);
                prop_assert!(!Jwt::read(&broken).defects.is_empty(), "{}", broken);
            }
        }
    }
}
