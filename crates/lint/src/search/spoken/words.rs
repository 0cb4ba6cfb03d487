//! The words of a message.

/// Stands between two sentences.
pub(super) const END: &str = ".";
/// Stands between what failed and why.
pub(super) const COLON: &str = ":";

/// The words of a message in lower case, and where its sentences end. Addresses are none; a status of four hundred and more is one
/// of the words above.
pub(super) fn words(message: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    // Two members of JSON are two statements.
    let message = message.replace("\",\"", "\"\n\"").replace("\", \"", "\"\n\"");
    for line in message.lines() {
        let tokens: Vec<&str> = line
            .split_whitespace()
            .filter(|token| !token.contains("://") || token.contains("well-known"))
            .filter(|token| !token.contains('&') || !token.contains('='))
            .collect();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before)).copied();
            let status = status(token).filter(|_| is_status(before, token, tokens.get(at + 1).copied()));
            // A program before what it says: `get-token: could not …`.
            let is_front =
                || tokens.get(..at).is_some_and(|before| before.iter().all(|own| own.ends_with(':')));
            if is_program(token) && at + 1 < tokens.len() && is_front() {
                continue;
            }
            let pieces = token.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
            match status {
                Some(status) => words.push(status.to_owned()),
                None => words.extend(pieces.flat_map(apart)),
            }
            match token.trim_end_matches(['"', '\'', ')', ']']).chars().next_back() {
                Some('.' | ';' | '!' | '?') => words.push(END.to_owned()),
                Some(':') => words.push(COLON.to_owned()),
                _ => {}
            }
        }
        words.push(END.to_owned());
    }
    words
}

/// The word for a status that means a refusal, which may stand behind its name: `status=404`.
fn status(token: &str) -> Option<&'static str> {
    let last = token.trim_matches(|c: char| !c.is_alphanumeric()).rsplit(['=', ':', '/', '(']).next()?;
    match last.parse().ok()? {
        401 => Some("#401"),
        404 | 405 => Some("#404"),
        400..600 => Some("#4"),
        _ => None,
    }
}

/// Whether a number is a status: by its name before it, by its reason behind it, or as all that is said.
fn is_status(before: Option<&str>, token: &str, behind: Option<&str>) -> bool {
    const NAMES: [&str; 11] = [
        "status",
        "statuscode",
        "code",
        "http",
        "error",
        "returned",
        "returns",
        "response",
        "responded",
        "with",
        "got",
    ];
    const REASONS: [&str; 10] = [
        "unauthorized",
        "bad",
        "forbidden",
        "not",
        "method",
        "too",
        "internal",
        "service",
        "gateway",
        "conflict",
    ];
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_of =
        |list: &[&str], word: Option<&str>| word.is_some_and(|word| list.contains(&plain(word).as_str()));
    let is_marked = token.starts_with(['(', '[']) || token.contains(['=', ':']) || token.starts_with("HTTP/");
    let is_behind_mark =
        before.is_none_or(|word| word.ends_with([':', '-', '=']) || word.starts_with("HTTP/"));
    // `450 ms`, `404 users`.
    let is_counted = behind.is_some_and(|word| {
        word.starts_with(char::is_alphabetic)
            && !is_of(&REASONS, behind)
            && !token.ends_with([':', ',', ')', ';', '.'])
    });
    is_of(&REASONS, behind)
        || !is_counted && (behind.is_none() || is_marked || is_behind_mark || is_of(&NAMES, before))
        || is_of(&NAMES[..5], before)
}

/// Whether a token is the name of a program before a colon.
fn is_program(token: &str) -> bool {
    let name = token.strip_suffix(':').unwrap_or_default();
    name.contains('-') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Names that have a capital within.
const WHOLE: [&str; 4] = ["OpenID", "OAuth", "OAuth2", "UserInfo"];

/// A word, or the words of `redirectUri`; the name of a class is one: no state is illegal of an `IllegalStateException`.
fn apart(piece: &str) -> Vec<String> {
    let is_class = piece.ends_with("Exception") || piece.ends_with("Error");
    if is_class || WHOLE.iter().any(|whole| whole.eq_ignore_ascii_case(piece)) {
        return vec![piece.to_lowercase()];
    }
    let mut all = Vec::new();
    let mut word = String::new();
    let mut is_behind_lower = false;
    for c in piece.chars() {
        if c.is_uppercase() && is_behind_lower {
            all.push(std::mem::take(&mut word));
        }
        is_behind_lower = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    all.push(word);
    all
}
