//! Captured text that must not be printed.

/// A value that came from traffic. It has no `Debug`, no `Display` and no `Serialize`: the only way into a report
/// is the redaction of the `report` crate, and every other look at it says [`Secret::expose`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a captured value.
    pub fn new(value: T) -> Self {
        Secret(value)
    }

    /// The value itself: to compare and to compute with, never to print.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// The text itself: to compare and to compute with, never to print.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret<String> {
    fn from(text: &str) -> Self {
        Secret(text.to_owned())
    }
}
