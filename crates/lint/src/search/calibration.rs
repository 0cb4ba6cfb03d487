//! How often a perhaps is right: each known text is asked about as if it were not known, and with its words changed.

use super::{Certainty, Explained, Match, search, search_without};
use crate::known::{Known, all};
use crate::rule::Rule;

/// What came of asking about many texts.
#[derive(Clone, Copy, Default, Debug)]
pub struct Tried {
    /// Messages that were asked about.
    pub asked: usize,
    /// What was said to be known.
    pub known: Answers,
    /// What was said to be so perhaps.
    pub perhaps: Answers,
}

/// How many answers were right.
#[derive(Clone, Copy, Default, Debug)]
pub struct Answers {
    /// All.
    pub all: usize,
    /// Those whose first cause is one that the text itself suspects, or who say a part of it.
    pub right: usize,
}

impl Answers {
    /// The share of the answers that are right.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

impl Tried {
    /// The share of the messages that are answered, and rightly.
    pub fn recall(&self) -> f64 {
        (self.known.right + self.perhaps.right) as f64 / self.asked.max(1) as f64
    }

    fn note(&mut self, known: &Known, explained: &Explained) -> bool {
        self.asked += 1;
        let answers = match explained.certainty {
            Certainty::Unknown => return true,
            Certainty::Perhaps => &mut self.perhaps,
            Certainty::Known => &mut self.known,
        };
        answers.all += 1;
        let is_right = explained.causes.first().is_some_and(|cause| {
            let own = |rule: &&Rule| known.suspects.iter().any(|suspect| suspect.id == rule.id);
            match cause.by {
                // The same number is the same error, whatever else it suspects; so is a part of the text in the same program.
                Match::Known(other) => {
                    cause.rule.iter().any(own)
                        || other.suspects.iter().any(own)
                        || known.text.contains(other.text.trim_end_matches('…'))
                            && (other.is_identified() || other.product == known.product)
                }
                _ => cause.rule.iter().any(own),
            }
        });
        answers.right += usize::from(is_right);
        is_right
    }
}

/// What an answer says of a text, and of the text that was asked about.
pub type Wrong = (String, String);

/// Asks about each text as it is met: behind a log's prefix, with values in its gaps.
pub fn as_it_stands() -> (Tried, Vec<Wrong>) {
    try_all(|known| Some((format!("2026-11-28 09:41:07 ERROR [worker-3] {}", known.text), false)))
}

/// Asks about each text that suspects a rule as if it were not known; what is answered wrongly is told.
pub fn left_out() -> (Tried, Vec<Wrong>) {
    try_all(|known| Some((known.text.to_owned(), true)))
}

/// Asks about each text of several words with its words changed: one is gone, two are new, and the values are others.
pub fn changed() -> (Tried, Vec<Wrong>) {
    try_all(|known| Some((changed_words(known.text)?, false)))
}

fn try_all(message: impl Fn(&Known) -> Option<(String, bool)>) -> (Tried, Vec<Wrong>) {
    let (mut tried, mut wrong) = (Tried::default(), Vec::new());
    for known in all().filter(|known| !known.suspects.is_empty()) {
        let Some((message, is_left_out)) = message(known) else { continue };
        let message = message.replace('…', " zq7 ");
        let explained = if is_left_out { search_without(&message, Some(known)) } else { search(&message) };
        if !tried.note(known, &explained) {
            let first = explained.causes.first().map(|cause| match cause.by {
                Match::Known(other) => format!("{}: {}", other.product, other.text),
                _ => cause.rule.map_or("", |rule| rule.id).to_owned(),
            });
            let certainty = if explained.certainty == Certainty::Known { "known" } else { "perhaps" };
            wrong.push((format!("{certainty}: {}: {message}", known.product), first.unwrap_or_default()));
        }
    }
    (tried, wrong)
}

/// Words that a change needs.
const SOME: usize = 5;

fn changed_words(text: &str) -> Option<String> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < SOME {
        return None;
    }
    // The words in the middle are those of the sentence; a code stands at its beginning or end.
    words.remove(words.len() / 2);
    words.insert(words.len() / 2, "currently");
    words.insert(0, "Login:");
    Some(words.join(" "))
}
