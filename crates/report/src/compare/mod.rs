//! Two logins beside each other: what differs, message by message.
//!
//! Secrets are others in each login and are not compared; what they have to do with each other (`same as message 1`) is. What one of
//! the two does not show is no difference: it is said as not seen.

mod alike;
mod fields;
mod steps;
mod usual;

use serde::Serialize;

use fields::Rank;
pub(crate) use usual::usual;

use crate::mask::{Shown, shown};
use crate::model::{Evidence, Finding, Login, Mark, Outcome, Role};

/// Most steps that are shown.
const MOST_STEPS: usize = 100;

/// How a login differs from another one.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The other login: one that went well, unless somebody chose otherwise.
    pub other: Side,
    /// The login that it is about.
    pub this: Side,
    /// The first difference that matters, in a sentence; null where none does.
    pub first: Option<First>,
    /// What differs, in the order of the messages: those that do not differ are left out.
    pub steps: Vec<Step>,
    /// Steps that differ and are not shown, since there are too many.
    pub left_out: usize,
    /// Messages of both that do not differ.
    pub alike: usize,
}

/// One of the two logins.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// Its [`Login::key`].
    pub key: String,
    /// Its [`Login::id`].
    pub id: String,
    /// Its [`Login::title`].
    pub title: Shown,
    /// Its [`Login::started`].
    pub started: Option<String>,
    /// Its [`Login::mark`].
    pub mark: Mark,
    /// Its [`Login::outcome_text`].
    pub outcome_text: Shown,
}

/// The difference to look at first.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct First {
    /// Its step, as index in `steps`.
    pub step: usize,
    /// Its place among the step's differences; null where the step itself is the difference.
    pub difference: Option<usize>,
    /// Whether the root cause points to it.
    pub is_cause: bool,
    /// The difference in a sentence.
    pub text: Shown,
}

/// A message of both that differs, or one that only one of them has.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The kind of the message in words: `Authorization request`.
    pub name: &'static str,
    /// The message's number in the other login.
    pub other: Option<u32>,
    /// The message's number in this login.
    pub this: Option<u32>,
    /// What matters in a message that only one of them has.
    pub gist: Option<Shown>,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// A part of a message that differs.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Which part: `query.scope`, `status`, `response.header.location`.
    pub part: Shown,
    /// What it is in the other login; null where it is not there.
    pub other: Option<Shown>,
    /// What it is in this login; null where it is not there.
    pub this: Option<Shown>,
    /// Whether a login can depend on it; the rest is what differs from day to day.
    pub matters: bool,
    #[serde(skip)]
    rank: Rank,
}

impl Comparison {
    /// How `this` differs from `other`.
    pub fn of(other: &Login, this: &Login) -> Self {
        let all = steps::steps(other, this);
        let pairs = steps::pairs(&all);
        let mut steps: Vec<Step> = all.into_iter().filter(Step::differs).collect();
        let differing = steps.iter().filter(|step| step.is_of_both()).count();
        let left_out = steps.len().saturating_sub(MOST_STEPS);
        steps.truncate(MOST_STEPS);
        Comparison {
            first: first(&steps, this),
            other: Side::of(other),
            this: Side::of(this),
            steps,
            left_out,
            alike: pairs - differing,
        }
    }
}

impl Side {
    fn of(login: &Login) -> Self {
        Side {
            key: login.key.clone(),
            id: login.id.clone(),
            title: login.title.clone(),
            started: login.started.clone(),
            mark: login.mark,
            outcome_text: login.outcome_text.clone(),
        }
    }
}

impl Step {
    fn is_of_both(&self) -> bool {
        self.other.is_some() && self.this.is_some()
    }

    fn differs(&self) -> bool {
        !self.is_of_both() || !self.differences.is_empty()
    }
}

/// What the root cause points to, else what a login can depend on, what was asked first; else the first message that only one has.
fn first(steps: &[Step], this: &Login) -> Option<First> {
    let cause = this.groups_of(Role::Cause).map(|(head, _)| head).next();
    let places = || {
        let all = steps.iter().enumerate();
        all.flat_map(|(at, step)| step.differences.iter().enumerate().map(move |(its, one)| (at, its, one)))
    };
    let blamed = places()
        .filter(|(at, _, one)| cause.is_some_and(|cause| points_to(cause, &steps[*at], one)))
        .filter(|(.., one)| one.rank != Rank::Symptom)
        .min_by_key(|(at, its, one)| (one.rank, *at, *its));
    let telling =
        || places().filter(|(.., one)| one.matters).min_by_key(|(at, its, one)| (one.rank, *at, *its));
    let lonely = || steps.iter().position(|step| !step.is_of_both()).map(|at| (at, None));
    let is_cause = blamed.is_some();
    let told = blamed.or_else(telling).map(|(at, its, _)| (at, Some(its)));
    let (step, difference) = told.or_else(lonely)?;
    Some(First { step, difference, is_cause, text: sentence(steps.get(step)?, difference, this) })
}

/// Whether a difference is the evidence of a finding.
fn points_to(cause: &Finding, step: &Step, difference: &Difference) -> bool {
    let is_it = |evidence: &Evidence| step.this == Some(evidence.message) && difference.part == evidence.part;
    cause.evidence.iter().any(is_it)
}

fn sentence(step: &Step, difference: Option<usize>, this: &Login) -> Shown {
    let number = |number: u32| Shown::number(number);
    let Some(difference) = difference.and_then(|at| step.differences.get(at)) else {
        return match (step.this, step.other) {
            (Some(at), _) => shown!("Message ", number(at), ", ", step.name, ": only this login has it."),
            (None, Some(at)) => shown!(
                "Message ",
                number(at),
                " of the other login, ",
                step.name,
                ": this login has none in its place",
                ending(this)
            ),
            (None, None) => Shown::default(),
        };
    };
    let place =
        shown!("Message ", number(step.this.unwrap_or_default()), ", ", step.name, ": ", &difference.part);
    match (&difference.this, &difference.other) {
        (Some(this), Some(other)) => shown!(place, " is ", this, "; in the other login it is ", other, "."),
        (Some(this), None) => shown!(place, " is ", this, "; the other login has none."),
        (None, Some(other)) => shown!(place, " is not there; in the other login it is ", other, "."),
        (None, None) => place,
    }
}

/// How far this login came, where that can be why something is not there.
fn ending(this: &Login) -> Shown {
    match this.outcome {
        Outcome::Succeeded => Shown::from("."),
        _ => shown!(". ", &this.outcome_text),
    }
}
