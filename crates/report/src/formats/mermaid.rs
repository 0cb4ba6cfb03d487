//! The messages as a diagram that GitHub and GitLab draw.

use crate::diagram::mermaid;
use crate::format::ReportFormat;

/// In Mermaid's words.
pub(super) static MERMAID: ReportFormat = ReportFormat {
    name: "mermaid",
    label: "a diagram (Mermaid)",
    write: |report| Ok(mermaid(&report.logins)),
};
