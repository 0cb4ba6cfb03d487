//! Texts that are nearly a message, where none stands in it whole: the same words in the same order but for small ones, an
//! identifier alone, or the words of a rule.
//!
//! Likeness by shared words was tried: of texts that were left out of the table two of five answers were those of a sibling, for
//! one word tells "the access token expired" from "the refresh token expired". So nothing but small words may differ.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use super::Match;
use super::parts::identifiers;
use crate::known::{Known, Rank, all};
use crate::rule::Rule;

/// A text, what it means, and by what it is found.
pub(super) struct Candidate {
    pub(super) by: Match,
    pub(super) rules: Vec<&'static Rule>,
    /// Between its gaps the words that are not small, in their order.
    pieces: Vec<Vec<u32>>,
}

/// Words of the shortest sentence that is known by its words.
const SENTENCE: usize = 4;
/// Words that a value in a gap may have.
const VALUE: usize = 24;

struct Index {
    candidates: Vec<Candidate>,
    numbers: HashMap<String, u32>,
    /// For each word the sentences in which it is the rarest.
    by_rarest: HashMap<u32, Vec<u32>>,
    by_identifier: HashMap<String, Vec<u32>>,
    /// The words of rules, by which people search who know what they look for.
    of_rules: Vec<(BTreeSet<u32>, u32)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

/// All texts that are nearly a message; `without` leaves one out that is tried.
pub(super) fn alike(message: &str, without: Option<&Known>) -> Vec<&'static Candidate> {
    let index = &*INDEX;
    let is_tried = |candidate: &Candidate| matches!((candidate.by, without), (Match::Known(own), Some(without)) if std::ptr::eq(own, without));
    let number = |word: String| index.numbers.get(&word).copied().unwrap_or(u32::MAX);
    let words: Vec<u32> = words(message).map(number).collect();
    let distinct: BTreeSet<u32> = words.iter().copied().collect();
    let near = distinct.iter().filter_map(|word| index.by_rarest.get(word)).flatten();
    let near = near.map(|at| &index.candidates[*at as usize]).filter(|candidate| !is_tried(candidate));
    let mut found: Vec<&'static Candidate> = near.filter(|candidate| candidate.stands_in(&words)).collect();
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.length()));
    if found.is_empty() {
        found =
            of_identifier(message, &distinct).into_iter().filter(|candidate| !is_tried(candidate)).collect();
    }
    if found.is_empty() {
        let same = index.of_rules.iter().filter(|(words, _)| *words == distinct);
        found.extend(same.map(|(_, at)| &index.candidates[*at as usize]));
    }
    found
}

/// The texts of an identifier that stands alone, where all of them suspect the same: without its sentence it says no more.
fn of_identifier(message: &str, words: &BTreeSet<u32>) -> Vec<&'static Candidate> {
    let index = &*INDEX;
    let names = identifiers(message);
    let [name] = names.as_slice() else { return Vec::new() };
    let own: HashSet<u32> = self::words(name).filter_map(|word| index.numbers.get(&word).copied()).collect();
    if !words.iter().all(|word| own.contains(word)) {
        return Vec::new();
    }
    let texts = index.by_identifier.get(name).into_iter().flatten();
    let texts: Vec<&Candidate> = texts.map(|at| &index.candidates[*at as usize]).collect();
    let suspects: HashSet<Option<&str>> =
        texts.iter().map(|candidate| candidate.rules.first().map(|rule| rule.id)).collect();
    if suspects.len() == 1 { texts } else { Vec::new() }
}

impl Candidate {
    fn length(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// Whether its words stand in a message, in their order, nothing between them but in its gaps.
    fn stands_in(&self, words: &[u32]) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return false };
        let begins = words.windows(first.len()).enumerate().filter(|(_, window)| window == first);
        begins.map(|(at, _)| at + first.len()).any(|mut end| {
            rest.iter().all(|piece| {
                let near = &words[end..words.len().min(end + VALUE + piece.len())];
                match near.windows(piece.len()).position(|window| window == piece) {
                    Some(at) => {
                        end += at + piece.len();
                        true
                    }
                    None => false,
                }
            })
        })
    }
}

impl Index {
    fn new() -> Self {
        let mut index = Index {
            candidates: Vec::new(),
            numbers: HashMap::new(),
            by_rarest: HashMap::new(),
            by_identifier: HashMap::new(),
            of_rules: Vec::new(),
        };
        let mut count: HashMap<u32, usize> = HashMap::new();
        // What wraps an error says nothing, all the less so when it is only nearly there.
        for known in all().iter().filter(|known| known.rank() != Rank::Wrapper) {
            let pieces =
                known.text.split('…').map(|piece| words(piece).map(|word| index.number(word)).collect());
            let pieces: Vec<Vec<u32>> = pieces.filter(|piece: &Vec<u32>| !piece.is_empty()).collect();
            pieces.iter().flatten().for_each(|word| *count.entry(*word).or_default() += 1);
            for name in identifiers(known.text) {
                index.by_identifier.entry(name).or_default().push(index.candidates.len() as u32);
            }
            let rules = known.suspects.clone();
            index.candidates.push(Candidate { by: Match::Known(known), rules, pieces });
        }
        for (at, candidate) in index.candidates.iter().enumerate() {
            let rarest = candidate.pieces.iter().flatten().min_by_key(|word| count.get(*word));
            if let Some(rarest) = rarest.filter(|_| candidate.length() >= SENTENCE) {
                index.by_rarest.entry(*rarest).or_default().push(at as u32);
            }
        }
        for rule in crate::catalogue().iter().copied() {
            let at = index.candidates.len() as u32;
            index.candidates.push(Candidate { by: Match::Words, rules: vec![rule], pieces: Vec::new() });
            for text in [rule.title.to_owned(), rule.id.replace(['/', '-'], " ")] {
                let words = words(&text).map(|word| index.number(word)).collect();
                index.of_rules.push((words, at));
            }
        }
        index
    }

    fn number(&mut self, word: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }
}

/// Words that may be there or not and tell nothing. None that denies is among them.
const SMALL: [&str; 60] = [
    "a",
    "an",
    "the",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "had",
    "of",
    "to",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "it",
    "its",
    "this",
    "that",
    "these",
    "those",
    "there",
    "and",
    "as",
    "your",
    "our",
    "my",
    "you",
    "we",
    "i",
    "please",
    "could",
    "can",
    "should",
    "must",
    "will",
    "would",
    "does",
    "do",
    "did",
    "currently",
    "now",
    "error",
    "exception",
    "s",
    "t",
    "re",
    "which",
    "s.",
    "such",
    "than",
    "then",
    "so",
];

/// The words of a text in lower case that are not small, without the ending of a plural. Quotes, punctuation and gaps are left
/// away; `invalid_grant` is two words.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| !SMALL.contains(&word.as_str())).map(|mut word| {
        if word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
        word
    })
}
