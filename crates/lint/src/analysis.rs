//! What a recording says at one moment: its stories, each with its messages, findings and diagnosis.
//!
//! Everything is made when somebody asks, once; what did not change since the last look is not made again.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use http::Exchange;
use oauth::{Correlated, Flow, StoryKind};

use crate::diagnosis::Diagnosis;
use crate::outcome::Outcome;
use crate::session::Session;
use crate::statements::Kept;

/// The stories of a recording, in the order in which they began.
pub struct Analysis<'s> {
    stories: Vec<Story<'s>>,
}

/// A login, or what else hangs together.
pub struct Story<'s> {
    /// Its number in the recording, from 1: it keeps it when older ones are forgotten.
    pub number: u32,
    found: &'s Correlated,
    said: Vec<&'s Kept>,
    session: &'s Session,
    flow: OnceCell<Box<Flow<'s>>>,
    diagnosis: OnceCell<Arc<Diagnosis>>,
}

impl<'s> Analysis<'s> {
    pub(crate) fn new(session: &'s Session, found: &'s [Arc<Correlated>], forgotten: u32) -> Self {
        let story = |(place, found): (usize, &'s Arc<Correlated>)| Story {
            number: forgotten + place as u32 + 1,
            found,
            said: session.said_of(place),
            session,
            flow: OnceCell::new(),
            diagnosis: OnceCell::new(),
        };
        Analysis { stories: found.iter().enumerate().map(story).collect() }
    }

    /// All of them.
    pub fn stories(&self) -> &[Story<'s>] {
        &self.stories
    }

    /// The story of that number.
    pub fn numbered(&self, number: u32) -> Option<&Story<'s>> {
        let first = self.stories.first()?.number;
        self.stories.get(number.checked_sub(first)? as usize)
    }

    /// The story inside of which one runs: its provider asks another provider who the user is.
    pub fn outer(&self, story: &Story<'_>) -> Option<&Story<'s>> {
        self.stories.get(story.flow().outer?)
    }

    /// The story that runs inside of a failed one and failed first: the fault to mend is there.
    pub fn failed_inside(&self, story: &Story<'_>) -> Option<&Story<'s>> {
        let first = self.stories.first()?.number;
        let own = story.number.checked_sub(first)? as usize;
        // Whoever runs inside began soon after.
        let later = self.stories.iter().skip(own + 1).take(NEAR);
        let mut inner = later.filter(|inner| inner.found.outer() == Some(own));
        let has_failed = |story: &Story<'_>| story.diagnosis().outcome == Outcome::Failed;
        inner.find(|inner| has_failed(inner)).filter(|_| has_failed(story))
    }
}

impl Analysis<'_> {
    /// The stories that failed for another one inside of them, each with that one: by their numbers.
    pub fn all_failed_inside(&self) -> HashMap<u32, u32> {
        let outer = |story: &Story<'_>| self.stories.get(story.found.outer()?);
        let outer = self.stories.iter().filter_map(outer);
        outer.filter_map(|outer| Some((outer.number, self.failed_inside(outer)?.number))).collect()
    }
}

/// How many logins after it may be the one that runs inside of a login.
const NEAR: usize = 16;

impl<'s> Story<'s> {
    /// Another number whenever something in it changed.
    pub fn revision(&self) -> u64 {
        self.found.revision()
    }

    /// How many messages it has.
    pub fn len(&self) -> usize {
        self.found.exchanges().len()
    }

    /// Whether it has none: what a log says is all there is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its exchanges, in the order of the messages.
    pub fn exchanges(&self) -> impl Iterator<Item = &'s Exchange> {
        self.found.exchanges().map(|exchange| &**exchange)
    }

    /// Its messages.
    pub fn flow(&self) -> &Flow<'s> {
        self.flow.get_or_init(|| {
            let statements = self.said.iter().map(|kept| &kept.statement).collect();
            let mut flow = Box::new(self.found.flow());
            flow.statements = statements;
            flow.registered = self.session.settings().client_of(&flow);
            flow
        })
    }

    /// What programs say about it: the statements of its flow.
    pub(crate) fn said(&self) -> &[&'s Kept] {
        &self.said
    }

    /// What it is.
    pub fn kind(&self) -> StoryKind {
        self.flow().kind()
    }

    /// What became of it and why.
    pub fn diagnosis(&self) -> &Diagnosis {
        self.diagnosis.get_or_init(|| self.session.diagnosis_of(self))
    }
}
