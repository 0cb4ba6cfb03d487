//! Recordings that somebody sanitised: what stands where a value was.
//!
//! This file alone decides what is the mark of a redaction. A value that was taken out is unknown: it is neither
//! missing nor equal to another one, even where the two marks are. The names of the project's own reports
//! (`state#1 · 43 chars`) keep one thing: the same name is the same value, another name is another one, as long as they come
//! from one report. Nothing can be computed from either. A masked recording says beside a name what was found out before its
//! value was taken out: `code_challenge#1 · 43 chars · S256 of verifier#1` ([`Found`]).

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::{Secret, UNSEEN_HOST};

/// What somebody put in place of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Redaction {
    /// A mark that says nothing of the value: `[REDACTED]`, `***`, `xxxxx`.
    TakenOut,
    /// A name of one of our own reports, which tells equal values from different ones.
    Named,
}

/// Words that say of themselves that a value was taken out, wherever they stand.
const PLAIN_WORDS: [&str; 9] = [
    "redacted",
    "sanitized",
    "sanitised",
    "anonymized",
    "anonymised",
    "pseudonymized",
    "censored",
    "scrubbed",
    "obfuscated",
];

/// Words that say so inside of brackets alone: outside they are values.
const BRACKETED_WORDS: [&str; 18] = [
    "removed",
    "replaced",
    "protected",
    "secure",
    "pii",
    "blacklisted",
    "hidden",
    "masked",
    "filtered",
    "omitted",
    "deleted",
    "elided",
    "private",
    "confidential",
    "stripped",
    "snip",
    "snipped",
    "truncated",
];

/// Marks that no rule above makes: Sentry's, Datadog's, CloudTrail's, that of Google's HTTP client for Java.
const WHOLE: [&str; 7] =
    ["?", "[email]", "[ip]", "[creditcard]", "(PII)", "HIDDEN_DUE_TO_SECURITY_REASONS", "<Not Logged>"];

/// How marks begin that are sentences: Ory's, Microsoft's, Apple's.
const SENTENCES: [&str; 4] = [
    "<<REDACTED> - See `errorRedactor`",
    "Value is sensitive and has been redacted",
    "[PII of type ",
    "<mask.hash",
];

/// Characters of the longest mark.
const LONGEST_MARK: usize = 64;

/// Bytes of the longest mask.
const LONGEST_MASK: usize = 1_000;

/// Words of the longest mark that has none of the plain words.
const MOST_BRACKETED: usize = 3;

/// Words of the longest mark: `[access_token redacted by har-sanitizer]`.
const MOST_WORDS: usize = 7;

/// Digits of the largest number in a name of a report.
const MOST_DIGITS: usize = 9;

impl Redaction {
    /// What was put in place of this value; `None` where it is the value itself.
    pub fn of(value: &str) -> Option<Self> {
        let value = value.trim();
        // Of an address without its host nobody can tell whose it is.
        if value.starts_with("http") && is_without_host(value) {
            return Some(Redaction::TakenOut);
        }
        if !may_be(value.as_bytes()) {
            return None;
        }
        if is_jwt_without_signature(value) {
            None
        } else if report_name(value).is_some() {
            Some(Redaction::Named)
        } else if is_mark(value) || is_masked_in_part(value) {
            Some(Redaction::TakenOut)
        } else {
            None
        }
    }
}

/// What was found out of a value before it was masked; nothing else can be known of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found<'n> {
    /// It is that hash of the value with this name: `verifier#1`.
    HashOf(Hash, &'n str),
    /// It is no such hash of any value of the recording.
    HashOfNone,
    /// It is the value with this name in another spelling: encoded once more or less.
    SpellingOf(&'n str),
    /// The signature of this token fits the key that it names, or does not.
    Signature(bool),
}

/// The hashes by which values of a login belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hash {
    /// SHA-256 as base64url (RFC 7636 §4.2, RFC 9449 §4.2).
    S256,
    /// SHA-256 in hexadecimal digits.
    Sha256Hex,
    /// The left half of the hash of the token's algorithm (OpenID Connect Core §3.1.3.6).
    LeftHalf,
}

impl Hash {
    /// All of them.
    pub const ALL: [Hash; 3] = [Hash::S256, Hash::Sha256Hex, Hash::LeftHalf];

    /// The word for it in a name.
    fn word(self) -> &'static str {
        match self {
            Hash::S256 => "S256",
            Hash::Sha256Hex => "SHA-256",
            Hash::LeftHalf => "half hash",
        }
    }
}

impl<'n> Found<'n> {
    const HASH_OF_NONE: &'static str = "hash of none here";
    const SPELLING: &'static str = "another spelling of ";
    const SIGNED: &'static str = "signature fits";
    const NOT_SIGNED: &'static str = "signature does not fit";

    /// How it is written behind a name.
    pub fn words(self) -> Cow<'static, str> {
        match self {
            Found::HashOf(hash, of) => Cow::Owned(format!("{} of {of}", hash.word())),
            Found::HashOfNone => Cow::Borrowed(Self::HASH_OF_NONE),
            Found::SpellingOf(of) => Cow::Owned(format!("{}{of}", Self::SPELLING)),
            Found::Signature(true) => Cow::Borrowed(Self::SIGNED),
            Found::Signature(false) => Cow::Borrowed(Self::NOT_SIGNED),
        }
    }

    fn read(words: &'n str) -> Option<Self> {
        let hash_of = |hash: Hash| {
            let of = words.strip_prefix(hash.word())?.strip_prefix(" of ")?;
            is_mark_of_name(of).then_some(Found::HashOf(hash, of))
        };
        match words {
            Self::HASH_OF_NONE => Some(Found::HashOfNone),
            Self::SIGNED => Some(Found::Signature(true)),
            Self::NOT_SIGNED => Some(Found::Signature(false)),
            _ => match words.strip_prefix(Self::SPELLING) {
                Some(of) => is_mark_of_name(of).then_some(Found::SpellingOf(of)),
                None => Hash::ALL.into_iter().find_map(hash_of),
            },
        }
    }

    /// What the name of a value says was found out of it.
    pub fn of(value: &'n str) -> Option<Self> {
        Found::read(parts_of_name(value)?.2?)
    }
}

/// A captured value as rules and joins may use it: it may have been taken out of the recording.
#[derive(Clone, Copy)]
pub struct Value<'a>(&'a str);

impl<'a> Value<'a> {
    /// Wraps a captured value.
    pub fn new(text: &'a str) -> Self {
        Value(text)
    }

    /// The text, to compute with; `None` where it was taken out.
    pub fn known(self) -> Option<&'a str> {
        Some(self.0).filter(|text| Redaction::of(text).is_none())
    }

    /// What may be compared with other values of the recording: the text, or the name that stands for it.
    pub fn comparable(self) -> Option<&'a str> {
        Some(self.0).filter(|text| Redaction::of(text) != Some(Redaction::TakenOut))
    }

    /// Whether two are the same value; `None` where that cannot be told.
    pub fn same(self, other: Value<'_>) -> Option<bool> {
        match (Redaction::of(self.0), Redaction::of(other.0)) {
            (None, None) | (Some(Redaction::Named), Some(Redaction::Named)) => Some(self.0 == other.0),
            _ => None,
        }
    }

    /// Whether it is that hash of another value, as a masked recording says; `None` where it does not.
    pub fn was_hash_of(self, other: Value<'_>, hash: Hash) -> Option<bool> {
        match Found::of(self.0)? {
            Found::HashOf(own, of) => Some(own == hash && mark_of(other.0)? == of),
            Found::HashOfNone => mark_of(other.0).map(|_| false),
            Found::SpellingOf(_) | Found::Signature(_) => None,
        }
    }

    /// Whether it is another value in another spelling, as a masked recording says.
    pub fn was_spelling_of(self, other: Value<'_>) -> bool {
        matches!(Found::of(self.0), Some(Found::SpellingOf(of)) if mark_of(other.0).is_some_and(|mark| mark == of))
    }

    /// Whether there is nothing; what was taken out was something.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl Secret<String> {
    /// What somebody put in its place.
    pub fn redaction(&self) -> Option<Redaction> {
        Redaction::of(self.text())
    }

    /// The value for rules and joins.
    pub fn value(&self) -> Value<'_> {
        Value(self.text())
    }
}

/// What a name of a report says of its value: `JWT, 43 chars` of `id_token#1 · JWT, 43 chars`.
pub fn report_name(value: &str) -> Option<&str> {
    parts_of_name(value)?;
    value.split_once(" · ").map(|(_, kind)| kind)
}

/// The name without what it says of its value: `id_token#1`; of a masked token the one in place of its signature.
pub fn mark_of(value: &str) -> Option<Cow<'_, str>> {
    match parts_of_name(value) {
        Some((mark, ..)) => Some(Cow::Borrowed(mark)),
        None => stand_in(value).and_then(|name| Some(Cow::Owned(parts_of_name(&name)?.0.to_owned()))),
    }
}

/// The length of a value in bytes; of one that has a name now as many as it had characters.
pub fn length_of(value: &str) -> usize {
    let named = parts_of_name(value).and_then(|(_, length, _)| {
        let length = length.strip_prefix("JWT, ").unwrap_or(length);
        length.split(' ').next()?.parse().ok()
    });
    named.unwrap_or(value.len())
}

/// The name that stands in place of a token's signature: `id_token#1 · JWT, 812 chars`, as base64url, so that the token can still be
/// read wherever tokens are.
pub fn stand_in(token: &str) -> Option<String> {
    let signature = token.starts_with("eyJ").then(|| signature_of(token))?;
    let name = String::from_utf8(URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    parts_of_name(&name).is_some().then_some(name)
}

/// The last part of a compact token, its signature (RFC 7515 §7.1); all of what has no parts.
pub fn signature_of(token: &str) -> &str {
    token.rsplit('.').next().unwrap_or_default()
}

/// A signature that [`stand_in`] reads.
pub fn as_signature(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(name)
}

/// `id_token#1`, `JWT, 43 chars`, and what was found out of the value.
fn parts_of_name(value: &str) -> Option<(&str, &str, Option<&str>)> {
    let (mark, kind) = value.split_once(" · ")?;
    let (length, found) =
        kind.split_once(" · ").map_or((kind, None), |(length, found)| (length, Some(found)));
    let number = length.strip_prefix("JWT, ").unwrap_or(length);
    let number = number.strip_suffix(" chars").or_else(|| number.strip_suffix(" char"))?;
    let is_said = found.is_none_or(|words| Found::read(words).is_some());
    (is_mark_of_name(mark) && is_short_number(number) && is_said).then_some((mark, length, found))
}

/// `id_token#1`.
fn is_mark_of_name(mark: &str) -> bool {
    mark.split_once('#').is_some_and(|(label, number)| {
        !label.is_empty()
            && label.len() <= LONGEST_MARK
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:[]/".contains(&b))
            && is_short_number(number)
    })
}

fn is_short_number(text: &str) -> bool {
    (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The names in the URLs of a report stand in brackets.
pub(crate) fn without_brackets(value: String) -> String {
    match value.strip_prefix('(').and_then(|value| value.strip_suffix(')')) {
        Some(name) if report_name(name).is_some() => name.to_owned(),
        _ => value,
    }
}

/// Whether a text that should have been JSON holds a mark: then it was broken after it was sent.
pub fn is_marked(text: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        word.len() <= LONGEST_MARK && PLAIN_WORDS.iter().any(|plain| word.eq_ignore_ascii_case(plain))
    };
    text.contains("***") || text.contains("••") || text.split([' ', '"', ':', ',']).any(is_word)
}

/// A URL in which names of a report stand as they are: their `#` begins no fragment.
pub(crate) fn with_names_encoded(url: &str) -> Cow<'_, str> {
    if !url.contains(" · ") {
        return Cow::Borrowed(url);
    }
    let mut out = String::with_capacity(url.len() + 8);
    let mut rest = url;
    while let Some(at) = rest.find('#') {
        let (before, hash) = rest.split_at(at);
        let after = &hash[1..];
        let digits = after.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
        let is_name = digits > 0 && after[digits..].starts_with(" · ");
        out.push_str(before);
        out.push_str(if is_name { "%23" } else { "#" });
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A URL in whose host something stands in place of a name, with [`UNSEEN_HOST`] there: `https://<TENANT>.example`,
/// `https://***.okta.com:8443`. The port goes with the host.
pub(crate) fn with_unseen_host(url: &str) -> Cow<'_, str> {
    const SCHEMES: [&str; 4] = ["https", "http", "wss", "ws"];
    let Some((scheme, rest)) = url.split_once("://") else { return Cow::Borrowed(url) };
    if !SCHEMES.iter().any(|known| scheme.trim_start().eq_ignore_ascii_case(known)) {
        return Cow::Borrowed(url);
    }
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if is_placeholder(host) {
        Cow::Owned(format!("{scheme}://{UNSEEN_HOST}{target}"))
    } else {
        Cow::Borrowed(url)
    }
}

/// Whether something stands in place of an address's host, or it was not seen.
fn is_without_host(url: &str) -> bool {
    let is_unseen = || url.split_once("://").is_some_and(|(_, rest)| rest.starts_with(UNSEEN_HOST));
    matches!(with_unseen_host(url), Cow::Owned(_)) || is_unseen()
}

/// Whether a host, with its port, is none: a part of it is a mark, or a name in brackets for somebody to fill in.
fn is_placeholder(host: &str) -> bool {
    /// Brackets, as they are and as a browser encodes them. In plain square ones an IPv6 address stands (RFC 3986 §3.2.2).
    const BRACKETS: [(&str, &str); 6] =
        [("<", ">"), ("{", "}"), ("[", "]"), ("%3c", "%3e"), ("%7b", "%7d"), ("%5b", "%5d")];
    if host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte)) {
        let name = host.split(':').next().unwrap_or_default();
        return !name.contains('.') && Redaction::of(name) == Some(Redaction::TakenOut);
    }
    let lower = host.to_ascii_lowercase();
    let is_enclosed = |(open, close): &(&str, &str)| {
        let inner = lower.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inner.is_some_and(|(inner, _)| !(inner.is_empty() || *open == "[" && inner.contains(':')))
    };
    let is_variable = |mark: char| {
        lower.split(mark).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
    };
    BRACKETS.iter().any(is_enclosed)
        || lower.contains("**")
        || is_variable('$')
        || is_environment(host)
        || Redaction::of(host) == Some(Redaction::TakenOut)
}

/// `%TENANT%`, as a shell of Windows writes a variable: no bytes that are encoded.
fn is_environment(host: &str) -> bool {
    let mut parts = host.split('%').skip(1);
    let is_name =
        |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_encoded =
        |part: &str| part.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    parts.next().is_some_and(|part| is_name(part) && !is_encoded(part)) && parts.next().is_some()
}

/// A quick look, for nearly all values are none: every mark begins with one of these, or has one of these inside (each of the
/// words ends in `ed`).
fn may_be(value: &[u8]) -> bool {
    let begins = value.first().is_some_and(|first| b"[<({*_-.xX&?".contains(first));
    let ed = |pair: &[u8]| matches!(pair, [b'e' | b'E', b'd' | b'D'] | b"..");
    begins
        || value.starts_with(b"HIDDEN")
        || value.iter().any(|byte| !byte.is_ascii() || *byte == b'*')
        || value.windows(2).any(ed)
}

/// The whole value is a mark.
pub(crate) fn is_mark(value: &str) -> bool {
    if value.is_empty() || value.len() > LONGEST_MASK {
        return false;
    }
    let is_sentence = || SENTENCES.iter().any(|start| value.starts_with(start));
    if is_mask(value) || WHOLE.contains(&value) || is_name_in_capitals(value) || is_sentence() {
        return true;
    }
    if value.len() > LONGEST_MARK {
        return false;
    }
    let inner = value.trim_matches(|c: char| !c.is_alphanumeric());
    let has_brackets = value.starts_with(['[', '<', '(', '{', '*', '«', '_', '-'])
        && value.ends_with([']', '>', ')', '}', '*', '»', '_', '-']);
    let words: Vec<&str> = inner.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.iter().any(|w| word.eq_ignore_ascii_case(w)));
    match words.len() {
        0 => false,
        // A host, a sentence, a JSON value may hold such a word too.
        _ if value.contains("://") || value.contains('"') || words.len() > MOST_WORDS => false,
        // `[account deleted or disabled by admin]` is a sentence.
        _ if has_brackets => {
            // `[19 bytes were stripped]`
            let counts = words.first().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
            has(&PLAIN_WORDS) || (counts || words.len() <= MOST_BRACKETED) && has(&BRACKETED_WORDS)
        }
        1 => has(&PLAIN_WORDS),
        2 | 3 => has(&PLAIN_WORDS[..1]),
        _ => false,
    }
}

/// Nothing but characters that hide others: `***`, `•••`, `xxxxx`, `xxxx-xxxx`, `…`.
fn is_mask(value: &str) -> bool {
    let inner =
        value.strip_prefix(['[', '<', '(']).and_then(|v| v.strip_suffix([']', '>', ')'])).unwrap_or(value);
    let count = inner.chars().count();
    let all = |set: &str| inner.chars().all(|c| set.contains(c));
    !inner.is_empty()
        && (all("…")
            || count >= 2 && all("█")
            || count >= 3
                && (all("*-") && inner.contains('*')
                    || all("•●█▇■∗-")
                    || all(".")
                    || all("x-") && inner.contains("xx")
                    || all("X-") && inner.contains("XX")))
}

/// The name of what was taken out, in brackets: `<API_KEY>` (VCR), `[ACCESS_TOKEN]` (Datadog).
fn is_name_in_capitals(value: &str) -> bool {
    let name = match value.as_bytes() {
        [b'<', name @ .., b'>'] | [b'[', name @ .., b']'] => name,
        _ => return false,
    };
    name.len() > 1
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// A part of the value is hidden: `abcd****`, `eyJhbGciOi…`, `https://[REDACTED]/cb`.
fn is_masked_in_part(value: &str) -> bool {
    // `eyJh...(612 chars)`: mod_auth_openidc.
    if value.ends_with(" chars)") && value.contains("...(") {
        return true;
    }
    if value.contains(char::is_whitespace) {
        return false;
    }
    value.contains("***")
        || value.contains("•••")
        || value.contains("███")
        || value.contains('…')
        || value.len() > 6 && value.contains("...") && !value.contains('/')
        || ["[redacted", "<redacted", "(redacted", "redacted]", "redacted>", "redacted)"]
            .iter()
            .any(|mark| contains_ignoring_case(value, mark))
}

/// A JWT that lost no more than its signature is as good as a whole one.
fn is_jwt_without_signature(value: &str) -> bool {
    let mut parts = value.splitn(3, '.');
    let is_base64url = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    value.starts_with("eyJ")
        && parts.next().is_some_and(is_base64url)
        && parts.next().is_some_and(is_base64url)
        && parts.next().is_some()
}

fn contains_ignoring_case(text: &str, ascii: &str) -> bool {
    text.as_bytes().windows(ascii.len()).any(|window| window.eq_ignore_ascii_case(ascii.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_in_whose_place_something_stands_was_not_seen() {
        for host in [
            "<TENANT>.example",
            "${TENANT}.b2clogin.com",
            "{tenant}.auth0.com",
            "{{host}}",
            "[REDACTED]",
            "[redacted].example.com:8443",
            "***.okta.com",
            "$TENANT.okta.com",
            "%TENANT%.example.com",
            "%3Ctenant%3E.example.com",
            "REDACTED:8443",
            "xxxxx",
            "user:pass@<host>",
        ] {
            let url = format!("https://{host}/a?b=c#d");
            assert_eq!(with_unseen_host(&url), format!("https://{UNSEEN_HOST}/a?b=c#d"), "{host}");
        }
        for url in [
            "https://[::1]:8080/a",
            "https://[fe80::1%25en0]/a",
            "https://a.example/<b>?c={d}",
            "https://a-b.example:8443",
            "https://redacted.example/cb",
            "https://*.example.com/cb",
            "https://user:p$ss@a.example/",
            "https://m%C3%BCnchen.example/",
            "https://host#1 · 12 chars/a",
            "myapp://<host>/a",
            "/a/<b>",
            "",
        ] {
            assert_eq!(with_unseen_host(url), url);
        }
    }

    #[test]
    fn knows_the_marks_that_tools_put_in_place_of_values() {
        for mark in [
            "[REDACTED]",
            "<<REDACTED> - See `errorRedactor` option in `gaxios` for configuration>.",
            "REDACTED",
            "redacted",
            "<redacted>",
            "&lt;redacted&gt;",
            "{{redacted}}",
            "***REDACTED***",
            "__REDACTED__",
            "[code redacted]",
            "[access_token redacted]",
            "REDACTED_TOKEN",
            "<redacted:session id>",
            "[FILTERED]",
            "[removed]",
            "(hidden)",
            "[Masked by Fiddler]",
            "***",
            "********",
            "[***]",
            "•••••",
            "████",
            "xxxxx",
            "XXXX-XXXX-XXXX",
            "…",
            "[…]",
            "...",
            "abcd****wxyz",
            "eyJhbGciOiJub25l…",
            "eyJhbGciOi...",
            "https://[REDACTED]/cb",
            "sk_live_<redacted>",
            "<API_KEY>",
            "[ACCESS_TOKEN]",
            "[secure]",
            "[PROTECTED]",
            "[ BLACKLISTED ]",
            "*** sensitive parameter replaced ***",
            "[19 bytes were stripped]",
            "[email]",
            "(PII)",
            "?",
            "██",
            "******bIA",
            "abc...xyz",
            "eyJh...(612 chars)",
            "<mask.hash: 'base64=='>",
            "HIDDEN_DUE_TO_SECURITY_REASONS",
            "[PII of type 'System.String' is hidden. For more details, see https://aka.ms/IdentityModel/PII.]",
            "Value is sensitive and has been redacted. To see the value set config key \"log.leak_sensitive_values = true\" \
             or environment variable \"LOG_LEAK_SENSITIVE_VALUES=true\".",
        ] {
            assert_eq!(Redaction::of(mark), Some(Redaction::TakenOut), "{mark}");
        }
    }

    #[test]
    fn leaves_values_alone() {
        for value in [
            "",
            "x",
            "xx",
            "-",
            "hidden",
            "none",
            "secret",
            "web-shop",
            "openid profile",
            "removed",
            "https://redacted.example/cb",
            "https://app.example/cb?x=*",
            "Enter your password …",
            "code_verifier did not match the code_challenge ...",
            "eyJhbGciOiJub25lIn0.eyJub25jZSI6Im4ifQ.[REDACTED]",
            "eyJhbGciOiJub25lIn0.eyJub25jZSI6Im4ifQ.",
            "the user removed the app (private)",
            "{\"error\":\"hidden\"}",
            "<client_secret>",
            "[1,2]",
            "[A]",
            "<P>",
            "[\"A\"]",
            "https://app.example/.../cb",
            "is it?",
            "<p>",
            "a…b c",
            "state#1",
            "state#x · 43 chars",
            "state#1 · many chars",
        ] {
            assert_eq!(Redaction::of(value), None, "{value}");
        }
    }

    #[test]
    fn the_names_of_a_report_keep_equality_and_nothing_else() {
        let same = |a: &str, b: &str| Value::new(a).same(Value::new(b));
        assert_eq!(same("state#1 · 43 chars", "state#1 · 43 chars"), Some(true));
        assert_eq!(without_brackets("(state#1 · 43 chars)".to_owned()), "state#1 · 43 chars");
        assert_eq!(without_brackets("(a)".to_owned()), "(a)");
        assert_eq!(same("state#1 · 43 chars", "state#2 · 43 chars"), Some(false));
        assert_eq!(same("state#1 · 43 chars", "af0ifjsldkj"), None);
        assert_eq!(same("state#1 · 43 chars", "[REDACTED]"), None);
        assert_eq!(same("[REDACTED]", "[REDACTED]"), None);
        assert_eq!(same("a", "a"), Some(true));
        assert_eq!(same("a", "b"), Some(false));
        let name = Value::new("id_token#12 · JWT, 900 chars");
        assert!(name.known().is_none() && name.comparable().is_some() && !name.is_empty());
        assert!(Value::new("***").comparable().is_none());
    }

    #[test]
    fn a_name_in_a_url_begins_no_fragment() {
        let check = |url: &str, expected: &str| assert_eq!(with_names_encoded(url), expected);
        check("https://a/cb?state=(state#1 · 43 chars)&x#y", "https://a/cb?state=(state%231 · 43 chars)&x#y");
        check("https://a/cb#state=(state#1 · 43 chars)", "https://a/cb#state=(state%231 · 43 chars)");
        check("https://a/cb#1", "https://a/cb#1");
        check("https://a/ · #é · ", "https://a/ · #é · ");
    }

    #[test]
    fn a_text_may_hold_marks() {
        for text in [r#"{"access_token": [REDACTED]}"#, r#"{"a": ***}"#, "{token:<redacted>}"] {
            assert!(is_marked(text), "{text}");
        }
        assert!(!is_marked(r#"{"error": "invalid_grant", "removed": true"#));
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[\\[\\]<>*x#·0-9 a-zé….-]{0,60}") {
                let _ = (Redaction::of(&text), is_marked(&text), with_names_encoded(&text));
            }
        }
    }
}
