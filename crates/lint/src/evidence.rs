//! What a check answers.
//!
//! Evidence points at traffic and never copies from it: a [`Phrase`] is made of fixed words, numbers and pointers, and
//! only the redaction in `report` turns the pointers into text.

use oauth::Pointer;

use crate::rule::{Actor, Confidence, Severity};

/// The four honest answers.
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail(Box<Evidence>),
    /// It cannot be told; this is what was not seen.
    Inconclusive(&'static str),
    /// The rule has nothing to say here.
    NotApplicable,
}

/// Why a rule does not hold.
pub struct Evidence {
    /// What is wrong, in a sentence about this login.
    pub summary: Phrase,
    /// Where it stands; the last message of them is the one that the finding is about.
    pub points: Vec<Point>,
    /// In place of the rule's own.
    pub severity: Option<Severity>,
    /// In place of the rule's own.
    pub confidence: Option<Confidence>,
    /// In place of the rule's own.
    pub fix: Option<&'static str>,
    /// Whether that fix was worked out from the traffic: the provider's code has no better one.
    pub fix_is_exact: bool,
    /// In place of the rule's own.
    pub actor: Option<Actor>,
}

/// A place in the traffic and what to see in it.
pub struct Point {
    /// The place.
    pub pointer: Pointer,
    /// What to see in it.
    pub note: Option<Phrase>,
}

/// Words, numbers and pointers.
#[derive(Clone, Default)]
pub struct Phrase(pub Vec<Piece>);

/// A piece of a phrase.
#[derive(Clone)]
pub enum Piece {
    /// Fixed words.
    Text(&'static str),
    /// A number.
    Number(i64),
    /// A span of time in seconds, shown as `2 h 0 min` or `45 s`.
    Duration(i64),
    /// What stands at a pointer; only the first marked range, where there is one.
    Value(Pointer),
}

impl From<&'static str> for Phrase {
    fn from(text: &'static str) -> Self {
        Phrase(vec![Piece::Text(text)])
    }
}

impl Phrase {
    /// Adds fixed words.
    #[must_use]
    pub fn text(mut self, text: &'static str) -> Self {
        self.0.push(Piece::Text(text));
        self
    }

    /// Adds another phrase.
    #[must_use]
    pub fn append(mut self, other: Phrase) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, number: impl TryInto<i64>) -> Self {
        self.0.push(Piece::Number(number.try_into().unwrap_or(i64::MAX)));
        self
    }

    /// Adds a span of time in seconds.
    #[must_use]
    pub fn duration(mut self, seconds: f64) -> Self {
        self.0.push(Piece::Duration(seconds.round() as i64));
        self
    }

    /// Adds what stands at a pointer, masked; only the first marked range, where there is one.
    #[must_use]
    pub fn value(mut self, pointer: Pointer) -> Self {
        self.0.push(Piece::Value(pointer));
        self
    }
}

/// Begins the answer "it does not hold": `fail("…").at(pointer).noted(pointer, "…").into()`.
pub fn fail(summary: impl Into<Phrase>) -> Evidence {
    Evidence {
        summary: summary.into(),
        points: Vec::new(),
        severity: None,
        confidence: None,
        fix: None,
        fix_is_exact: false,
        actor: None,
    }
}

impl Evidence {
    /// Adds a place.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.points.push(Point { pointer, note: None });
        self
    }

    /// Adds a place and what to see in it.
    #[must_use]
    pub fn noted(mut self, pointer: Pointer, note: impl Into<Phrase>) -> Self {
        self.points.push(Point { pointer, note: Some(note.into()) });
        self
    }

    /// A warning where this holds: the login went on in spite of it.
    #[must_use]
    pub fn warning_if(self, went_on: bool) -> Self {
        if went_on { self.severity(Severity::Warning) } else { self }
    }

    /// Less sure where this holds: what would tell was not seen.
    #[must_use]
    pub fn inferred_if(self, unseen: bool) -> Self {
        if unseen { self.confidence(Confidence::Medium) } else { self }
    }

    /// Another severity than the rule's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Another confidence than the rule's own.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// A fix that fits this case better than the rule's own.
    #[must_use]
    pub fn fix(mut self, fix: &'static str) -> Self {
        self.fix = Some(fix);
        self
    }

    /// A fix that was worked out from the traffic: nobody knows better, neither the provider.
    #[must_use]
    pub fn exact_fix(mut self, fix: &'static str) -> Self {
        self.fix_is_exact = true;
        self.fix(fix)
    }

    /// Another one has to act than the rule says.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }
}

impl From<Evidence> for Verdict {
    fn from(evidence: Evidence) -> Self {
        Verdict::Fail(Box::new(evidence))
    }
}
