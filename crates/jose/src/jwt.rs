//! JSON Web Tokens (RFC 7519) in compact form (RFC 7515 §3.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// A token as far as it could be read. It holds claims, so it has no `Debug`.
#[derive(Clone, Default)]
pub struct Jwt {
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The claims set; empty for an encrypted token.
    pub claims: Map<String, Value>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

/// What is wrong with a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Defect {
    /// Neither three parts (signed) nor five (encrypted); this many.
    Parts(usize),
    /// That part is not base64url without padding; the character at this offset is not allowed.
    NotBase64Url(Part, usize),
    /// That part is not a JSON object.
    NotJson(Part),
}

/// A part of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The JOSE header.
    Header,
    /// The claims set.
    Claims,
}

impl Jwt {
    /// Whether text looks like a compact JWT: worth reading as one.
    pub fn is_likely(text: &str) -> bool {
        text.starts_with("eyJ") && matches!(text.split('.').count(), 3 | 5)
    }

    /// Reads whatever can be read.
    pub fn read(compact: &str) -> Self {
        let parts: Vec<&str> = compact.split('.').collect();
        let mut jwt = Jwt::default();
        if !matches!(parts.len(), 3 | 5) {
            jwt.defects.push(Defect::Parts(parts.len()));
        }
        jwt.header = jwt.object(Part::Header, parts.first().copied().unwrap_or_default());
        if parts.len() != 5 {
            jwt.claims = jwt.object(Part::Claims, parts.get(1).copied().unwrap_or_default());
        }
        jwt
    }

    fn object(&mut self, part: Part, encoded: &str) -> Map<String, Value> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if let Some(at) = encoded.find(|c| !allowed(c)) {
            self.defects.push(Defect::NotBase64Url(part, at));
            return Map::new();
        }
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(encoded) else {
            self.defects.push(Defect::NotBase64Url(part, encoded.len()));
            return Map::new();
        };
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => object,
            Ok(_) | Err(_) => {
                self.defects.push(Defect::NotJson(part));
                Map::new()
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

#[cfg(test)]
mod tests {
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
    fn names_what_is_wrong() {
        let check =
            |token: &str, defect: Defect| assert!(Jwt::read(token).defects.contains(&defect), "{defect:?}");
        check("opaque", Defect::Parts(1));
        check("e30=.e30.x", Defect::NotBase64Url(Part::Header, 3));
        check(&encode("{}", "[1]"), Defect::NotJson(Part::Claims));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,80}") {
            Jwt::read(&text);
        }
    }
}
