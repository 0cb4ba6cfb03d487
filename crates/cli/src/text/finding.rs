//! A finding: in full for a cause, in a line for what follows from it or is merely worth changing.

use anstyle::Style;
use report::{Finding, Login, Severity};

use super::evidence;
use crate::style::{ERROR, FAINT, HELP, INFO, STRONG, WARNING, hang, styled, wrap};

/// A finding that stands on its own with its evidence, and in which file that stands if it is asked for, and what it explains.
pub(super) fn group(
    finding: &Finding,
    followers: &[&Finding],
    login: &Login,
    with_source: bool,
    width: usize,
) -> String {
    let (word, style) = severity(finding.severity);
    let rule = styled(style, format!("{word}[{}]", finding.rule));
    let mut out = wrap("", "  ", &format!("{rule}: {}", styled(STRONG, finding.title)), width);
    out.push('\n');
    out.push_str(&hang("  ", finding.summary.as_str(), width));
    out.push('\n');
    out.push_str(&evidence::render(finding, login, with_source, width));
    out.push('\n');

    let mut line = |name: &str, style: Style, text: &str| {
        out.push_str(&hang(&format!("  {} ", styled(style, format!("{name}:"))), text, width));
    };
    line("why", STRONG, finding.why);
    line("fix", HELP, finding.fix);
    line("who", STRONG, finding.actor.text);
    line("verify", STRONG, finding.verify);
    line("wrong if", STRONG, finding.disproof);
    if let Some(sentence) = finding.confidence_text {
        line("note", STRONG, sentence);
    }
    let specifications: Vec<String> =
        finding.specifications.iter().map(|s| format!("{}  {}", s.name, styled(FAINT, &s.url))).collect();
    if !specifications.is_empty() {
        line("see", STRONG, &specifications.join("\n"));
    }

    for other in followers {
        let place = other.message.map_or(String::new(), |number| format!(" in message {number}"));
        let through = other.explained_by.filter(|rule| *rule != finding.rule);
        let through = through.map_or(String::new(), |rule| format!(", through {rule}"));
        let text = format!("explains {}{place}{through}: {}", styled(STRONG, other.rule), other.title);
        out.push_str(&hang(&format!("  {} ", styled(FAINT, "└")), &text, width));
        for said in other.words_beside(finding) {
            let what = format!("{} {}", styled(FAINT, said.part.as_str()), said.shows);
            out.push_str(&wrap("      ", "      ", what.trim(), width));
        }
    }
    out
}

/// What is worth changing, in a few lines.
pub(super) fn brief(finding: &Finding, width: usize) -> String {
    let (word, style) = severity(finding.severity);
    let label = styled(style, format!("{word}[{}]", finding.rule));
    let what = wrap("  ", "    ", &format!("{label}: {}", finding.summary), width);
    let fix = hang(&format!("    {} ", styled(HELP, "fix:")), finding.fix, width);
    let label = format!("    {} ", styled(STRONG, "note:"));
    let note = finding.confidence_text.map_or(String::new(), |sentence| hang(&label, sentence, width));
    what + &fix + &note
}

pub(super) fn severity(severity: Severity) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("error", ERROR),
        Severity::Warning => ("warning", WARNING),
        Severity::Info => ("info", INFO),
    }
}
