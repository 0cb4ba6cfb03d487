//! What each step changed, to take steps back: an exchange that turns out to have begun earlier, or to hold something else
//! than was seen first, is folded in again at its place, and only what came after it is repeated.

use super::draft::Mark;
use super::member::Member;
use super::waiting::List;

/// So many of the newest steps can be taken back.
const DEPTH: usize = 1_024;

/// One change, as what makes it undone.
pub(super) enum Undo {
    /// A login began.
    Draft,
    /// A login changed.
    Change(usize, Mark),
    /// A place was put into the index.
    Indexed(u64),
    /// A provider's metadata was read.
    Metadata,
    /// A code was noted.
    Code,
    /// A message began to wait for its login.
    Waits(List),
    /// A message found its login: it waited at that place.
    Found(List, usize, Box<Member>),
}

/// The changes of the newest steps.
#[derive(Default)]
pub(super) struct Journal {
    changes: Vec<Undo>,
    /// How many changes there were when each step began.
    steps: Vec<usize>,
    /// Steps that were forgotten.
    forgotten: usize,
}

impl Journal {
    /// Steps that were made.
    pub(super) fn steps(&self) -> usize {
        self.forgotten + self.steps.len()
    }

    /// Begins a step.
    pub(super) fn begin(&mut self) {
        if self.steps.len() == 2 * DEPTH {
            let kept = self.steps[DEPTH];
            self.changes.drain(..kept);
            self.steps.drain(..DEPTH);
            self.steps.iter_mut().for_each(|at| *at -= kept);
            self.forgotten += DEPTH;
        }
        self.steps.push(self.changes.len());
    }

    /// Whether the newest step changed nothing.
    pub(super) fn is_idle(&self) -> bool {
        self.steps.last() == Some(&self.changes.len())
    }

    pub(super) fn note(&mut self, undo: Undo) {
        self.changes.push(undo);
    }

    /// Whether the steps after the first `steps` can be taken back.
    pub(super) fn reaches(&self, steps: usize) -> bool {
        steps >= self.forgotten
    }

    /// Takes the newest step back: its changes, the newest first.
    pub(super) fn take_back(&mut self) -> impl Iterator<Item = Undo> + use<> {
        let from = self.steps.pop().unwrap_or(self.changes.len());
        self.changes.split_off(from).into_iter().rev()
    }
}
