//! The diagnosis as text for a terminal.
//!
//! Everything that came from traffic is a [`Shown`](report::Shown) here; nothing else of it can be printed.

#[cfg(test)]
mod agreement;
pub(crate) mod causes;
mod evidence;
mod finding;
mod message;
pub(crate) mod token;

use anstyle::Style;
use report::{Hypothesis, Input, Login, Mark, Outcome, Report, Role};

use crate::input;
use crate::style::{CODE, ERROR, FAINT, GOOD, HELP, INFO, STRONG, WARNING, hang, styled, wrap};

/// Most problems of one file that are listed.
const LISTED_PROBLEMS: usize = 5;

/// The whole report.
pub(crate) fn render(report: &Report, width: usize) -> String {
    let mut out = String::new();
    for login in &report.logins {
        out.push_str(&render_login(login, report, width));
        out.push('\n');
    }
    if report.logins.is_empty() {
        out.push_str(&nothing_found(report, width));
        out.push('\n');
    }
    let notes: String = report.inputs.iter().map(|input| input_notes(input, width)).collect();
    if !notes.is_empty() {
        out.push_str(&notes);
        out.push('\n');
    }
    if !report.logins.is_empty() {
        out.push_str(&hang("", &summary(report), width));
    }
    out
}

fn render_login(login: &Login, report: &Report, width: usize) -> String {
    let (mark, style) = mark(login);
    let label = format!("{} ", styled(style, mark));
    let mut out = hang(&label, &styled(STRONG, &login.title), width);

    let mut facts: Vec<String> = Vec::new();
    facts.extend((report.logins.len() > 1).then(|| login.id.clone()));
    facts.push(login.description.clone());
    facts.extend(login.client_id.iter().map(|id| format!("client {id}")));
    facts.extend(login.issuer.iter().map(|issuer| format!("issuer {issuer}")));
    facts.extend(login.started.as_deref().map(moment));
    out.push_str(&hang("  ", &styled(FAINT, facts.join(" · ")), width));
    out.push_str(&hang("  ", login.outcome_text.as_str(), width));

    for (role, title) in [(Role::Cause, None), (Role::Independent, Some("Also wrong"))] {
        for (index, (head, followers)) in login.groups_of(role).enumerate() {
            out.push_str(&title.filter(|_| index == 0).map_or(String::new(), heading));
            out.push('\n');
            out.push_str(&finding::group(head, &followers, login, report.names_sources(), width));
        }
    }
    if !login.hypotheses.is_empty() {
        out.push_str(&heading("Where to look next"));
        out.push_str(&login.hypotheses.iter().map(|h| hypothesis(h, width)).collect::<String>());
    }
    if !login.messages.is_empty() {
        out.push_str(&heading("Messages"));
        out.push_str(&message::list(login, width));
    }

    let mut habits = login.groups_of(Role::Hygiene).peekable();
    if habits.peek().is_some() {
        out.push_str(&heading("Worth changing, not the cause"));
        out.push_str(&habits.map(|(habit, _)| finding::brief(habit, width)).collect::<String>());
    }
    if !login.not_seen.is_empty() {
        out.push_str(&heading("Not seen"));
        out.push_str(
            &login.not_seen.iter().map(|line| hang("  · ", line.as_str(), width)).collect::<String>(),
        );
    }
    out
}

fn mark(login: &Login) -> (&'static str, Style) {
    let style = match login.mark {
        Mark::Ok => GOOD,
        Mark::Warning => WARNING,
        Mark::Failed => ERROR,
        Mark::Abandoned => FAINT,
        Mark::Running | Mark::OutOfSight => INFO,
    };
    (login.mark.glyph(), style)
}

/// `2026-11-23T09:41:00.000Z` as people write it.
fn moment(rfc3339: &str) -> String {
    match rfc3339.split_once('T') {
        Some((date, time)) => format!("{date} {} UTC", time.get(..8).unwrap_or(time)),
        None => rfc3339.to_owned(),
    }
}

fn heading(text: &str) -> String {
    format!("\n  {}\n", styled(STRONG, text))
}

fn hypothesis(hypothesis: &Hypothesis, width: usize) -> String {
    let rule = styled(CODE, hypothesis.rule);
    let because = wrap("  · ", "    ", &format!("{rule}: {}", hypothesis.because), width);
    let look_at = hang(&format!("    {} ", styled(HELP, "look at:")), hypothesis.look_at.as_str(), width);
    // Not wrapped: it is to be copied.
    let command = hypothesis.command.as_ref().map_or(String::new(), |command| format!("    {command}\n"));
    because + &look_at + &command
}

const OF_BROWSER: &str = "Open the Network tab before the login begins and switch on \"Preserve log\" (Firefox: \"Persist \
                          Logs\"): the login's redirects leave the page, and are lost without it. Then log in and \
                          export all as HAR.";

const OF_CURL: &str = "curl -v does not print what it sends, so that a token request can be told by its answer alone. Add the \
                       command that was run above its output, or record with curl --trace-ascii.";

const OF_LOG: &str = "Have one line explained: oauth-lens explain \"MESSAGE\". The cause may stand in another log: that of the app's \
                      server when the browser came back to it, that of the proxy before it, or that of the provider. Raise the log \
                      level of the part that signs users in, log in again, and give all lines of that moment.";

fn nothing_found(report: &Report, width: usize) -> String {
    let inputs = &report.inputs;
    let mut out = format!("{} {}\n", styled(INFO, "●"), styled(STRONG, "No login was found"));
    for input in inputs.iter().filter(|input| input.kind != report::LEFT_OUT) {
        if input.statements > 0 {
            out.push_str(&unknown_lines(input, width));
            continue;
        }
        let requests = counted(input.exchanges, "request", "requests");
        let none = if input.exchanges == 1 { "it is not part" } else { "none of them is part" };
        let name = input::display_name(&input.name);
        let line = format!("{name} holds {requests}; {none} of an OAuth or OpenID Connect login.");
        out.push_str(&hang("  ", &line, width));
    }
    if let Some(other) = report.other_protocol() {
        return out + &hang("  ", other, width);
    }
    let is_log = inputs.iter().any(|input| input.statements > 0);
    let advice = if is_log {
        OF_LOG
    } else if inputs.iter().all(|input| input.kind == "curl") {
        OF_CURL
    } else {
        OF_BROWSER
    };
    out.push('\n');
    out.push_str(&hang(&format!("  {} ", styled(HELP, "help:")), advice, width));
    out
}

/// That a log says nothing that is known, and what in it looks most like an error.
fn unknown_lines(input: &Input, width: usize) -> String {
    let name = input::display_name(&input.name);
    let lines = counted(input.statements, "line", "lines");
    let line = format!("{name}: {lines} read, none holds a request or an error that is known.");
    let mut out = hang("  ", &line, width);
    if !input.unknown.is_empty() {
        out.push_str(&hang("  ", "What looks most like an error in it:", width));
    }
    for unknown in &input.unknown {
        let source = unknown.source.as_ref().map_or(String::new(), |source| format!("{source}: "));
        out.push_str(&wrap("  · ", "    ", &format!("{}{}", styled(FAINT, source), unknown.shows), width));
    }
    out
}

fn input_notes(input: &Input, width: usize) -> String {
    let name = input::display_name(&input.name);
    let mut out = String::new();
    if let Some(clock) = &input.clock {
        let label = format!("{} ", styled(INFO, "note:"));
        out.push_str(&wrap(&label, "  ", &format!("{name}: {clock}"), width));
    }
    if let Some(kept) = input.kept {
        let label = format!("{} ", styled(INFO, "note:"));
        let read = counted(input.exchanges, "request", "requests");
        let line = format!(
            "{name}: {read} read; of so long a file those are kept that may play a role in a login: {kept}"
        );
        out.push_str(&wrap(&label, "  ", &line, width));
    }
    let label = format!("{} ", styled(WARNING, "warning:"));
    for problem in input.problems.iter().take(LISTED_PROBLEMS) {
        out.push_str(&wrap(&label, "  ", &format!("{name}: {problem}"), width));
    }
    let more = input.problems.len().saturating_sub(LISTED_PROBLEMS);
    if more > 0 {
        let line = format!("{name}: {more} more like these; --format json lists all");
        out.push_str(&wrap(&label, "  ", &line, width));
    }
    out
}

/// `2 logins: 1 failed, 1 signed in · 1 error, 1 warning`.
fn summary(report: &Report) -> String {
    let outcomes = [
        (Outcome::Failed, "failed"),
        (Outcome::Succeeded, "signed in"),
        (Outcome::Abandoned, "not finished"),
        (Outcome::Running, "still running"),
        (Outcome::OutOfSight, "out of sight"),
    ];
    let ended: Vec<String> = outcomes
        .iter()
        .map(|(outcome, words)| (report.logins.iter().filter(|l| l.outcome == *outcome).count(), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let found = [
        (report.summary.errors, "error", "errors", ERROR),
        (report.summary.warnings, "warning", "warnings", WARNING),
        (report.summary.infos, "info", "infos", INFO),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many, style)| styled(style, counted(count, one, many)))
        .collect();
    let all_signed_in = report.logins.iter().all(|login| login.outcome == Outcome::Succeeded);
    let found = match (found.as_slice(), all_signed_in) {
        ([], true) => styled(GOOD, "nothing wrong"),
        ([], false) => "no fault seen".to_owned(),
        (found, _) => found.join(", "),
    };
    let logs = report.logins.iter().filter(|login| login.kind == "statement").count();
    let logins = report.logins.len() - logs;
    let counts =
        [(logins, "login", "logins"), (logs, "log", "logs")].into_iter().filter(|(count, ..)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, one, many)| counted(count, one, many)).collect();
    let logins = counts.join(", ");
    match ended.as_slice() {
        [all] if report.logins.len() == 1 => {
            format!("{logins}, {} · {found}", all.trim_start_matches("1 "))
        }
        _ => format!("{logins}: {} · {found}", ended.join(", ")),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;
    use oauth_lens_tests::{session_of, transcripts};
    use textwrap::core::display_width;

    use super::*;

    #[test]
    fn every_finding_can_be_shown_and_fits_the_width() {
        for rule in lint::catalogue() {
            for transcript in transcripts(rule.page, "Fires") {
                let report = report::report(&session_of(&transcript), &[], None);
                for width in [72, 100] {
                    let text = strip_str(&render(&report, width)).to_string();
                    assert!(text.contains(rule.id), "{text}");
                    for line in text.lines().filter(|line| display_width(line) > width) {
                        // A URL or a name cannot be broken; a place, evidence with a mark below it, a note under its
                        // mark and a command to paste are lines of their own.
                        let is_evidence = line.trim_start().starts_with("| ");
                        let is_command = line.starts_with("    curl ");
                        if line.starts_with("  message ") || is_evidence || is_command || line.contains("^ ")
                        {
                            continue;
                        }
                        let last = line.split_whitespace().last().unwrap_or_default();
                        let before = line.trim_end().trim_end_matches(last);
                        let is_url_alone = display_width(before) <= 16 || before.trim() == "→";
                        assert!(is_url_alone, "{}: too wide for {width}: {line}", rule.id);
                    }
                }
            }
        }
    }
}
