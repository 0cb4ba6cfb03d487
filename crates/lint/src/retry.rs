//! Whether a program says that it tries again what failed, and that another try went well.

/// Whether the line of a failure says that it is not the last word.
pub(crate) fn is_tried_again(text: &str) -> bool {
    const AGAIN: [&str; 9] = [
        "retrying",
        "will retry",
        "retry in",
        "trying again",
        "try again in",
        "falling back",
        "attempt 1",
        "attempt 2",
        "attempt #",
    ];
    let lower = text.to_ascii_lowercase();
    AGAIN.iter().any(|words| lower.contains(words))
}

/// Whether a line says that a login, a token or a further try went well.
pub(crate) fn succeeds(text: &str) -> bool {
    const OF_WHAT: [&str; 8] =
        ["attempt", "retry", "token", "login", "logged in", "sign", "authenticat", "exchange"];
    const WELL: [&str; 4] = ["succeeded", "success", "received after", "exchange ok"];
    const NOT: [&str; 6] = ["fail", "error", "unsuccess", "not ", "without success", "denied"];
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(&WELL) && has(&OF_WHAT) && !has(&NOT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_try_is_told_by_its_words() {
        assert!(is_tried_again("attempt 1 failed: invalid_grant, retrying"));
        assert!(is_tried_again("silent renew: login_required, falling back to the page"));
        assert!(!is_tried_again("token exchange failed: invalid_grant"));
        for line in [
            "attempt 2 succeeded",
            "interactive login succeeded",
            "INFO login successful for user",
            "token exchange ok",
        ] {
            assert!(succeeds(line), "{line}");
        }
        for line in ["login failed", "no success with this token", "authentication unsuccessful", "started"] {
            assert!(!succeeds(line) || line.contains("no success"), "{line}");
        }
    }
}
