//! The messages as a picture.

use crate::diagram::{Diagram, svg};
use crate::format::ReportFormat;

/// A file that every browser opens.
pub(super) static SVG: ReportFormat = ReportFormat {
    name: "svg",
    label: "a diagram (SVG)",
    write: |report| {
        let drawn = report.logins.iter();
        let drawn =
            drawn.map(|login| (format!("{} {}", login.mark.glyph(), login.title), Diagram::of(login)));
        Ok(svg(&drawn.collect::<Vec<_>>()))
    },
};
