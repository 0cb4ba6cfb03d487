//! The causes of an error message as text for a terminal.

use std::collections::BTreeMap;

use report::Cause;

use crate::style::{CODE, ERROR, FAINT, HELP, STRONG, hang, styled, wrap};

/// In which logins of a recording each rule found something.
pub(crate) type Found = BTreeMap<&'static str, Vec<Place>>;

/// A login in which a rule found something.
pub(crate) struct Place {
    /// `login-1`
    pub(crate) login: String,
    pub(crate) is_root_cause: bool,
}

impl Place {
    fn words(&self) -> String {
        if self.is_root_cause { format!("{} (its root cause)", self.login) } else { self.login.clone() }
    }
}

/// Puts what a recording proves before what it does not, root causes first.
pub(crate) fn sort(causes: &mut [Cause], found: &Found) {
    causes.sort_by_key(|cause| match cause.rule.and_then(|rule| found.get(rule)) {
        Some(places) if places.iter().any(|place| place.is_root_cause) => 0,
        Some(_) => 1,
        None => 2,
    });
}

/// All causes, and in which logins of the recording they were found.
pub(crate) fn render(causes: &[Cause], found: Option<&Found>, width: usize) -> String {
    let mut out = String::new();
    for (number, cause) in (1..).zip(causes) {
        let label = format!("{number}. ");
        let indentation = " ".repeat(label.len());
        let id = cause.rule.map_or(String::new(), |rule| format!("  {}", styled(CODE, rule)));
        let title = format!("{}{id}", styled(STRONG, cause.title));
        out.push_str(&wrap(&label, &indentation, &title, width));
        if let Some((product, message)) = cause.product.zip(cause.message) {
            let shows = styled(FAINT, format!("{product}: {message}"));
            out.push_str(&wrap(&indentation, &indentation, &shows, width));
        }
        let word = |name: &str| format!("{indentation}{} ", styled(HELP, name));
        match cause.rule.and_then(|rule| found?.get(rule)) {
            Some(places) => {
                let label = format!("{indentation}{} ", styled(ERROR, "found in"));
                let places: Vec<String> = places.iter().map(Place::words).collect();
                out.push_str(&hang(&label, &places.join(", "), width));
            }
            None => out.push_str(&hang(&word("proved by:"), cause.proof, width)),
        }
        out.push_str(&hang(&word("fix:"), cause.fix, width));
        out.push('\n');
    }
    let more = match found {
        None => {
            "oauth-lens explain RULE tells more about one. With --in FILE, those that a recording proves are marked."
        }
        Some(_) => "oauth-lens check FILE shows the findings; oauth-lens explain RULE tells more about one.",
    };
    out.push_str(&wrap("", "", &styled(FAINT, more), width));
    out
}
