//! Whether a program says in a line that it failed, in words that nobody knows.

use std::ops::Range;

use http::LogLevel;

use crate::quoted;
use crate::search::without_prefix;

const FOR_DEVELOPERS: [&str; 5] = ["debug", "trace", "retry", "retrying", "test"];
const INFO: &str = "info";

/// Words of a line among which its level stands.
const PAIRS: usize = 8;

/// Whether one of these words stands in a text of small letters.
fn has_word(lower: &str, words: &[&str]) -> bool {
    // `test-shop.example.com` is a name.
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    lower.split(|c: char| !is_of_word(c)).any(|word| words.contains(&word.trim_end_matches('.')))
}

/// Whether a text says of itself that it tells of no failure: it is for developers, or at the level of what goes right.
pub(crate) fn is_calm(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_klog = text
        .strip_prefix('I')
        .is_some_and(|rest| rest.bytes().take(4).filter(u8::is_ascii_digit).count() == 4);
    let is_pino = ["\"lvl\":30", "\"level\":30", "\"level\":20"].iter().any(|level| lower.contains(level));
    has_word(&lower, &FOR_DEVELOPERS) || has_word(&lower, &[INFO, "notice"]) || is_klog || is_pino
}

/// Whether a program calls what it says in a line an error: in the words before the sentence, or in a pair of logfmt.
pub(crate) fn calls_itself_error(text: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["error", "err", "eror", "fatal", "crit", "critical", "severe", "panic", "exception"];
    const NAMES: [&str; 4] = ["level", "lvl", "severity", "loglevel"];
    let is_error = |word: &str| ERRORS.iter().any(|error| word.eq_ignore_ascii_case(error));
    let said = without_prefix(text);
    let before = text.trim_end().len().saturating_sub(said.len());
    // `[error-pages]` is a name.
    let is_border = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | '|' | '*' | ',');
    let words = text.get(..before).unwrap_or_default().split(is_border);
    let pairs = || text.split(' ').take(PAIRS).filter_map(|word| word.split_once('='));
    words.into_iter().any(is_error)
        || pairs().any(|(name, value)| {
            NAMES.iter().any(|own| name.eq_ignore_ascii_case(own)) && is_error(value.trim_matches('"'))
        })
}

/// Whether a text in small letters says that something went well.
pub(crate) fn goes_well(lower: &str) -> bool {
    const WELL: [&str; 11] = [
        "succeeded",
        "successful",
        "login ok",
        "logged in",
        "signed in",
        "refreshed",
        "refreshing",
        "using default",
        "complete",
        "passed",
        "✓",
    ];
    WELL.iter().any(|words| lower.contains(words))
}

/// Where a program says that it failed, in a line that is not for its developers alone. `level`: how grave it calls that beside
/// what stands in the text.
pub(crate) fn failure(text: &str, level: LogLevel) -> Option<Range<usize>> {
    const SAID: [&str; 16] = [
        "rejected openid ",
        "rejected id token",
        "rejected token",
        "validation failure.",
        "validation failed.",
        "failed to ",
        "failed: ",
        "has failed",
        "could not ",
        "couldn't ",
        "unable to ",
        "failure: ",
        "rejected because ",
        "impossible to ",
        "uncaught exception ",
        "unhandled exception ",
    ];
    /// Bugs in a program's own code, whatever it was about to do.
    const OF_CODE: [&str; 10] = [
        "cannot resolve reference to bean",
        "could not autowire",
        "could not be converted to string",
        "could not find symbol",
        "cannot read propert",
        "undefined method",
        "is not a function",
        "error creating bean",
        "no qualifying bean",
        "nosuchbeandefinition",
    ];
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| has_word(&lower, words);
    if has(&FOR_DEVELOPERS) || OF_CODE.iter().any(|words| lower.contains(words)) {
        return None;
    }
    // What fails is said at the level of what goes right, too, and then in so many words.
    if has(&[INFO]) {
        return doing(&lower);
    }
    refusal(text)
        .or_else(|| nested(text))
        .or_else(|| numbered(text, &lower))
        .or_else(|| first_of(&SAID, &lower))
        .or_else(|| doing(&lower))
        .or_else(|| complaint(text, &lower, level))
}

/// Where a line begins with what programs tell people who wait for them when something was refused or is over.
pub(crate) fn outcry(text: &str) -> Option<Range<usize>> {
    const BEGINNINGS: [&str; 7] = [
        "access denied",
        "authentication failed",
        "error:",
        "fatal:",
        "login failed",
        "permission denied",
        "remote: http basic: access denied",
    ];
    let lower = text.to_ascii_lowercase();
    let start = lower.len() - lower.trim_start().len();
    let begins = BEGINNINGS.iter().find(|words| lower[start..].starts_with(*words))?;
    Some(start..start + begins.len())
}

/// The code in an error response of OAuth (RFC 6749 §5.2), which has a description beside it.
fn refusal(text: &str) -> Option<Range<usize>> {
    const ERROR: &str = "\"error\"";
    let at = text.find(ERROR).filter(|_| text.contains("\"error_description\""))? + ERROR.len();
    let value = text.get(at..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let length = value.find('"').filter(|length| (3..=60).contains(length))?;
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    let is_code =
        value.get(..length)?.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    is_code.then_some(start..start + length)
}

/// The sentence in an error that has members of its own: `{"error":{"code":"AccessDenied","message":"…"}}`.
fn nested(text: &str) -> Option<Range<usize>> {
    const MESSAGE: &str = "\"message\":\"";
    // Of an answer that is nothing else what is in it.
    let is_bare = text.starts_with("{\"") && says_error_code(text);
    let inside = text.find("\"error\":{").or(is_bare.then_some(0))?;
    let start = inside + text.get(inside..)?.find(MESSAGE)? + MESSAGE.len();
    let message = text.get(start..)?;
    let end = quoted::end(message, '"', 0)?;
    message.get(..end)?.contains(' ').then_some(start..start + end)
}

/// Whether the code in an answer is that of an error: `"code":"AccessDenied"`, `"code":403`. Those of success are of all kinds.
fn says_error_code(text: &str) -> bool {
    const OF_ERRORS: [&str; 12] = [
        "denied",
        "error",
        "expired",
        "fail",
        "forbidden",
        "invalid",
        "missing",
        "notallowed",
        "not_allowed",
        "notfound",
        "unauth",
        "unsupported",
    ];
    let code = text.split_once("\"code\":").map_or("", |(_, rest)| rest.trim_start());
    let word = code.strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let number: &str = &code[..code.find(|c: char| !c.is_ascii_digit()).unwrap_or(code.len())];
    let lower = word.to_ascii_lowercase();
    number.len() == 3 && number.starts_with(['4', '5']) || OF_ERRORS.iter().any(|error| lower.contains(error))
}

/// A code with a number of a provider's own that begins what it says, also where the number is not known here: `MSIS9617: `.
fn numbered(text: &str, lower: &str) -> Option<Range<usize>> {
    let code = oauth::numbered_code(lower)?;
    let behind = text.get(code.end..)?;
    let sentence = behind.find(['\n', '"', '\\']).unwrap_or(behind.len());
    behind.starts_with(": ").then(|| code.start..code.end + sentence)
}

/// Where the first of these phrases stands.
fn first_of(phrases: &[&str], lower: &str) -> Option<Range<usize>> {
    let found = phrases.iter().filter_map(|said| Some((lower.find(said)?, said.trim_end().len())));
    found.min().map(|(at, length)| at..at + length)
}

/// The words of letters, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()).map(move |word| (of(word), word))
}

/// `error redeeming the code`: what was being done.
fn doing(lower: &str) -> Option<Range<usize>> {
    const ERROR: &str = "error ";
    /// `error when fetching`
    const BETWEEN: [&str; 4] = ["when ", "while ", "during ", "in "];
    /// What programs do with errors, not what failed: of these the words behind a colon tell.
    const WITH_ERRORS: [&str; 7] =
        ["catching", "formatting", "handling", "logging", "monitoring", "reporting", "tracking"];
    lower.match_indices(ERROR).find_map(|(start, _)| {
        let begin = start + ERROR.len();
        let rest = lower.get(begin..)?;
        let between = BETWEEN.iter().find_map(|word| rest.strip_prefix(word));
        let (rest, begin) =
            between.map_or((rest, begin), |behind| (behind, begin + rest.len() - behind.len()));
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end)?;
        let failed = !WITH_ERRORS.contains(&word) || behind.contains(": ");
        (failed && word.len() > LONGEST_ENDING && word.ends_with("ing")).then_some(start..begin + end)
    })
}

/// Letters of the longest word that ends like one for what is done and is none: `during`, `string`.
const LONGEST_ENDING: usize = 6;

/// What is wrong, in a line that a program marks as an error of its own.
fn complaint(text: &str, lower: &str, level: LogLevel) -> Option<Range<usize>> {
    const LEVELS: [&str; 7] = ["error", "err", "eror", "fatal", "critical", "severe", "panic"];
    const COMPLAINTS: [&str; 24] = [
        "not authorized",
        "not permitted",
        "not in group",
        "not in the group",
        "not a member",
        "was rejected",
        "was denied",
        "is forbidden",
        "without a ",
        "non-200",
        "in the past",
        "in the future",
        "does not ",
        "did not ",
        "is not ",
        "not valid",
        "not found",
        "not allowed",
        "invalid ",
        "unknown ",
        "mismatch",
        "missing ",
        "expired",
        "no such ",
    ];
    /// A warning is about much that harms nobody; where two things differ, or what only a login has is invalid, somebody was refused.
    const WARNINGS: [&str; 2] = ["warn", "warning"];
    const DIFFERENCES: [&str; 10] = [
        "does not match",
        "did not match",
        "mismatch",
        "non-200",
        "invalid id_token",
        "invalid issuer",
        "invalid nonce",
        "invalid signature",
        "invalid state",
        "state not found",
    ];
    if level == LogLevel::Error || has_level(text, lower, &LEVELS) || has_exception(lower) {
        first_of(&COMPLAINTS, lower)
    } else if level == LogLevel::Warning || has_level(text, lower, &WARNINGS) {
        first_of(&DIFFERENCES, lower)
    } else {
        None
    }
}

/// Whether the name of an exception stands there, which is as good as a level.
fn has_exception(lower: &str) -> bool {
    const EXCEPTION: &str = "exception";
    words(lower).any(|(at, word)| {
        let behind = lower.get(at + word.len()..).unwrap_or_default();
        word.len() > EXCEPTION.len() && word.ends_with(EXCEPTION) && behind.starts_with(": ")
    })
}

/// How programs call how grave a line is.
pub(crate) const LEVELS: [&str; 11] =
    ["trace", "debug", "info", "notice", "warn", "warning", "error", "err", "fatal", "critical", "severe"];

/// Whether a line says its level.
pub(crate) fn names_level(text: &str) -> bool {
    has_level(text, &text.to_ascii_lowercase(), &LEVELS)
}

/// Whether one of these words is the level that a program gives its line: `ERROR`, `[error]`, `level=error`, `error: …`.
fn has_level(text: &str, lower: &str, levels: &[&str]) -> bool {
    /// Bytes of a line in which its level stands.
    const FRONT: usize = 120;
    const BEHIND: [&str; 6] = ["level=", "level\":\"", "level\": \"", "lvl=", "severity=", "severity\":\""];
    words(lower).take_while(|(at, _)| *at < FRONT).any(|(at, word)| {
        let before = lower.get(..at).unwrap_or_default();
        let behind = lower.get(at + word.len()..).unwrap_or_default();
        let is_apart = !before.ends_with('_') && !behind.starts_with('_');
        let is_capital =
            text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
                && text.get(at..at + word.len()).is_some_and(|w| w.chars().all(|c| c.is_ascii_uppercase()));
        let is_enclosed =
            before.ends_with(['[', '(', '<', '|']) && behind.starts_with([']', ')', '>', '|', ':']);
        let is_named =
            BEHIND.iter().any(|name| before.strip_suffix(name).is_some_and(|rest| !rest.ends_with('_')));
        let is_first = before.trim().is_empty() && behind.starts_with([':', ' '])
            || before.trim_end().ends_with([']', '|']) && behind.starts_with(": ");
        // `OIDC Callback Error: `, as a title has it.
        let is_title = behind.starts_with(": ")
            && before.ends_with(' ')
            && text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        levels.contains(&word) && is_apart && (is_capital || is_enclosed || is_named || is_first || is_title)
    })
}
