//! What a value looks like, judged without knowing what it is.

/// Shorter runs are no usable credentials and often words.
const SHORTEST_SECRET: usize = 16;

/// Whether a run of token characters could be a credential: long, and mixed as no word or name is.
pub(crate) fn looks_secret(run: &str) -> bool {
    if run.len() < SHORTEST_SECRET {
        return false;
    }
    if jose::Jwt::is_likely(run) {
        return true;
    }
    let has = |class: fn(&u8) -> bool, text: &str| text.bytes().any(|b| class(&b));
    let mixed =
        has(u8::is_ascii_lowercase, run) && has(u8::is_ascii_uppercase, run) && has(u8::is_ascii_digit, run);
    let dense = |piece: &str| {
        piece.len() >= SHORTEST_SECRET
            && has(u8::is_ascii_digit, piece)
            && has(u8::is_ascii_alphabetic, piece)
    };
    mixed || is_uuid(run) || run.split(['-', '_', '.', '~']).any(dense) || is_scrambled(run)
}

/// Letters alone, but in an order of upper and lower case that no word has.
fn is_scrambled(run: &str) -> bool {
    let letters: Vec<u8> = run.bytes().filter(u8::is_ascii_alphabetic).collect();
    let ups = letters
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase())
        .count();
    letters.len() >= 20 && ups * 5 >= letters.len() * 2
}

fn is_uuid(run: &str) -> bool {
    run.len() == 36
        && run
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}

/// Characters that tokens are made of.
pub(crate) fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_credentials_from_names() {
        for secret in [
            "SplxlOBeZQQYbYS6WxSbIA",
            "40ad2a57cd1d4eb7866fc8b9a499ffdd",
            "eyJhbGciOiJub25lIn0.e30.",
            "a1b2c3d4-0000-4000-8000-00000000000a",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "xKqPzRtWvYnMbLcJhGfDsA",
        ] {
            assert!(looks_secret(secret), "{secret}");
        }
        for name in [
            "web-shop",
            "openid-connect-auth",
            "my-long-realm-name",
            "authorization_code",
            "callback",
            "oauth2-v2-endpoint-for-production",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
    }
}
