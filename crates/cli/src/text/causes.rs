//! The causes of an error message as text for a terminal.

use report::{Cause, FoundIn};

use crate::style::{CODE, ERROR, FAINT, HELP, STRONG, hang, styled, wrap};

/// All causes, and in which logins of the recording they were found.
pub(crate) fn render(causes: &[Cause], has_recording: bool, width: usize) -> String {
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
        if cause.found_in.is_empty() {
            out.push_str(&hang(&word("proved by:"), cause.proof, width));
        } else {
            let label = format!("{indentation}{} ", styled(ERROR, "found in"));
            let logins: Vec<String> = cause.found_in.iter().map(place).collect();
            out.push_str(&hang(&label, &logins.join(", "), width));
        }
        out.push_str(&hang(&word("fix:"), cause.fix, width));
        out.push('\n');
    }
    let more = if has_recording {
        "oauth-lens check FILE shows the findings; oauth-lens explain RULE tells more about one."
    } else {
        "oauth-lens explain RULE tells more about one. With --in FILE, those that a recording proves are marked."
    };
    out.push_str(&wrap("", "", &styled(FAINT, more), width));
    out
}

fn place(found: &FoundIn) -> String {
    if found.is_root_cause { format!("{} (its root cause)", found.id) } else { found.id.clone() }
}
