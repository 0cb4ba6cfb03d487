//! The identifiers in a text, which tell it from all others.

/// What names one thing and no other: `AADSTS50011`, `hash_empty_error`, `IssuerMismatchError`, `auth/popup-blocked`. In lower
/// case, each once.
pub(crate) fn identifiers(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for token in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '-' | '.'))) {
        let pieces = token.split('.').chain([token]);
        for piece in pieces.map(|piece| piece.trim_matches(['-', '_', '/', '.'])) {
            if is_identifier(piece) {
                let known = piece.to_ascii_lowercase();
                if !all.contains(&known) {
                    all.push(known);
                }
            }
        }
    }
    all
}

fn is_identifier(token: &str) -> bool {
    let has = |is: fn(&u8) -> bool| token.as_bytes().iter().filter(|byte| is(byte)).count();
    let (upper, lower, digits) =
        (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase), has(u8::is_ascii_digit));
    if token.len() < 5 || token.len() > 80 || upper + lower == 0 {
        return false;
    }
    let is_word = token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    // A code: letters, then a number.
    let letters = token.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_code = is_word
        && upper >= 1
        && letters >= 1
        && lower <= 1
        && digits >= 3
        && token[letters..].bytes().all(|b| b.is_ascii_digit());
    let is_snake = is_word && token.contains('_') && (upper == 0 || lower == 0);
    // A class: two words or more, each with its capital.
    let starts_upper = token.as_bytes()[0].is_ascii_uppercase();
    let is_class = is_word && starts_upper && upper >= 2 && lower >= 4 && token.len() >= 10;
    let is_path = token.split_once('/').is_some_and(|(area, name)| {
        let is_name =
            |text: &str| text.len() > 2 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        is_name(area) && is_name(name)
    });
    let is_errno = is_word
        && lower == 0
        && token.starts_with('E')
        && digits == 0
        && token.len() >= 6
        && !token.contains('_');
    is_code || is_snake || is_class || is_path || is_errno
}

/// Whether an identifier is a code with a number of its product's own, which decides whatever stands beside it: `idx20803`.
pub(crate) fn is_numbered(identifier: &str) -> bool {
    let number = identifier.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = identifier.len() - number.len();
    (2..=8).contains(&letters) && number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_what_names_one_thing() {
        assert_eq!(identifiers("AADSTS50011: The redirect URI"), ["aadsts50011"]);
        assert_eq!(
            identifiers("BrowserAuthError: hash_empty_error: Hash value"),
            ["browserautherror", "hash_empty_error"]
        );
        assert_eq!(
            identifiers("Firebase: Error (auth/popup-closed-by-user)."),
            ["auth/popup-closed-by-user"]
        );
        assert_eq!(identifiers("connect ECONNREFUSED 127.0.0.1:443"), ["econnrefused"]);
        assert_eq!(
            identifiers("o.s.s.oauth2.core.OAuth2AuthenticationException: x"),
            ["oauth2authenticationexception"]
        );
        assert_eq!(identifiers("The login did not work at all, error 500"), Vec::<String>::new());
    }
}
