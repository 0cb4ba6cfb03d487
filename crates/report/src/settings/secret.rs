//! What must not be kept as a setting, by its looks: a client's name may look as drawn as its secret, so what nothing gives away is not told.

use http::Uri;
use jose::Jwt;

use crate::mask::{Strength, is_key_of_service, is_word, looks_random, strength};

/// Characters of the shortest drawn text with a tilde that is taken for a secret: generated passwords have one, names of clients do not.
const SHORTEST_DRAWN: usize = 30;

/// What a text holds that must not be kept; nothing where it may be.
pub(super) fn secret_in(text: &str) -> Option<&'static str> {
    const SCHEMES: [&str; 4] = ["bearer ", "basic ", "dpop ", "negotiate "];
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.contains("-----begin") {
        return Some("a key");
    }
    if SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) {
        return Some("a credential of a header line");
    }
    let pieces = || text.split(|c: char| c.is_whitespace() || "\"'`,;&?#={}()<>".contains(c));
    if pieces().any(|piece| Jwt::is_likely(piece) || is_key_of_service(piece)) {
        return Some("a token");
    }
    let is_drawn = |piece: &str| piece.len() >= SHORTEST_DRAWN && piece.contains('~') && looks_random(piece);
    if pieces().any(|piece| !piece.contains("://") && is_drawn(piece)) {
        return Some("a secret");
    }
    if is_named(text) {
        return Some("a value that its name calls secret");
    }
    let uri = Uri::parse(text.trim())?;
    (!uri.url().username().is_empty() || uri.url().password().is_some())
        .then_some("a user name or password in an address")
}

/// Whether a value stands behind a name that says it is secret: `client_secret=…`, `"password": "…"`, a parameter of an address.
fn is_named(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !"\"'`".contains(*c)).collect();
    plain.split(['{', '}', ',', ';', '&', '?', '#']).any(|pair| {
        let end = pair.find(['=', ':']).filter(|end| !pair[*end..].starts_with(":/"));
        let Some((name, value)) = end.map(|end| (&pair[..end], &pair[end + 1..])) else { return false };
        match strength(name) {
            Strength::Strong => !value.is_empty() && (pair.contains('=') || !is_word(value)),
            Strength::Weak => pair.contains('=') && looks_random(value),
            Strength::None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::secret_in;

    #[test]
    fn a_secret_is_told_from_a_name_or_an_address() {
        for secret in [
            "client_secret=qzx7kwv71m2t",
            "{\"client_id\": \"shop\", \"client_secret\": \"qzx7kwv71m2t\"}",
            "client_secret: qzx7kwv71m2t",
            "client_secret=dragon",
            "Bearer abc",
            "Basic c2hvcDpzZWNyZXQ=",
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.",
            "access_token=eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.x",
            "ghp_8ZkGvrjoOUPzXqichR3m",
            "-----BEGIN PRIVATE KEY-----",
            "Xr28Q~aZk3.Gvrj-oOUPzXqichR3mTq0.Lw_5sd",
            "https://jane:horse@app.example.com/callback",
            "https://app.example.com/callback?code=qzx7kwv71m2t&state=zzz",
            "https://app.example.com/callback#access_token=qzx7kwv71m2t",
        ] {
            assert!(secret_in(secret).is_some(), "{secret}");
        }
        for open in [
            "web-shop",
            "6babcaad-604b-40ac-a9d7-9fd97c0b779f",
            "0oa1k2x9z8QwErTyU5d7",
            "aBcD3fGh1JkLmN0pQrStUvWxYz456789",
            "84371-qzx7kwv71m2t.apps.example.com",
            "https://client.example.org/id.json",
            "https://auth.example.com/realms/shop",
            "https://app.example.com/callback",
            "https://app.example.com/auth/token/callback?tenant=a",
            "http://localhost:5173/callback",
            "com.example.shop:/oauth2redirect",
            "com.acme.shopping:/cb",
            "com.example.tokens:/callback",
            "myapp://callback/token",
            "api://6babcaad-604b-40ac-a9d7-9fd97c0b779f",
            "urn:example:token:api",
            "*.telemetry.example",
            "pkce/missing",
        ] {
            assert_eq!(secret_in(open), None, "{open}");
        }
    }
}
