//! Two values in a message that should be one, in whatever order and words it says so: `expected "a/", got "a"`, `Actual: b`.

use crate::compare::{difference as compared, recoding};

/// Of what it has to speak, so that the values are those of a login.
const ABOUT: [&str; 8] = ["issuer", "iss", "audience", "aud", "redirect", "callback", "state", "nonce"];

/// Before the value that should be there.
const EXPECTED: [&str; 10] = [
    "expected",
    "expecting",
    "expects",
    "wanted",
    "wants",
    "should be",
    "must be",
    "configured",
    "registered",
    "required",
];
/// Before the value that is there.
const ACTUAL: [&str; 12] = [
    "got", "received", "actual", "actually", "but was", "but is", "found", "given", "sent", "provided",
    "returned", "instead",
];
/// Between such a word and its value.
const BETWEEN: [&str; 20] = [
    "issuer", "iss", "audience", "aud", "redirect", "uri", "url", "state", "nonce", "value", "claim", "to",
    "be", "is", "was", "the", "of", "one", "equal", "it",
];
/// How many of them.
const MOST_BETWEEN: usize = 5;

/// Letters of the shortest value that is compared with what encoding does to it.
const SOME: usize = 4;

/// Says of two addresses that they should be one.
const DIFFER: [&str; 9] = [
    "mismatch",
    "not match",
    "t match",
    "not equal",
    "!=",
    "not in",
    "differ",
    "not registered",
    "not allowed",
];

/// What a message says that only names two values which should be one: that they are not. Of words of everyday it is one only
/// where the values are those of a login: two addresses, or one text that was changed on its way.
pub(super) fn row(message: &str) -> Option<&'static str> {
    /// One of these beside what other things have, too: a pod has a state, a chain of blocks a nonce.
    const OF_LOGINS: [&str; 11] = [
        "auth", "callback", "claim", "csrf", "jwt", "login", "mismatch", "oidc", "openid", "redirect",
        "token",
    ];
    const ROWS: [(&str, &str); 7] = [
        ("issuer", "the issuer does not fit"),
        ("iss", "the issuer does not fit"),
        ("audience", "the audience does not fit"),
        ("aud", "the audience does not fit"),
        ("redirect", "the redirect URI is not accepted"),
        ("nonce", "the nonce does not fit"),
        ("state", "the state does not fit"),
    ];
    let lower = message.to_ascii_lowercase();
    let (word, row) = ROWS.into_iter().find(|(word, _)| place(&lower, word, 0).is_some())?;
    let is_of_login = matches!(word, "issuer" | "iss" | "redirect")
        || OF_LOGINS.iter().any(|of_login| lower.contains(of_login));
    (is_of_login && !difference(message).is_empty()).then_some(row)
}

/// How the two values differ; empty where there are none, where they are one, or where how they differ says nothing.
pub(super) fn difference(message: &str) -> &'static str {
    let lower = message.to_ascii_lowercase();
    if !ABOUT.iter().any(|word| place(&lower, word, 0).is_some()) {
        return "";
    }
    let behind = |labels: &[&str]| labels.iter().find_map(|label| labelled(message, &lower, label));
    match (behind(&EXPECTED), behind(&ACTUAL)) {
        (Some(expected), Some(actual)) => {
            let is_state = place(&lower, "state", 0).is_some();
            of_two(expected, actual, is_state)
        }
        _ if DIFFER.iter().any(|words| lower.contains(words)) => of_addresses(message),
        _ => "",
    }
}

/// How two labelled values differ: addresses in any part, others where they are nearly one, a state where its way changed it.
fn of_two(one: &str, other: &str, is_state: bool) -> &'static str {
    let is_near = one.eq_ignore_ascii_case(other) || one.trim_end_matches('/') == other.trim_end_matches('/');
    if is_near || is_address(one) && is_address(other) {
        return words(one, other);
    }
    // A single digit more or less is no change on the way.
    if !is_state || one.len() < SOME || other.len() < SOME {
        ""
    } else {
        recoding(one, other).unwrap_or_default()
    }
}

/// How two addresses differ of which a message says that they do, with nothing between: `https://a/ does not match https://a`. Others
/// stand in a message for many reasons.
fn of_addresses(message: &str) -> &'static str {
    /// Bytes of the longest that says so.
    const LONGEST: usize = 28;
    let mut addresses = message.split(is_border).map(bare).filter(|word| is_address(word));
    let (Some(one), Some(other), None) = (addresses.next(), addresses.next(), addresses.next()) else {
        return "";
    };
    let behind = message.split_once(one).map_or("", |(_, behind)| behind);
    let between = behind.split_once(other).map_or("", |(between, _)| between).to_ascii_lowercase();
    let is_said = between.len() <= LONGEST
        && !between.contains([',', ';', '.', '('])
        && DIFFER.iter().any(|words| between.contains(words));
    if is_said { words(one, other) } else { "" }
}

fn words(one: &str, other: &str) -> &'static str {
    compared(one, other).map_or("", |difference| difference.what())
}

fn is_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

/// The value behind the first of these words that has one.
fn labelled<'m>(message: &'m str, lower: &str, label: &str) -> Option<&'m str> {
    let mut from = 0;
    while let Some(at) = place(lower, label, from) {
        from = at + label.len();
        if let Some(value) = message.get(from..).and_then(value) {
            return Some(value);
        }
    }
    None
}

/// Where a word stands by itself.
fn place(lower: &str, word: &str, from: usize) -> Option<usize> {
    let is_letter = |c: char| c.is_alphanumeric();
    lower.get(from..)?.match_indices(word).map(|(at, _)| from + at).find(|at| {
        let before = lower.get(..*at).and_then(|text| text.chars().next_back());
        let behind = lower.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_letter) && !behind.is_some_and(is_letter)
    })
}

/// The value with which a text begins, behind small words and signs.
fn value(rest: &str) -> Option<&str> {
    let mut words = rest.split(is_border).map(bare).filter(|word| !word.is_empty());
    let is_between = |word: &str| word.to_ascii_lowercase().split('_').all(|part| BETWEEN.contains(&part));
    let value = words.by_ref().take(MOST_BETWEEN).find(|word| !is_between(word))?;
    (!ACTUAL.contains(&value) && !EXPECTED.contains(&value)).then_some(value)
}

fn is_border(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '"' | '\'' | '`' | '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | ',' | ';')
}

/// A word without what ends a sentence, or what stands behind a label; of a pair `iss=…` the value.
fn bare(word: &str) -> &str {
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let value = word.split_once('=').filter(|(name, value)| is_name(name) && !value.is_empty());
    let word = value.map_or(word, |(_, value)| value);
    word.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '\\' | '“' | '”' | '‘' | '’'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, part: &str) {
        let said = difference(message);
        assert!(said.contains(part) && said.is_empty() == part.is_empty(), "{message}: {said}");
    }

    #[test]
    fn values_are_compared_in_whatever_order_they_stand() {
        for (message, part) in [
            (r#"Issuer mismatch: expected "https://a.example/", got "https://a.example""#, "slash"),
            ("The issuer did not match. Expected: https://a.example/ Actual: https://a.example", "slash"),
            (
                "got issuer https://a.example/x but https://a.example/x/ was expected, wants https://a.example/x/",
                "slash",
            ),
            ("invalid issuer, expected https://a.example/Realm got https://a.example/realm", "case"),
            (
                "Invalid redirect_uri: expected http://a.example:3000/cb but received http://a.example:3001/cb",
                "port",
            ),
            ("redirect_uri mismatch: http://a.example/cb is not in [https://a.example/cb]", "scheme"),
            ("Invalid issuer. Expected [\"https://a.example/\"], received https://a.example", "slash"),
            ("the state differs: expected 'AbCdEf', received 'abcdef'", "case"),
            (
                "bad audience: configured https://a.example/api, token has aud; got https://b.example/api",
                "host",
            ),
            ("iss (https://a.example/q) doesn't match https://a.example/q/", "slash"),
            ("expected audience to be `web-app` but was `Web-App`", "case"),
            ("callback https://a.example/cb2 != https://a.example/cb", "path"),
            ("state mismatch: received \"abc%3D\", expected \"abc=\"", "encoded once more"),
        ] {
            check(message, part);
        }
    }

    #[test]
    fn two_values_alone_say_that_they_differ() {
        for (message, expected) in [
            ("Got iss=https://a.example/, wanted iss=https://a.example", Some("the issuer does not fit")),
            ("ID token nonce: expected 'N1', got 'n1'", Some("the nonce does not fit")),
            (
                "redirect URI sent: http://a.example/cb, registered: http://a.example/callback",
                Some("the redirect URI is not accepted"),
            ),
            ("state mismatch: received \"abc%3D\", expected \"abc=\"", Some("the state does not fit")),
            ("state machine: expected open, got closed", None),
            ("nonce too low: expected 12, got 11", None),
            ("health: expected https://a.example/1, got https://a.example/2", None),
        ] {
            assert_eq!(row(message), expected, "{message}");
            assert_eq!(crate::search::search(message).causes.is_empty(), expected.is_none(), "{message}");
        }
    }

    #[test]
    fn what_is_no_pair_of_values_says_nothing() {
        for message in [
            "expected issuer, got nothing",
            "nonce mismatch, expected abc, got: xyz",
            "redirect_uri_mismatch: http://a.example/cb, see https://docs.example/redirect",
            "issuer mismatch",
            "port: expected https://a.example, got https://b.example",
            "audience: expected web, got https://a.example",
            "state mismatch: https://a.example/1 https://a.example/2 https://a.example/3",
            "issuer mismatch, expected https://a.example, got https://a.example",
            "audience mismatch: expected \"web=\", got \"web%3D\"",
            "",
        ] {
            check(message, "");
        }
    }
}
