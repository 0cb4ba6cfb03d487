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
    /// How grave its program calls it, where that does not stand in the text.
    pub level: LogLevel,
}

/// How grave a program calls what it says.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LogLevel {
    /// It does not say that.
    #[default]
    Unsaid,
    /// All is well.
    Fine,
    /// A warning.
    Warning,
    /// An error, or worse.
    Error,
}

impl LogLevel {
    const NAMES: [(Self, &str); 3] =
        [(LogLevel::Fine, "info"), (LogLevel::Warning, "warning"), (LogLevel::Error, "error")];

    /// What it is called; `None` where nothing is said.
    pub fn name(self) -> Option<&'static str> {
        LogLevel::NAMES.iter().find(|(level, _)| *level == self).map(|(_, name)| *name)
    }

    /// The one that is called so.
    pub(crate) fn named(name: &str) -> Self {
        LogLevel::NAMES.iter().find(|(_, own)| *own == name).map_or(LogLevel::Unsaid, |(level, _)| *level)
    }
}

impl Statement {
    /// What it takes to keep it, in bytes, roughly.
    pub fn weight(&self) -> usize {
        const REST: usize = 80;
        REST + self.text.text().len()
    }
}
