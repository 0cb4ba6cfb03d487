//! How bad a finding is, and how sure.

/// What a violation means for the login.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, but it is unsafe or will break.
    Warning,
    /// The login fails, or a correct peer must refuse it.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// Inferred from effects.
    Medium,
    /// Read from the traffic itself.
    High,
}
