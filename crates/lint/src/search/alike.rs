//! Texts that are nearly a message, where none stands in it whole: the same words in the same order but for small ones, an
//! identifier alone, or the words of a rule.
//!
//! Likeness by shared words was tried: of texts that were left out of the table two of five answers were those of a sibling, for
//! one word tells "the access token expired" from "the refresh token expired". So nothing but small words may differ.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use super::Match;
use crate::known::{Known, Rank, SENTENCE, identifiers, is_numbered, with_name, with_words, words};
use crate::rule::Rule;

/// What is nearly a message, and what it means.
pub(super) struct Candidate {
    pub(super) by: Match,
    pub(super) rules: Vec<&'static Rule>,
}

/// Words that a value in a gap may have.
const VALUE: usize = 24;

/// All texts that are nearly a message; `without` leaves one out that is tried.
pub(super) fn alike(message: &str, without: Option<&Known>) -> Vec<Candidate> {
    let words: Vec<String> = words(message).collect();
    let distinct: BTreeSet<&str> = words.iter().map(String::as_str).collect();
    // What wraps an error says nothing, all the less so when it is only nearly there.
    let is_left_out = |known: &Known| without.is_some_and(|own| std::ptr::eq(own, known));
    let says = |known: &&'static Known| known.rank() != Rank::Wrapper && !is_left_out(known);
    let near = with_words(&words).into_iter().filter(says);
    let sentences = near.map(|known| (Sentence::of(known.text), known));
    let mut found: Vec<(usize, &'static Known)> = sentences
        .filter(|(sentence, _)| sentence.length() >= SENTENCE && sentence.stands_in(&words))
        .filter(|(_, known)| signs(known.text).all(|sign| message.contains(sign)))
        .map(|(sentence, known)| (sentence.length(), known))
        .collect();
    found.sort_by_key(|(length, _)| Reverse(*length));
    let mut texts: Vec<&'static Known> = found.into_iter().map(|(_, known)| known).collect();
    if texts.is_empty() {
        texts = of_identifier(message, &distinct).into_iter().filter(|known| !is_left_out(known)).collect();
    }
    if texts.is_empty() {
        return of_rules(&distinct);
    }
    let of_text =
        |known: &'static Known| Candidate { by: Match::Known(known), rules: known.suspects.clone() };
    texts.into_iter().map(of_text).collect()
}

/// What stands in quotes and has no letters tells as much as a word: `'<'` of `Unexpected token '<'`, which Node writes bare. So does what nobody writes: the
/// byte 0x1f with which compressed data begins, a byte order mark.
fn signs(text: &str) -> impl Iterator<Item = &str> {
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{fffd}');
    let control = text.find(is_odd).and_then(|at| text.get(at..)?.split_inclusive(is_odd).next());
    let is_sign = |quoted: &&str| {
        (1..=2).contains(&quoted.len())
            && !quoted.contains(|c: char| c.is_alphanumeric() || c.is_whitespace())
    };
    text.split(['\'', '"', '`'])
        .filter(is_sign)
        .filter(|sign| !matches!(*sign, ":" | "," | ": " | "." | "()"))
        .chain(control)
        .chain(text.split(' ').filter(|word| *word == "<"))
}

/// The texts of an identifier that stands alone or has a number, where all of them suspect the same: without its sentence it says
/// no more.
fn of_identifier(message: &str, words: &BTreeSet<&str>) -> Vec<&'static Known> {
    let names = identifiers(message);
    let is_alone = |name: &String| {
        let own: HashSet<String> = self::words(name).collect();
        words.iter().all(|word| own.contains(*word))
    };
    let mut numbered = names.iter().filter(|name| is_numbered(name));
    let name = match (numbered.next(), numbered.next(), names.as_slice()) {
        (Some(name), None, _) => name,
        (None, None, [name]) if is_alone(name) => name,
        _ => return Vec::new(),
    };
    let has = |known: &&Known| {
        (known.rank() != Rank::Wrapper || is_numbered(name)) && identifiers(known.text).contains(name)
    };
    let texts: Vec<&'static Known> = with_name(name).into_iter().filter(has).collect();
    let suspects: HashSet<Option<&str>> =
        texts.iter().map(|known| known.suspects.first().map(|rule| rule.id)).collect();
    if suspects.len() == 1 { texts } else { Vec::new() }
}

/// The rules of which these are all the words, by which people search who know what they look for.
fn of_rules(words: &BTreeSet<&str>) -> Vec<Candidate> {
    let are_all = |text: &str| {
        // Most rules fall at their first word.
        let is_part = self::words(text).all(|word| words.contains(word.as_str()));
        is_part && self::words(text).collect::<BTreeSet<String>>().len() == words.len()
    };
    let is_it = |rule: &&Rule| are_all(rule.title) || are_all(&rule.id.replace(['/', '-'], " "));
    let rules = crate::catalogue().iter().copied().filter(|rule| !words.is_empty() && is_it(rule));
    rules.map(|rule| Candidate { by: Match::Words, rules: vec![rule] }).collect()
}

/// Between the gaps of a text the words that are not small, in their order.
struct Sentence(Vec<Vec<String>>);

impl Sentence {
    fn of(text: &str) -> Self {
        let pieces = text.split('…').map(|piece| words(piece).collect());
        Sentence(pieces.filter(|piece: &Vec<String>| !piece.is_empty()).collect())
    }

    fn length(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// Whether its words stand in a message, in their order, nothing between them but in its gaps.
    fn stands_in(&self, words: &[String]) -> bool {
        let Some((first, rest)) = self.0.split_first() else { return false };
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
