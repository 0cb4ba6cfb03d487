//! A command for the reader to paste. What traffic puts into it must not become a command of its own.

use oauth::Pointer;

/// The arguments of a command in their order.
#[derive(Default)]
pub struct Command(pub Vec<Argument>);

/// A part of a command.
pub enum Argument {
    /// Fixed words.
    Words(&'static str),
    /// What stands at a pointer.
    Value {
        /// What comes before it in the same argument: `client_id=`.
        name: &'static str,
        /// Where it stands.
        pointer: Pointer,
        /// What stands for it where it is a secret, or no plain text to every shell: `CLIENT_ID`.
        otherwise: &'static str,
    },
}

impl Command {
    #[must_use]
    pub(crate) fn words(mut self, words: &'static str) -> Self {
        self.0.push(Argument::Words(words));
        self
    }

    #[must_use]
    pub(crate) fn value(mut self, name: &'static str, pointer: Pointer, otherwise: &'static str) -> Self {
        self.0.push(Argument::Value { name, pointer, otherwise });
        self
    }
}
