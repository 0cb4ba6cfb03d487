//! The report for a program: its model as it is. `docs/report.schema.json` says what is in it.

use crate::format::ReportFormat;

pub(super) static JSON: ReportFormat =
    ReportFormat { name: "json", label: "JSON", write: |report| serde_json::to_string_pretty(report) };
