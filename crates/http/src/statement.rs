//! What programs say in words: lines of a log, messages of a console.

use crate::{Provenance, Secret, Timestamp};

/// A sentence that a program wrote about what it did. It is evidence like an exchange: somebody said so, there.
#[derive(Clone)]
pub struct Statement {
    /// Where it stands.
    pub provenance: Provenance,
    /// When it was written, where the line says so with its time zone.
    pub time: Option<Timestamp>,
    /// The text, without what its log puts before each line.
    pub text: Secret<String>,
}

impl Statement {
    /// What it takes to keep it, in bytes, roughly.
    pub fn weight(&self) -> usize {
        const REST: usize = 80;
        REST + self.text.text().len()
    }
}
