//! The causes of an error message as text for a terminal.

use report::{Cause, Certainty, Explanation, FoundIn};

use crate::style::{CODE, ERROR, FAINT, HELP, STRONG, STRUCK, hang, styled, wrap};

/// All causes, in which logins of the recording they were found, and what to do where the message is not known.
pub(crate) fn render(explanation: &Explanation, has_recording: bool, width: usize) -> String {
    let causes = &explanation.causes;
    let mut out = String::new();
    let recorded = if causes.is_empty() { "" } else { " What the recording shows:" };
    match explanation.certainty {
        Certainty::Known => {}
        Certainty::Perhaps => {
            out.push_str(&(wrap("", "", &format!("Perhaps: {}", explanation.why), width) + "\n"))
        }
        Certainty::Unknown => {
            out.push_str(&(wrap("", "", &format!("{}{recorded}", explanation.why), width) + "\n"))
        }
    }
    if let Some(said) = &explanation.said {
        out.push_str(&(hang("The address says: ", said.as_str(), width) + "\n"));
    }
    if let Some(answer) = &explanation.answer {
        out.push_str(&(hang("The answer says: ", answer.as_str(), width) + "\n"));
    }
    if !explanation.difference.is_empty() {
        out.push_str(&(wrap("", "", &styled(STRONG, explanation.difference), width) + "\n"));
    }
    // Where the recording shows the cause, the fixes of others would mend what is not broken.
    let is_found = causes.iter().any(is_root_cause);
    for (number, cause) in (1..).zip(causes) {
        out.push_str(&item(number, cause, !is_found || is_root_cause(cause), width));
        out.push('\n');
    }
    if !explanation.next.is_empty() {
        out.push_str(&wrap("", "", "What tells more:", width));
        for next in &explanation.next {
            out.push_str(&wrap("  · ", "    ", next, width));
        }
        return out;
    }
    let more = if has_recording {
        "oauth-lens check FILE shows the findings; oauth-lens explain RULE tells more about one."
    } else {
        "oauth-lens explain RULE tells more about one. With --in FILE, those that a recording proves are marked."
    };
    out.push_str(&wrap("", "", &styled(FAINT, more), width));
    out
}

fn is_root_cause(cause: &Cause) -> bool {
    cause.found_in.iter().any(|found| found.is_root_cause)
}

fn item(number: usize, cause: &Cause, has_fix: bool, width: usize) -> String {
    let mut out = String::new();
    let label = format!("{number}. ");
    let indentation = " ".repeat(label.len());
    let id = cause.rule.map_or(String::new(), |rule| format!("  {}", styled(CODE, rule)));
    let is_ruled_out = !cause.ruled_out_in.is_empty();
    let title = format!("{}{id}", styled(if is_ruled_out { STRUCK } else { STRONG }, cause.title));
    out.push_str(&wrap(&label, &indentation, &title, width));
    if let Some((product, message)) = cause.product.zip(cause.message) {
        let versions = cause.versions.map_or(String::new(), |versions| format!(" ({versions})"));
        let shows = styled(FAINT, format!("{product}{versions}: {message}"));
        out.push_str(&wrap(&indentation, &indentation, &shows, width));
    }
    let word = |name: &str| format!("{indentation}{} ", styled(HELP, name));
    if is_ruled_out {
        let reason = format!(
            "the recording was looked at for it, and is right there: {}",
            cause.ruled_out_in.join(", ")
        );
        out.push_str(&hang(&word("ruled out:"), &reason, width));
        return out;
    }
    if cause.found_in.is_empty() {
        out.push_str(&hang(&word("proved by:"), cause.proof, width));
    } else {
        let label = format!("{indentation}{} ", styled(ERROR, "found in"));
        let logins: Vec<String> = cause.found_in.iter().map(place).collect();
        out.push_str(&hang(&label, &logins.join(", "), width));
    }
    if !cause.is_of_message {
        out.push_str(&hang(
            &word("note:"),
            "the recording shows this; the message alone does not say it",
            width,
        ));
    }
    if has_fix {
        out.push_str(&hang(&word("fix:"), cause.fix, width));
    }
    out
}

fn place(found: &FoundIn) -> String {
    if found.is_root_cause { format!("{} (its root cause)", found.id) } else { found.id.clone() }
}
