//! Panes of a browser's developer tools that were copied with the mouse: a name, and its value in the next line.

use super::is_name;

/// The names that begin such a pane.
const HEADS: [&str; 5] =
    ["request url", "request method", "status code", "remote address", "referrer policy"];

/// Fields that only requests have: where no head says so, those of the request begin here.
const OF_REQUESTS: [&str; 9] = [
    ":authority",
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cookie",
    "origin",
    "referer",
    "user-agent",
];

/// Whether lines are read as a pane.
#[derive(Default)]
pub(super) struct Pane {
    is_open: bool,
    /// Whose fields follow was said.
    has_head: bool,
}

impl Pane {
    /// The lines that a line and the next one stand for; `None` where they do not belong together.
    pub(super) fn join(&mut self, line: &str, next: impl FnOnce() -> Option<String>) -> Option<Vec<String>> {
        let name = line.trim().trim_end_matches(':');
        let is_first = HEADS.iter().any(|head| name.eq_ignore_ascii_case(head));
        if name.is_empty() || !is_first && !self.is_open && !line.starts_with(['R', 'F', 'P']) {
            return None;
        }
        let next = next()?;
        let value = next.trim();
        if value.is_empty() {
            return None;
        }
        if is_first {
            self.is_open = true;
            // Each request has an address, and heads of its own below it.
            self.has_head &= !name.eq_ignore_ascii_case(HEADS[0]);
            let name = format!("{}{}", name[..1].to_uppercase(), name[1..].to_lowercase());
            return Some(vec![format!("{}: {value}", name.replace("url", "URL"))]);
        }
        let is_head = ["Request Headers", "Response Headers", "Form Data", "Payload"]
            .iter()
            .any(|head| line.starts_with(head));
        self.has_head |= is_head;
        if !self.is_open || is_head || !is_name(name) || matches!(name, "General" | "Raw" | "Response") {
            return None;
        }
        let field = format!("{name}: {value}");
        let begins_request = !self.has_head && OF_REQUESTS.contains(&name.to_ascii_lowercase().as_str());
        self.has_head |= begins_request;
        Some(if begins_request { vec!["Request Headers".to_owned(), field] } else { vec![field] })
    }

    /// A line that is none of a pane ends it.
    pub(super) fn close(&mut self, line: &str) {
        let is_word = line.trim().split(' ').count() <= 3;
        if !is_word {
            *self = Pane::default();
        }
    }
}
