//! How the words of a sentence belong together: which way of failing is said of which thing, and where none of a login is meant.

use super::table::{Failed, Fault, Lacking};
use super::words::{COLON, END};

/// Words that may stand between a thing and how it failed.
const NEAR: usize = 5;

/// Says that something failed where it stands before it: `error getting token`; behind it begins what failed.
pub(super) const BEFORE: &str = "error";

/// Of what stands before it where its sentence ends so.
const MISSING: &str = "missing";
const AFTER_MISSING: [&str; 16] = [
    END,
    COLON,
    "from",
    "in",
    "or",
    "and",
    "for",
    "at",
    "when",
    "on",
    "parameter",
    "value",
    "field",
    "header",
    "but",
    "with",
];
/// Denies the thing that stands behind it: `no refresh token`.
pub(super) const NO: &str = "no";
/// Words that may stand between.
const NEAR_NO: usize = 1;

/// A phrase in a message: whose it is, and its words.
pub(super) struct Phrase<T> {
    pub(super) of: T,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// The phrases of some lists in a message; what is part of a longer one is none.
pub(super) fn phrases<T>(
    words: &[String],
    lists: impl Iterator<Item = (T, &'static [&'static str])>,
) -> Vec<Phrase<T>>
where
    T: Copy,
{
    let mut found: Vec<Phrase<T>> = Vec::new();
    for (of, list) in lists {
        for text in list {
            let first = text.split(' ').next().unwrap_or_default();
            for (at, _) in words.iter().enumerate().filter(|(_, word)| is_word(first, word)) {
                let rest = words.get(at..).unwrap_or_default();
                let length = text.split(' ').count();
                if length <= rest.len() && text.split(' ').zip(rest).all(|(own, word)| is_word(own, word)) {
                    found.push(Phrase { of, at, end: at + length });
                }
            }
        }
    }
    let places: Vec<(usize, usize)> = found.iter().map(|phrase| (phrase.at, phrase.end)).collect();
    found.retain(|phrase| {
        let own = phrase.end - phrase.at;
        !places.iter().any(|(at, end)| *at <= phrase.at && phrase.end <= *end && end - at > own)
    });
    found.sort_by_key(|phrase| phrase.at);
    found
}

/// Whether a word is one of a phrase, in the plural too.
pub(super) fn is_word(own: &str, word: &str) -> bool {
    word == own || word.strip_suffix('s') == Some(own)
}

/// What stands between a thing and how it failed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gap {
    pub(super) has_colon: bool,
    words: usize,
}

/// `None` where they overlap, are far from each other or of two sentences.
pub(super) fn between(words: &[String], thing: &Phrase<usize>, fault: &Phrase<Fault>) -> Option<Gap> {
    let is_before = fault.end <= thing.at;
    let (from, to) = if is_before { (fault.end, thing.at) } else { (thing.end, fault.at) };
    let between = words.get(from..to)?;
    let has = |mark: &str| between.iter().any(|word| word == mark);
    let is = |word: &str| words.get(fault.at).is_some_and(|own| own == word) && fault.end == fault.at + 1;
    // `id_token is missing the claim`: it is there.
    let has_more = || words.get(fault.end).is_some_and(|next| !AFTER_MISSING.contains(&next.as_str()));
    let is_said = is_before || !is(BEFORE) && fault.of != Lacking && !(is(MISSING) && has_more());
    let far = if is(NO) { NEAR_NO } else { NEAR };
    let is_near = is_said && between.len() <= far && !has(END);
    is_near.then(|| Gap { has_colon: has(COLON), words: between.len() })
}

/// Whether it is getting something that failed: `failed to get`, `error fetching`.
pub(super) fn is_getting(words: &[String], at: usize) -> bool {
    const GETS: [&str; 21] = [
        "get",
        "getting",
        "fetch",
        "fetching",
        "obtain",
        "obtaining",
        "retrieve",
        "retrieving",
        "find",
        "finding",
        "generate",
        "generating",
        "create",
        "creating",
        "acquire",
        "acquiring",
        "request",
        "requesting",
        "mint",
        "load",
        "loading",
    ];
    let mut verb = words.iter().skip(at).skip_while(|word| *word == "to");
    verb.next().is_some_and(|verb| GETS.contains(&verb.as_str()))
}

/// Whether the words before a place say that it is not so: `is not expired`, `has never been refused`.
pub(super) fn is_denied(words: &[String], at: usize) -> bool {
    const NOT: [&str; 5] = ["not", "never", "cannot", "neither", "nor"];
    const BETWEEN: [&str; 4] = ["be", "been", "even", "yet"];
    let mut before = words.get(..at).unwrap_or_default().iter().rev().map(String::as_str).peekable();
    while before.next_if(|word| BETWEEN.contains(word)).is_some() {}
    let is_short = |own: &str| own.len() > 2 && own.ends_with('n') || own == "can";
    match before.next() {
        // `isn't` are two words here.
        Some("t") => before.next().is_some_and(is_short),
        word => word.is_some_and(|word| NOT.contains(&word)),
    }
}

/// Whether a message is about a program's own code, settings and files, and not about what was sent: nobody refused anything then.
pub(super) fn is_of_program(words: &[String]) -> bool {
    const SAYS: &[&str] = &[
        "constructor",
        "argument",
        "fixture",
        "bean",
        "option",
        "config value",
        "from config",
        "env variable",
        "environment variable",
        "json object",
        "json encoding",
        "export file",
        "must be one of",
        "must be true",
        "must be false",
        "must be null",
        "must be the same",
        "cannot be null",
        "must not be null",
        "should not have",
        "be configured",
        "not be generated",
        "not generate",
        "to generate",
        "instantiate",
        "cannot disable",
        "deleting",
        "storing",
        "cached",
        "metadata server",
        "metadata service",
        "in this environment",
        "claims not set",
    ];
    !phrases(words, [((), SAYS)].into_iter()).is_empty()
}

/// Whether the word behind a thing makes another thing of it: the lifetime of a token is none.
pub(super) fn is_of_another(words: &[String], end: usize) -> bool {
    const ATTRIBUTES: &[&str] = &[
        "array",
        "builder",
        "cache",
        "config",
        "configuration",
        "entry",
        "entries",
        "factory",
        "id",
        "identifier",
        "lifetime",
        "manager",
        "object",
        "payload",
        "provider",
        "setting",
        "storage",
        "store",
        "strategy",
        "transport",
        "types",
    ];
    words.get(end).is_some_and(|next| ATTRIBUTES.iter().any(|own| is_word(own, next)))
}

/// Whether a thing is told of another one that stands before it: `the state in the redirect URI`.
pub(super) fn is_told_of_another<T>(words: &[String], thing: &Phrase<T>, all: &[Phrase<T>]) -> bool {
    const BETWEEN: [&str; 6] = ["in", "of", "from", "the", "a", "this"];
    const SAME: [&str; 2] = ["parameter", "value"];
    let before = words.get(..thing.at).unwrap_or_default();
    let joined = before.iter().rev().take_while(|word| BETWEEN.contains(&word.as_str())).count();
    let end = thing.at - joined;
    let named = before.get(..end).unwrap_or_default();
    let same = named.iter().rev().take_while(|word| SAME.contains(&word.as_str())).count();
    let has_preposition = words.get(end).is_some_and(|word| BETWEEN[..3].contains(&word.as_str()));
    joined > 0 && has_preposition && all.iter().any(|other| other.end == end - same)
}

/// Whether two things are told together: `the id and the secret`.
pub(super) fn is_beside<T>(words: &[String], one: &Phrase<T>, other: &Phrase<T>) -> bool {
    let (from, to) = if one.end <= other.at { (one.end, other.at) } else { (other.end, one.at) };
    words
        .get(from..to)
        .is_some_and(|between| matches!(between, [word] | [word, _] if matches!(word.as_str(), "and" | "or")))
}

/// Whether reading something is what failed: `failed to parse`, `parsing … failed`; in `cannot get the token to parse claims` it is
/// why something else was done.
pub(super) fn is_failed_reading(words: &[String], reading: &Phrase<Fault>, faults: &[Phrase<Fault>]) -> bool {
    const BETWEEN: [&str; 5] = ["to", "while", "when", "in", "during"];
    let is_verb = reading.end == reading.at + 1;
    let before = words.get(..reading.at).unwrap_or_default();
    let joined = before.iter().rev().take_while(|word| BETWEEN.contains(&word.as_str())).count();
    let is_failed = |fault: &&Phrase<Fault>| {
        fault.of == Failed
            && (fault.end <= reading.at || words.get(fault.at).is_none_or(|word| word != BEFORE))
    };
    let mut failed = faults.iter().filter(is_failed);
    !is_verb
        || failed.any(|fault| {
            let behind = words.get(reading.end..fault.at);
            let behind =
                behind.filter(|between| between.len() <= NEAR && !between.iter().any(|word| word == END));
            fault.end == reading.at - joined || behind.is_some()
        })
}

/// Whether what stands behind a verb is what something else is compared with: `the claim does not match the client id`.
pub(super) fn is_compared_with(words: &[String], thing: usize, fault: &Phrase<Fault>) -> bool {
    let verb = words.get(fault.at..fault.end).unwrap_or_default();
    let is_verb = verb.last().is_some_and(|word| word == "match" || word == "equal");
    is_verb && fault.end <= thing
}

/// Whether a missing thing is said to be missing in this one: `the member is missing in the claim`.
pub(super) fn is_where_missing(words: &[String], thing: usize, fault: &Phrase<Fault>) -> bool {
    const IN: [&str; 4] = ["in", "from", "within", "on"];
    fault.end <= thing
        && fault.of != Lacking
        && words.get(fault.end).is_some_and(|word| IN.contains(&word.as_str()))
}

/// Whether something is not to be there: `must return no ID token`.
pub(super) fn is_forbidden(words: &[String], at: usize) -> bool {
    let is_no = words.get(at).is_some_and(|word| word == NO);
    let before = words.get(at.saturating_sub(3)..at).unwrap_or_default();
    is_no && before.iter().any(|word| word == "must" || word == "should")
}
