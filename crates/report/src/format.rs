//! How a report is written: one file of `formats/` for each form.
//!
//! The command, the panel and the test that looks for secrets take the forms from here.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::formats::FORMATS;
use crate::model::Report;

/// How a report is written.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ReportFormat {
    /// What it is called in the command and in a question: `markdown`.
    pub name: &'static str,
    /// What people call it: `Markdown`.
    pub label: &'static str,
    #[serde(skip)]
    pub(crate) write: fn(&Report) -> serde_json::Result<String>,
}

impl ReportFormat {
    /// All, by name.
    pub fn all() -> &'static [&'static ReportFormat] {
        FORMATS
    }

    /// The one with that name.
    pub fn named(name: &str) -> Option<&'static ReportFormat> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The report as text.
    ///
    /// # Errors
    /// When it cannot be written in this form.
    pub fn write(&self, report: &Report) -> serde_json::Result<String> {
        (self.write)(report)
    }
}

impl<'de> Deserialize<'de> for &'static ReportFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        ReportFormat::named(&name).ok_or_else(|| D::Error::custom("no form of a report"))
    }
}
