//! Present, or why it is missing: "we did not see it" is never "it was not there".

/// A part of an exchange that a source may be unable to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Captured<T> {
    /// It was seen.
    Present(T),
    /// It was not seen, for this reason; nothing may be concluded from its absence.
    Missing(Missing),
}

/// Why a part was not seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// This kind of recording does not carry it.
    NotRecorded,
    /// It may still come.
    NotYet,
    /// The browser keeps it from everybody: a response blocked by CORS.
    Blocked,
    /// The request never got an answer.
    NoAnswer,
    /// Somebody took it out before the recording came here.
    Redacted,
    /// The interface answered with an error, or with a form that cannot be read.
    Unreadable,
    /// Larger than what the source passes on.
    TooLarge,
}

impl Missing {
    /// Each reason and the word for it in a masked recording.
    const WORDS: [(Missing, &'static str); 7] = [
        (Missing::NotRecorded, "not-recorded"),
        (Missing::NotYet, "not-yet"),
        (Missing::Blocked, "blocked"),
        (Missing::NoAnswer, "no-answer"),
        (Missing::Redacted, "redacted"),
        (Missing::Unreadable, "unreadable"),
        (Missing::TooLarge, "too-large"),
    ];

    /// The word for it in a masked recording.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(why, _)| *why == self).map_or("", |(_, word)| word)
    }

    /// By the word for it in a masked recording.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(why, _)| *why)
    }

    /// The reason in words, for a reader of the report.
    pub fn reason(self) -> &'static str {
        match self {
            Missing::NotRecorded => "not recorded",
            Missing::NotYet => "not seen yet",
            Missing::Blocked => "hidden by the browser",
            Missing::NoAnswer => "no answer came",
            Missing::Redacted => "taken out of the recording",
            Missing::Unreadable => "not readable",
            Missing::TooLarge => "too large to be recorded",
        }
    }
}

impl<T> Captured<T> {
    /// The part, where it was seen.
    pub fn present(&self) -> Option<&T> {
        match self {
            Captured::Present(value) => Some(value),
            Captured::Missing(_) => None,
        }
    }

    /// Why it was not seen.
    pub fn missing(&self) -> Option<Missing> {
        match self {
            Captured::Present(_) => None,
            Captured::Missing(why) => Some(*why),
        }
    }
}
