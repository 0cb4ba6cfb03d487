//! How much was masked, by what it was.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

/// The values that got names, by the word of the name, and what was left out.
#[derive(Default)]
pub(crate) struct Tally {
    seen: RefCell<HashSet<String>>,
    kinds: RefCell<BTreeMap<String, usize>>,
    left_out: Cell<usize>,
}

impl Tally {
    /// A value got that name, once more or for the first time.
    pub(super) fn masked(&self, name: &str) {
        let Some((label, _)) = name.split_once('#') else { return };
        if self.seen.borrow_mut().insert(name.to_owned()) {
            *self.kinds.borrow_mut().entry(label.to_owned()).or_default() += 1;
        }
    }

    /// A body was left out.
    pub(super) fn left_out(&self) {
        self.left_out.set(self.left_out.get() + 1);
    }

    /// How many values of each kind.
    pub(crate) fn kinds(&self) -> BTreeMap<String, usize> {
        self.kinds.borrow().clone()
    }

    /// How many bodies are not in the recording for what they are.
    pub(crate) fn bodies_left_out(&self) -> usize {
        self.left_out.get()
    }
}
