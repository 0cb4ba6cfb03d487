//! The report to paste into a ticket.

mod inline;

use std::fmt::Write as _;

use self::inline::{code, sentence};
use crate::format::ReportFormat;
use crate::model::{Finding, Login, Report, Role};

/// Readable as plain text too.
pub(super) static MARKDOWN: ReportFormat =
    ReportFormat { name: "markdown", label: "Markdown", write: |report| Ok(markdown(report)) };

fn markdown(report: &Report) -> String {
    let mut out = String::from("# OAuth Lens report\n");
    for input in &report.inputs {
        let _ = write!(
            out,
            "\nInput {} · {} requests, {} used.",
            code(input.name.as_str()),
            input.exchanges,
            input.used
        );
        if let Some(kept) = input.kept {
            let _ = write!(out, " It is long: {kept} may play a role in a login and were kept.");
        }
        for problem in input.clock.iter().chain(&input.problems) {
            let _ = write!(out, " {}.", sentence(problem.as_str()));
        }
        out.push('\n');
    }
    if report.logins.is_empty() {
        out.push_str("\nNo login was found.\n");
        for input in report.inputs.iter().filter(|input| input.statements > 0) {
            let lines = if input.statements == 1 { "line" } else { "lines" };
            let (name, count) = (code(input.name.as_str()), input.statements);
            let _ = writeln!(
                out,
                "{name}: {count} {lines} read, none holds a request or an error that is known."
            );
            if !input.unknown.is_empty() {
                out.push_str("What looks most like an error in it:\n\n");
            }
            for unknown in &input.unknown {
                let source = unknown.source.as_ref().map_or(String::new(), |s| code(s.as_str()) + ": ");
                let _ = writeln!(out, "- {source}{}", code(unknown.shows.as_str()));
            }
            if let Some(perhaps) = &input.perhaps {
                let _ = writeln!(out, "\n{}", sentence(perhaps.as_str()));
            }
        }
        if let Some(other) = report.other_protocol() {
            let _ = writeln!(out, "{other}");
        }
    }
    for login in &report.logins {
        write_login(&mut out, login, report.names_sources());
    }
    let _ = write!(
        out,
        "\n---\nWritten by OAuth Lens {}. Secrets are replaced by stable names: the same name is the same value.\n",
        report.tool.version
    );
    out
}

fn write_login(out: &mut String, login: &Login, with_source: bool) {
    let mark = login.mark.glyph();
    let _ = writeln!(out, "\n## {mark} {}: {}\n", login.id, sentence(login.title.as_str()));
    let mut facts = vec![login.description.clone()];
    facts.extend(login.client_id.iter().map(|id| format!("client {}", code(id.as_str()))));
    facts.extend(login.issuer.iter().map(|issuer| format!("issuer {}", code(issuer.as_str()))));
    facts.extend(login.started.iter().cloned());
    let _ = writeln!(out, "{}\n\n**Outcome:** {}", facts.join(" · "), sentence(login.outcome_text.as_str()));
    for (heading, role) in [("Root cause", Role::Cause), ("Also wrong", Role::Independent)] {
        for (head, followers) in login.groups_of(role) {
            write_group(out, heading, head, &followers, with_source, login);
        }
    }
    for hypothesis in &login.hypotheses {
        let _ = write!(
            out,
            "\n- Where to look next (`{}`): {} {}",
            hypothesis.rule,
            hypothesis.because,
            sentence(hypothesis.look_at.as_str())
        );
        if let Some(command) = &hypothesis.command {
            let _ = write!(out, "\n\n  ```sh\n  {}\n  ```", command.as_str());
        }
    }
    if !login.hypotheses.is_empty() {
        out.push('\n');
    }
    if !login.messages.is_empty() {
        out.push_str("\n### What happened\n\n");
    }
    for message in &login.messages {
        let at = message.offset_ms.map_or(String::new(), |ms| format!(" +{:.2} s", ms / 1000.0));
        let place = if message.via.is_empty() { String::new() } else { format!(" ({})", message.via) };
        let _ = writeln!(
            out,
            "{}. **{}**{place}{at}: {}  \n   {}",
            message.number,
            message.name,
            sentence(message.gist.as_str()),
            code(&format!("{} {}", message.method, message.url))
        );
    }
    let mut habits = login.groups_of(Role::Hygiene).peekable();
    if habits.peek().is_some() {
        out.push_str("\n### Worth changing, not the cause\n\n");
    }
    for (habit, _) in habits {
        let _ = writeln!(
            out,
            "- **{}** (`{}`): {}{} {}",
            habit.title,
            habit.rule,
            sentence(habit.summary.as_str()),
            confidence(habit),
            habit.fix
        );
    }
    if !login.not_seen.is_empty() {
        out.push_str("\n### Not seen\n\n");
        for line in &login.not_seen {
            let _ = writeln!(out, "- {}", sentence(line.as_str()));
        }
    }
}

fn write_group(
    out: &mut String,
    heading: &str,
    finding: &Finding,
    followers: &[&Finding],
    with_source: bool,
    login: &Login,
) {
    let _ = writeln!(
        out,
        "\n### {heading}: {}\n\n{}{} {}\n",
        finding.title,
        sentence(finding.summary.as_str()),
        confidence(finding),
        finding.why
    );
    for evidence in &finding.evidence {
        let source = login.message_of(evidence).and_then(|message| message.source.as_ref());
        let source = source
            .filter(|_| with_source)
            .map_or(String::new(), |source| format!(" ({})", code(source.as_str())));
        let note =
            evidence.note.as_ref().map_or(String::new(), |note| format!(" ({})", sentence(note.as_str())));
        if evidence.message == 0 {
            let source =
                evidence.source.as_ref().map_or(String::new(), |source| code(source.as_str()) + " · ");
            let _ = writeln!(out, "- {source}{}{note}", code(evidence.shows.as_str()));
            continue;
        }
        let _ = writeln!(
            out,
            "- message {}, {}{source} · {}{note}",
            evidence.message,
            code(evidence.part.as_str()),
            code(evidence.shows.as_str())
        );
    }
    let links: Vec<String> =
        finding.specifications.iter().map(|s| format!("[{}]({})", s.name, s.url)).collect();
    let _ = writeln!(
        out,
        "\n**Fix:** {}\n\n**Who:** {}\n\n**Verify:** {}\n\n**Wrong if:** {}\n\nRule `{}`{}{}",
        finding.fix,
        finding.actor.text,
        finding.verify,
        finding.disproof,
        finding.rule,
        if links.is_empty() { "" } else { " · " },
        links.join(", ")
    );
    if !followers.is_empty() {
        out.push_str("\nFollows from it:\n\n");
    }
    for follower in followers {
        let through = follower.explained_by.filter(|rule| *rule != finding.rule);
        let through = through.map_or(String::new(), |rule| format!(", through `{rule}`"));
        let _ = writeln!(out, "- {} (`{}`){through}", follower.title, follower.rule);
        for said in follower.words_beside(finding) {
            let shows = code(said.shows.as_str());
            let _ = match &said.source {
                Some(source) => writeln!(out, "  - {} · {shows}", code(source.as_str())),
                None => writeln!(out, "  - message {}, {} · {shows}", said.message, code(said.part.as_str())),
            };
        }
    }
}

/// Behind the sentence about what was found: how sure it is, where it was not read from the traffic.
fn confidence(finding: &Finding) -> String {
    finding.confidence_text.map_or(String::new(), |sentence| format!(" {sentence}"))
}
