//! What a check answers.
//!
//! Evidence points at traffic and never copies from it: a [`Phrase`] is made of fixed words, numbers and pointers, and
//! only the redaction in `report` turns the pointers into text.

use oauth::{Flow, Pointer};

use crate::actor::Actor;
use crate::level::{Confidence, Severity};
use crate::request_outcome::of_tokens;

/// The honest answers.
pub enum Verdict {
    /// It holds in all that was seen.
    Pass,
    /// It holds, for both sides were seen and agree: whatever was not seen changes nothing.
    Agrees,
    /// It does not hold.
    Fail(Box<Evidence>),
    /// It cannot be told; this is what was not seen.
    Inconclusive(&'static str),
    /// The rule has nothing to say here.
    NotApplicable,
}

/// Why a rule does not hold. It has a place in the traffic; with [`Nowhere`], as it begins, it is no
/// [`Verdict`].
pub struct Evidence<P = Points> {
    /// What is wrong, in a sentence about this login.
    pub(crate) summary: Phrase,
    /// Where it stands.
    pub(crate) place: P,
    /// In place of the rule's own.
    pub(crate) severity: Option<Severity>,
    /// In place of the rule's own.
    pub(crate) confidence: Option<Confidence>,
    /// In place of the rule's own.
    pub(crate) fix: Option<&'static str>,
    /// Whether that fix was worked out from the traffic: the provider's code has no better one.
    pub(crate) fix_is_exact: bool,
    /// In place of the rule's own.
    pub(crate) actor: Option<Actor>,
    /// Whether it is worth changing and breaks nothing here.
    pub(crate) is_remark: bool,
}

/// The place of evidence that is not sure to have one.
#[derive(Default)]
pub struct Nowhere(Vec<Point>);

/// Where evidence stands: one place at least.
pub struct Points {
    others: Vec<Point>,
    last: Point,
}

/// What evidence knows of its places.
pub trait Place {
    /// Adds one.
    fn and(self, point: Point) -> Points;
    /// Adds one, if there is one.
    #[must_use]
    fn and_perhaps(self, point: Option<Point>) -> Self;
}

impl Place for Nowhere {
    fn and(self, last: Point) -> Points {
        Points { others: self.0, last }
    }

    fn and_perhaps(mut self, point: Option<Point>) -> Self {
        self.0.extend(point);
        self
    }
}

impl Place for Points {
    fn and(mut self, last: Point) -> Points {
        self.others.push(std::mem::replace(&mut self.last, last));
        self
    }

    fn and_perhaps(self, point: Option<Point>) -> Self {
        match point {
            Some(point) => self.and(point),
            None => self,
        }
    }
}

impl Points {
    /// The place that the finding is about: the first one in the last message, for what was sent before it led there.
    pub(crate) fn primary(&self) -> &Pointer {
        let earlier = self.others.iter().rev().map(|point| &point.pointer);
        earlier
            .fold(&self.last.pointer, |best, place| if place.message >= best.message { place } else { best })
    }

    /// All places, in the order in which they were added.
    fn all(&self) -> impl Iterator<Item = &Point> {
        self.others.iter().chain([&self.last])
    }

    /// All places, in the order in which they were added.
    pub(crate) fn into_vec(self) -> Vec<Point> {
        let mut points = self.others;
        points.push(self.last);
        points
    }
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

/// Begins the answer "it does not hold", which is one as soon as it has a place:
///
/// ```
/// use oauth_lens_lint::{Verdict, fail};
/// let address = oauth::Pointer::new(0, oauth::Part::Url);
/// let verdict: Verdict = fail("The address is wrong.").at(address).into();
/// ```
///
/// ```compile_fail
/// use oauth_lens_lint::{Verdict, fail};
/// let verdict: Verdict = fail("The address is wrong.").into();
/// ```
pub fn fail(summary: impl Into<Phrase>) -> Evidence<Nowhere> {
    Evidence {
        summary: summary.into(),
        place: Nowhere::default(),
        severity: None,
        confidence: None,
        fix: None,
        fix_is_exact: false,
        actor: None,
        is_remark: false,
    }
}

impl<P: Place> Evidence<P> {
    /// Adds a place.
    pub fn at(self, pointer: Pointer) -> Evidence {
        self.with(Point { pointer, note: None })
    }

    /// Adds a place and what to see in it.
    pub fn noted(self, pointer: Pointer, note: impl Into<Phrase>) -> Evidence {
        self.with(Point { pointer, note: Some(note.into()) })
    }

    /// Adds a place, where there is one.
    #[must_use]
    pub fn at_if(self, pointer: Option<Pointer>) -> Self {
        self.perhaps(pointer.map(|pointer| Point { pointer, note: None }))
    }

    /// Adds a place and what to see in it, where there is one.
    #[must_use]
    pub fn noted_if(self, pointer: Option<Pointer>, note: impl Into<Phrase>) -> Self {
        self.perhaps(pointer.map(|pointer| Point { pointer, note: Some(note.into()) }))
    }

    fn perhaps(self, point: Option<Point>) -> Self {
        Evidence { place: self.place.and_perhaps(point), ..self }
    }

    fn with(self, point: Point) -> Evidence {
        let Evidence { summary, place, severity, confidence, fix, fix_is_exact, actor, is_remark } = self;
        Evidence {
            summary,
            place: place.and(point),
            severity,
            confidence,
            fix,
            fix_is_exact,
            actor,
            is_remark,
        }
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

    /// How bad a fault of tokens is that some clients pass over and others refuse: what this client lived with is a remark.
    #[must_use]
    pub(crate) fn judged_by_use(self, flow: &Flow<'_>, message: usize) -> Self {
        match of_tokens(flow, message) {
            None => Evidence { is_remark: true, ..self.severity(Severity::Info) },
            Some(severity) => self.severity(severity),
        }
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

impl Evidence {
    /// What is wrong, in a sentence about this login.
    pub fn summary(&self) -> &Phrase {
        &self.summary
    }

    /// Where it stands, in the order in which the places were added.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.place.all()
    }
}

impl From<Evidence> for Verdict {
    fn from(evidence: Evidence) -> Self {
        Verdict::Fail(Box::new(evidence))
    }
}

#[cfg(test)]
mod tests {
    use oauth::Part;

    use super::*;

    #[test]
    fn the_primary_place_is_the_first_one_in_the_last_message() {
        let place = |message, part| Pointer::new(message, part);
        let evidence = fail("It is wrong.")
            .at_if(Some(place(2, Part::Url)))
            .at_if(None)
            .at(place(3, Part::Status))
            .at(place(3, Part::ResponseBody))
            .at(place(1, Part::Url));
        let primary = evidence.place.primary();
        assert_eq!((primary.message, &primary.part), (3, &Part::Status));
        let order: Vec<usize> = evidence.place.into_vec().iter().map(|point| point.pointer.message).collect();
        assert_eq!(order, [2, 3, 3, 1]);
    }
}
