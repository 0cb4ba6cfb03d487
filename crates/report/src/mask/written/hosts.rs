//! Other names for hosts, with what they are of each other.

/// The hosts of a recording and what they are called.
pub(crate) struct Hosts {}

impl Hosts {
    pub(super) fn replaced(&self, text: String) -> String {
        text
    }
}
