//! The words of a sentence by which it is compared with one that says the same in nearly the same words.

/// Words of the shortest sentence that is known by its words.
pub(crate) const SENTENCE: usize = 4;

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
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| !SMALL.contains(&word.as_str())).map(|mut word| {
        if word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
        word
    })
}

/// The words that stand beside each other, as one: what two words say together few texts say.
pub(crate) fn pairs(words: &[String]) -> impl Iterator<Item = String> {
    words.windows(2).map(|two| two.join(" "))
}
