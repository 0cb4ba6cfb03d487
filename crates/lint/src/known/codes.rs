//! The codes of the providers' own that nobody else says by chance, as known texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use oauth::{Provider, ProviderError};

use super::keys::{GRAM, of_gram, of_word};
use super::pattern::Plain;
use super::table::{as_said_by, of_catalogue, rule};
use super::words::words;
use super::{Known, Near, Rank};
use crate::rule::{Actor, Rule, Stage};

/// Who says a code that is no single provider's.
const SEVERAL: &str = "the provider";

struct Code {
    provider: &'static str,
    error: &'static ProviderError,
    /// Whether several providers say the same.
    is_shared: bool,
    /// The code as it is compared.
    plain: String,
}

static CODES: LazyLock<Codes> = LazyLock::new(Codes::new);

#[derive(Default)]
struct Codes {
    all: Vec<Code>,
    /// The ends of codes; their beginnings are much the same.
    by_end: Keyed,
    /// Those that are too short for an end.
    short: Vec<u32>,
    /// The longest words of those that are sentences.
    by_word: Keyed,
}

impl Codes {
    fn new() -> Self {
        let mut codes = Codes::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        let errors = Provider::all().iter().flat_map(|p| p.errors.iter().map(move |error| (p.name, error)));
        for (provider, error) in errors.filter(|(_, error)| error.is_unmistakable()) {
            let plain = Plain::of(error.code).text.trim().to_owned();
            let Some(at) = places.get(&plain) else {
                places.insert(plain.clone(), codes.all.len());
                codes.all.push(Code { provider, error, is_shared: false, plain });
                continue;
            };
            if let Some(known) = codes.all.get_mut(*at) {
                known.is_shared |= known.provider != provider;
            }
        }
        for (at, code) in codes.all.iter().enumerate() {
            match code.plain.as_bytes().last_chunk::<GRAM>() {
                Some(end) => codes.by_end.0.push((of_gram(end), at as u32)),
                None => codes.short.push(at as u32),
            }
            let longest = code.plain.contains(' ').then(|| words(&code.plain).max_by_key(String::len));
            if let Some(word) = longest.flatten() {
                codes.by_word.0.push((of_word(&word), at as u32));
            }
        }
        codes.by_end.0.sort_unstable();
        codes.by_word.0.sort_unstable();
        codes
    }
}

/// Numbers of codes by their keys, sorted.
#[derive(Default)]
struct Keyed(Vec<(u32, u32)>);

impl Keyed {
    fn of(&self, key: u32) -> impl Iterator<Item = usize> {
        let from = self.0.partition_point(|(own, _)| *own < key);
        let own = self.0.get(from..).unwrap_or_default();
        own.iter().take_while(move |(own, _)| *own == key).map(|(_, at)| *at as usize)
    }
}

/// How many there are; their numbers are those below.
pub(super) fn count() -> usize {
    CODES.all.len()
}

/// The codes whose end stands in a text as it is compared, and those that are short.
pub(super) fn with_end_in(plain: &str) -> Vec<usize> {
    let ends = plain.as_bytes().windows(GRAM).flat_map(|end| CODES.by_end.of(of_gram(end)));
    ends.chain(CODES.short.iter().map(|at| *at as usize)).collect()
}

/// The codes of which this is a part.
pub(super) fn with_name(name: &str) -> impl Iterator<Item = usize> {
    CODES.all.iter().enumerate().filter(move |(_, code)| code.plain.contains(name)).map(|(at, _)| at)
}

/// The codes that are sentences whose longest word is this one.
pub(super) fn with_word(word: &str) -> impl Iterator<Item = usize> {
    CODES.by_word.of(of_word(word))
}

/// The number of the code that has this id.
pub(super) fn with_id(id: &str) -> Option<usize> {
    CODES.all.iter().position(|code| code.id() == id)
}

/// A code as a known text.
pub(super) fn known(at: usize) -> Option<Known> {
    let code = CODES.all.get(at)?;
    let (provider, error) = (code.provider, code.error);
    let rules: Vec<&'static Rule> = error.rule.and_then(of_catalogue).into_iter().collect();
    // Where several say the same, none of their consoles is the one to name.
    let shared = (SEVERAL, rules.first().map_or(error.fix, |rule| rule.fix));
    let (provider, fix) = if code.is_shared { shared } else { (provider, error.fix) };
    let own = Rule {
        stage: rules.first().map_or(Stage::Any, |rule| rule.stage),
        actor: as_said_by(provider, fix, rules.first().map_or(Actor::ProviderSettings, |rule| rule.actor)),
        fix,
        // Once for the life of the program: a text is made once.
        ..rule(code.id().leak(), error.means)
    };
    let is_of_others = error.is_of_common_words() || error.is_of_framework();
    let needs = if is_of_others { Near::Product } else { Near::Nothing };
    Known::new(provider, error.code, own, &rules, error.rule.is_some(), needs, Rank::Fault)
}

impl Code {
    fn id(&self) -> String {
        let slug = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let provider = if self.is_shared { SEVERAL } else { self.provider };
        format!("log/code-{}-{}", slug(provider), slug(self.error.code))
    }
}
