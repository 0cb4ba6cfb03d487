//! The scaffold of a new rule.
use std::path::Path;
use anyhow::Result;
pub(crate) fn new(_root: &Path, _id: &str) -> Result<()> { Ok(()) }
