//! From an error message to its causes: what a library, a provider or a browser shows, to the rules whose faults produce it.
//!
//! Messages come with their log lines, with other quotes, and with values where the text has a gap. So words are compared, and
//! rare ones count more than common ones.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use oauth::{Provider, ProviderError};

use crate::known::{Known, Matcher, Near, stands_in};
use crate::retired::RETIRED;
use crate::rule::{Retired, Rule};

/// Messages and the rules behind them, as lines.
pub(crate) const TEXTS: &str = include_str!("search/texts.tsv");

/// A cause that a message can have.
pub struct Cause {
    /// The rule, where there is one for it; without, the provider's code says it all.
    pub rule: Option<&'static Rule>,
    /// Why it is on the list.
    pub by: Match,
}

/// What of a message was recognised.
#[derive(Clone, Copy)]
pub enum Match {
    /// A text that this product shows.
    Text {
        /// The product: a library, a provider or a browser.
        product: &'static str,
        /// The text, with `…` for what varies.
        text: &'static str,
    },
    /// A provider's own code.
    Code {
        /// The provider.
        provider: &'static str,
        /// The code and what it means.
        error: &'static ProviderError,
    },
    /// A text that is known, with what it means where it is said.
    Known(&'static Known),
    /// Words of the rule itself.
    Words,
}

/// What became of an id that is no rule; `None` for one that never was.
pub fn retired(id: &str) -> Option<&'static Retired> {
    RETIRED.iter().find(|retired| retired.id == id)
}

/// Characters of a message that are looked at.
const LONGEST: usize = 4_000;
/// Causes that are told.
const MOST: usize = 12;
/// The least share of a text's weight that a message has to have.
const LEAST: f64 = 0.62;
/// The least share of the message's own words, where it is a short one.
const LEAST_OF_QUERY: f64 = 0.7;
/// A message of so many words is one with a log line around it.
const SHORT: usize = 8;
/// The share of the best one's fit that another cause needs.
const NEAR: f64 = 0.72;
/// What each place further down in a text's list of causes costs.
const PER_PLACE: f64 = 0.04;
/// A match by a rule's own words, or by a provider's, is worth less than one by a message.
const OWN_WORDS: f64 = 0.75;

/// The causes of a message, likeliest first.
pub fn search(message: &str) -> Vec<Cause> {
    let end = message.char_indices().nth(LONGEST).map_or(message.len(), |(at, _)| at);
    let query = words(&message[..end]);
    if query.is_empty() {
        return Vec::new();
    }
    // A text that stands there whole needs no guess.
    let known = known(&message[..end]);
    if !known.is_empty() {
        return known;
    }
    let index = &*INDEX;
    let mut found: HashMap<*const Rule, (f64, Cause)> = HashMap::new();
    let mut codes = Vec::new();
    for (product, text, words, rules) in &index.texts {
        let score = index.score(&query, words);
        for (place, rule) in rules.iter().enumerate() {
            let by = Match::Text { product, text };
            keep(&mut found, score - PER_PLACE * place as f64, Cause { rule: Some(rule), by }, score > 0.0);
        }
    }
    for (words, rule) in &index.rules {
        // Who writes an id in words wants this rule.
        let is_id = words.starts_with(&query) && query.len() == index.id_length(rule);
        let score = if is_id { 1.0 } else { OWN_WORDS * index.score(&query, words) };
        keep(&mut found, score, Cause { rule: Some(rule), by: Match::Words }, score > 0.0);
    }
    for (words, provider, error) in &index.codes {
        let score = index.score(&query, words);
        if score > 0.0 {
            // A number is a provider's alone; words can be anybody's.
            let is_number = error.code.chars().any(|c| c.is_ascii_digit()) && words.len() == 1;
            let score = if is_number { score + 1.0 } else { OWN_WORDS * score - PER_PLACE };
            codes.push((score, Cause { rule: None, by: Match::Code { provider, error } }));
        }
    }
    let mut causes: Vec<(f64, Cause)> = codes.into_iter().chain(found.into_values()).collect();
    causes.sort_by_key(|(score, cause)| (Reverse((score * 1e6) as i64), cause.rule.map(|rule| rule.id)));
    // What fits much worse than the best has only common words with the message.
    let best = causes.iter().map(|(score, _)| *score).filter(|score| *score < 1.1).fold(0.0, f64::max);
    causes.into_iter().filter(|(score, _)| *score >= NEAR * best).map(|(_, cause)| cause).take(MOST).collect()
}

/// So many rules of a known text are told: those that it suspects first.
const SUSPECTS: usize = 3;

/// The causes of a message in which known texts stand whole. Everyday words count where they are most of it.
fn known(message: &str) -> Vec<Cause> {
    let length = message.chars().filter(|c| c.is_alphanumeric()).count();
    let mut said = Matcher::default().find_all(message);
    said.retain(|said| said.needs == Near::Nothing || 2 * said.known.weight() >= length);
    let whole: Vec<&Text> = INDEX.texts.iter().filter(|(_, text, ..)| stands_in(text, message)).collect();
    // Where a longer text stands there, a known one is only a part of it.
    let longest =
        whole.iter().map(|(_, text, ..)| text.chars().filter(|c| c.is_alphanumeric()).count()).max();
    said.retain(|said| longest.is_none_or(|longest| said.known.weight() >= longest));
    // What wraps an error, and a code with many reasons, say less than the error beside them.
    let most = said.iter().map(|said| said.known.rank()).max();
    said.retain(|said| Some(said.known.rank()) == most);
    let mut causes: Vec<Cause> = Vec::new();
    for said in said.iter().take(SUSPECTS) {
        causes.push(Cause { rule: said.proves(), by: Match::Known(said.known) });
    }
    if causes.is_empty() {
        return causes;
    }
    let by = |known: &Known| Match::Text { product: known.product, text: known.text };
    let suspects = said.first().map(|said| said.known).into_iter();
    // What is but a part of the text that was found says nothing more.
    let told = said.first().map_or(0, |said| said.known.weight());
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_fault = most == Some(crate::known::Rank::Fault);
    let whole = whole.into_iter().filter(|(_, text, ..)| !is_fault || letters(text) >= told);
    let suspected = suspects.flat_map(|known| known.suspects.iter().map(move |rule| (*rule, by(known))));
    let of_texts = whole.flat_map(|(product, text, _, rules)| {
        rules.iter().map(move |rule| (*rule, Match::Text { product, text }))
    });
    for (rule, by) in suspected.take(SUSPECTS).chain(of_texts) {
        if !causes.iter().any(|cause| cause.rule.is_some_and(|other| other.id == rule.id)) {
            causes.push(Cause { rule: Some(rule), by });
        }
    }
    causes.truncate(MOST);
    causes
}

fn keep(found: &mut HashMap<*const Rule, (f64, Cause)>, score: f64, cause: Cause, is_match: bool) {
    let Some(rule) = cause.rule.filter(|_| is_match) else { return };
    let best =
        found.entry(std::ptr::from_ref(rule)).or_insert((0.0, Cause { rule: cause.rule, by: cause.by }));
    if score > best.0 {
        *best = (score, cause);
    }
}

/// A text that a product shows: its words, and the rules behind it.
type Text = (&'static str, &'static str, Vec<String>, Vec<&'static Rule>);

struct Index {
    texts: Vec<Text>,
    rules: Vec<(Vec<String>, &'static Rule)>,
    codes: Vec<(Vec<String>, &'static str, &'static ProviderError)>,
    /// In how many texts a word stands.
    common: HashMap<String, usize>,
    total: usize,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

impl Index {
    fn new() -> Self {
        let lines = TEXTS.lines().filter(|line| !line.starts_with('#'));
        let texts: Vec<Text> = lines.filter_map(text).collect();
        let rules: Vec<_> = crate::catalogue()
            .iter()
            .map(|rule| (words(&format!("{} {}", rule.id.replace(['/', '-'], " "), rule.title)), *rule))
            .collect();
        let codes: Vec<_> = Provider::all()
            .iter()
            .flat_map(|provider| {
                provider.errors.iter().map(|error| (words(error.code), provider.name, error))
            })
            .collect();
        let mut common: HashMap<String, usize> = HashMap::new();
        let sets = texts.iter().map(|(_, _, words, _)| words).chain(rules.iter().map(|(words, _)| words));
        let mut total = 0;
        for words in sets.chain(codes.iter().map(|(words, ..)| words)) {
            total += 1;
            for word in words {
                *common.entry(word.clone()).or_default() += 1;
            }
        }
        Index { texts, rules, codes, common, total }
    }

    /// How many words the id of a rule has: its words stand before those of its title.
    fn id_length(&self, rule: &Rule) -> usize {
        words(&rule.id.replace(['/', '-'], " ")).len()
    }

    /// How much a word tells: one that stands in few texts tells more.
    fn weight(&self, word: &str) -> f64 {
        let count = self.common.get(word).copied().unwrap_or(0);
        ((1 + self.total) as f64 / (1 + count) as f64).ln()
    }

    /// How well a message fits a text; 0 for not at all.
    fn score(&self, query: &[String], text: &[String]) -> f64 {
        let has: HashSet<&str> = query.iter().map(String::as_str).collect();
        let wanted: HashSet<&str> = text.iter().map(String::as_str).collect();
        let sum = |words: &mut dyn Iterator<Item = &str>| words.map(|word| self.weight(word)).sum::<f64>();
        let shared = sum(&mut wanted.intersection(&has).copied());
        let of_text = shared / sum(&mut wanted.iter().copied()).max(f64::MIN_POSITIVE);
        let of_query = shared / sum(&mut has.iter().copied()).max(f64::MIN_POSITIVE);
        let is_whole = of_text > 0.999;
        let is_part = query.len() <= SHORT && of_query >= LEAST_OF_QUERY && (shared > 4.0 || of_text > 0.3);
        // One common word is no message, however well it fits.
        if shared < 2.5 || !(is_part || of_text >= LEAST && (is_whole || shared > 6.0)) {
            return 0.0;
        }
        0.6 * of_text + 0.4 * of_query
    }
}

/// A line of the table, without the rules that do not exist; `None` where none is left.
fn text(line: &'static str) -> Option<Text> {
    let mut cells = line.split('\t');
    let (product, text, ids) = (cells.next()?, cells.next()?, cells.next()?);
    let now = |id: &'static str| retired(id).and_then(|retired| retired.now).unwrap_or(id);
    let mut rules: Vec<&'static Rule> = Vec::new();
    for rule in ids.split(' ').filter_map(|id| crate::rule(now(id))) {
        if !rules.iter().any(|known| known.id == rule.id) {
            rules.push(rule);
        }
    }
    (!rules.is_empty()).then(|| (product, text, words(text), rules))
}

/// Words that stand everywhere and tell nothing.
const EMPTY: [&str; 14] =
    ["a", "an", "the", "is", "of", "to", "in", "for", "it", "was", "error", "exception", "at", "this"];

/// The words of a text in lower case. Quotes, punctuation and the gaps are left away; `invalid_grant` is two words.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty() && !EMPTY.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(message: &str) -> Vec<&'static str> {
        search(message).iter().map(|cause| cause.rule.map_or("(code)", |rule| rule.id)).collect()
    }

    #[track_caller]
    fn first(message: &str, id: &str) {
        let found = ids(message);
        // A text of a product may stand before the rules that it suspects.
        assert_eq!(found.iter().find(|found| **found != "(code)"), Some(&id), "{message}: {found:?}");
    }

    #[test]
    fn messages_lead_to_their_causes() {
        first("grant request is invalid", "token/invalid-grant");
        first("invalid_grant", "token/invalid-grant");
        first("unexpected \"state\" response parameter value", "state/mismatch");
        first("OAuth2Error: unexpected 'state' response parameter value", "state/mismatch");
        first(
            "Uncaught (in promise) OperationProcessingError: unexpected ID Token \"nonce\" claim value at validate (index.js:123:9)",
            "nonce/mismatch",
        );
        first("JWT signature verification failed", "jwt/signature-invalid");
        first(
            "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
            "format/html-instead-of-json",
        );
        first("IDX10223: Lifetime validation failed. The token is expired.", "jwt/expired");
        first("IDX10503", "jwt/kid-unknown");
        first(
            "Access to fetch at 'https://idp.example/token' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "cors/no-acao",
        );
        first("PKCE verification failed: Code mismatch", "pkce/verifier-mismatch");
        first("pkce verifier mismatch", "pkce/verifier-mismatch");
    }

    #[test]
    fn a_providers_code_is_explained() {
        let causes = search(
            "AADSTS50011: The redirect URI 'https://app.example/cb' specified in the request does not match the redirect URIs \
             configured for the application '6731de76-14a6-49ae-97bc-6eba6914391e'.",
        );
        let Some(Match::Known(known)) = causes.first().map(|cause| cause.by) else {
            panic!("{:?}", ids("AADSTS50011"));
        };
        assert_eq!((known.product, known.text), ("Microsoft Entra ID", "AADSTS50011"));
        assert!(causes.iter().any(|cause| cause.rule.is_some_and(|rule| rule.id == "redirect-uri/refused")));
    }

    #[test]
    fn what_is_no_message_finds_nothing() {
        for message in ["", "   ", "the", "hello world, how are you", "…", "'\"`", "error"] {
            assert_eq!(ids(message), Vec::<&str>::new(), "{message}");
        }
    }

    #[test]
    fn every_text_finds_its_own_first_rule() {
        let mut lost = Vec::new();
        for (product, text, _, rules) in &INDEX.texts {
            let found = ids(text);
            if !found.contains(&rules[0].id) {
                lost.push(format!("{product}: {text}: {found:?}"));
            }
        }
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }

    #[test]
    fn retired_ids_lead_to_rules_that_exist() {
        for retired in RETIRED {
            assert!(crate::rule(retired.id).is_none(), "{} is a rule", retired.id);
            if let Some(now) = retired.now {
                assert!(crate::rule(now).is_some(), "{now} is no rule");
            }
        }
        assert_eq!(
            retired("token/code-reused").and_then(|retired| retired.now),
            Some("token/double-exchange")
        );
    }
}
