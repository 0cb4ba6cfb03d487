//! Whether a program says that it tries again what failed, and that another try went well.

/// Whether the line of a failure says that it is not the last word.
pub(crate) fn is_tried_again(text: &str) -> bool {
    const AGAIN: [&str; 7] = [
        ", retrying",
        "will retry",
        "retry in ",
        "retrying in ",
        "trying again",
        "falling back",
        "attempt 1 failed",
    ];
    const NOT: [&str; 3] = ["not retry", "no retry", "retrying stopped"];
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(&AGAIN) && !has(&NOT)
}

/// Whether a line says that a further try went well: that somebody signed in may be said of another user.
pub(crate) fn succeeds(text: &str) -> bool {
    const TRIES: [&str; 5] = ["attempt", "retry", "retries", "tries", "interactive"];
    const WELL: [&str; 4] = ["succeeded", "successful", "success", "received"];
    const NOT: [&str; 5] = ["fail", "unsuccess", "not ", "no success", "without success"];
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| TRIES.iter().any(|tries| word.starts_with(tries)))
        && WELL.iter().any(|word| lower.contains(word))
        && !NOT.iter().any(|word| lower.contains(word))
}

/// Whether a line says that no further try comes.
pub(crate) fn gives_up(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["giving up", "gave up", "no more retries", "retries exhausted"].iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_try_is_told_by_its_words() {
        for line in [
            "attempt 1 failed: invalid_grant, retrying",
            "silent renew: login_required, falling back to the page",
            "invalid_client, will retry",
        ] {
            assert!(is_tried_again(line), "{line}");
        }
        for line in [
            "token exchange failed: invalid_grant",
            "invalid_grant, not retrying",
            "please try again in a moment",
            "attempt 12 failed",
        ] {
            assert!(!is_tried_again(line), "{line}");
        }
    }

    #[test]
    fn that_it_went_well_is_said_of_the_try() {
        for line in [
            "attempt 2 succeeded",
            "interactive login succeeded",
            "access token received after 3 attempts",
            "attempt 3 succeeded: no errors",
        ] {
            assert!(succeeds(line), "{line}");
        }
        for line in [
            "attempt 2 failed",
            "no success with this attempt",
            "retry unsuccessful",
            "user=bob login success",
            "assigned CSRF token successfully",
            "token cache warmed successfully",
            "retrying",
        ] {
            assert!(!succeeds(line), "{line}");
        }
    }
}
