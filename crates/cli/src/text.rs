//! The diagnosis as text for a terminal.
//!
//! Everything that came from traffic is a [`Shown`](report::Shown) here; nothing else of it can be printed.

#[cfg(test)]
mod agreement;
pub(crate) mod causes;
pub(crate) mod compare;
mod evidence;
mod finding;
mod message;
pub(crate) mod token;

use anstyle::Style;
use report::{Hypothesis, Input, Login, Mark, Note, NothingFound, Outcome, Report, Role, counted};

use crate::style::{CODE, ERROR, FAINT, GOOD, HELP, INFO, STRONG, WARNING, hang, styled, wrap};

/// The whole report.
pub(crate) fn render(report: &Report, width: usize) -> String {
    let mut out = String::new();
    for login in &report.logins {
        out.push_str(&render_login(login, report, width));
        out.push('\n');
    }
    if let Some(nothing) = report.nothing_found() {
        out.push_str(&nothing_found(&nothing, width));
        out.push('\n');
    }
    let notes: String =
        report.inputs.iter().flat_map(Input::notes).map(|note| input_note(&note, width)).collect();
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
    let label = format!("{} ", styled(mark_style(login.mark), login.mark.glyph()));
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

fn mark_style(mark: Mark) -> Style {
    match mark {
        Mark::Ok => GOOD,
        Mark::Warning => WARNING,
        Mark::Failed => ERROR,
        Mark::Abandoned => FAINT,
        Mark::Running | Mark::OutOfSight => INFO,
    }
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

fn nothing_found(nothing: &NothingFound, width: usize) -> String {
    let mut out = format!("{} {}\n", styled(INFO, "●"), styled(STRONG, nothing.title));
    for held in &nothing.files {
        out.push_str(&hang("  ", held.text.as_str(), width));
        out.push_str(&held.above.map_or(String::new(), |above| hang("  ", above, width)));
        for line in &held.lines {
            let source = line.source.as_ref().map_or(String::new(), |source| format!("{source}: "));
            out.push_str(&wrap("  · ", "    ", &format!("{}{}", styled(FAINT, source), line.shows), width));
        }
        out.push_str(
            &held.perhaps.as_ref().map_or(String::new(), |perhaps| hang("  ", perhaps.as_str(), width)),
        );
    }
    out.push_str(&nothing.other_protocol.map_or(String::new(), |other| hang("  ", other, width)));
    if let Some(help) = &nothing.help {
        out.push('\n');
        out.push_str(&hang(&format!("  {} ", styled(HELP, "help:")), help, width));
    }
    out
}

fn input_note(note: &Note, width: usize) -> String {
    let (label, style) = if note.is_warning { ("warning:", WARNING) } else { ("note:", INFO) };
    wrap(&format!("{} ", styled(style, label)), "  ", &format!("{}: {}", note.file, note.text), width)
}

/// `2 logins: 1 failed, 1 signed in · 1 error, 1 warning`.
fn summary(report: &Report) -> String {
    // Documents that were read, a call, a logout sign nobody in.
    let is_login = |login: &Login| login.kind == "login";
    // Whoever was asked without a page and said that one is needed finished what was asked.
    let needs_page = |login: &Login| {
        login.outcome == Outcome::Abandoned && login.root_cause == Some("callback/silent-requires-login")
    };
    let outcomes: [(Outcome, Option<bool>, &str); 6] = [
        (Outcome::Failed, None, "failed"),
        (Outcome::Succeeded, Some(true), "signed in"),
        (Outcome::Succeeded, Some(false), "answered"),
        (Outcome::Abandoned, None, "not finished"),
        (Outcome::Running, None, "still running"),
        (Outcome::OutOfSight, None, "out of sight"),
    ];
    let is_of = |login: &Login, outcome: Outcome, of_logins: Option<bool>| {
        login.outcome == outcome
            && !needs_page(login)
            && of_logins.is_none_or(|of_logins| of_logins == is_login(login))
    };
    let count = |holds: &dyn Fn(&Login) -> bool| report.logins.iter().filter(|login| holds(login)).count();
    let ended: Vec<String> = outcomes
        .iter()
        .map(|(outcome, of_logins, words)| (count(&|login| is_of(login, *outcome, *of_logins)), *words))
        .chain([(count(&needs_page), "answered that a page is needed")])
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
    let logins = report.found();
    match ended.as_slice() {
        [all] if report.logins.len() == 1 => {
            format!("{logins}, {} · {found}", all.trim_start_matches("1 "))
        }
        _ => format!("{logins}: {} · {found}", ended.join(", ")),
    }
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
