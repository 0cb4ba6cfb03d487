//! Header fields.

use crate::Secret;

/// Header fields in the order in which they came; names are compared without regard to case (RFC 9110 §5.1).
#[derive(Clone, Default)]
pub struct Headers(Vec<(String, Secret<String>)>);

impl Headers {
    /// From names and values.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Headers(
            pairs.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), Secret::new(value))).collect(),
        )
    }

    /// All fields, names in lower case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret<String>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The first field of that (lower-case) name.
    pub fn value(&self, name: &str) -> Option<&Secret<String>> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The text of [`Headers::value`]: to compare and to compute with, never to print.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).map(Secret::text)
    }

    /// How many fields have that (lower-case) name.
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(n, _)| n == name).count()
    }

    /// Whether there is a field of that (lower-case) name.
    pub fn has(&self, name: &str) -> bool {
        self.count(name) > 0
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The media type of `Content-Type` without parameters, in lower case; empty where there is none.
    pub fn media_type(&self) -> String {
        let value = self.text("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
