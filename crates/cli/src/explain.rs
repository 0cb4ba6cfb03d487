//! `oauth-lens explain`: a rule's page, or the causes of an error message.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use lint::{Requirement, Rule, Severity};

use crate::input;
use crate::output::{self, Failure, Format};
use crate::rules::area;
use crate::style::{CODE, FAINT, STRONG, hang, severity, styled, wrap};
use crate::text::causes;

/// How alike an id must be to be suggested.
const ALIKE: f64 = 0.75;

/// Explain a rule, or name the causes of an error message
#[derive(Args)]
#[command(after_help = "\
Examples:
  oauth-lens explain redirect-uri/token-mismatch
  oauth-lens explain \"grant request is invalid\"
  oauth-lens explain AADSTS50011 --in login.har     and which of them this recording proves")]
pub(crate) struct Explain {
    /// A rule's id, such as `redirect-uri/token-mismatch`, or the message that a library, a provider or a browser shows
    #[arg(value_name = "RULE|MESSAGE", required = true)]
    words: Vec<String>,

    /// Also show recordings in which the rule fires, and near misses in which it stays silent
    #[arg(long)]
    examples: bool,

    /// A recording: the causes that it proves are marked
    #[arg(long = "in", value_name = "FILE")]
    recordings: Vec<PathBuf>,

    /// The causes of a message for the terminal, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    limit: input::Limit,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let words = self.words.join(" ");
        let words = words.trim();
        let retired = lint::retired(words);
        let id = retired.and_then(|retired| retired.now).unwrap_or(words);
        if let Some(rule) = lint::rule(id).or_else(|| named(id)) {
            let was = retired.map_or(String::new(), |retired| {
                wrap(
                    "",
                    "",
                    &format!("{} is part of this rule: {}.\n", retired.id, retired.why),
                    output::width(),
                ) + "\n"
            });
            output::text(&(was + &text(rule, self.examples, output::width())))?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(retired) = retired {
            return Err(Failure {
                what: format!("{} is no rule: {}", retired.id, retired.why),
                help: "oauth-lens rules lists all rules.".to_owned(),
            });
        }
        let (session, _) = input::read(&self.recordings, &self.limit)?;
        let causes = report::causes(words, &session);
        // An id that is spelled wrong is no message, and neither is the name of an area.
        let is_area = lint::catalogue().iter().any(|rule| area(rule.id) == words.trim_end_matches('/'));
        let is_id = is_area || words.contains('/') && !words.contains(' ');
        if causes.is_empty() || is_id {
            return Err(unknown(words));
        }
        match self.format {
            Format::Text => {
                let has_recording = !self.recordings.is_empty();
                output::text(&causes::render(&causes, has_recording, output::width()))?;
            }
            Format::Json => output::json(&causes)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The only rule whose id ends so: `token-mismatch`.
fn named(name: &str) -> Option<&'static Rule> {
    let mut rules = lint::catalogue().iter().filter(|rule| rule.id.split('/').nth(1) == Some(name));
    rules.next().copied().filter(|_| rules.next().is_none())
}

fn text(rule: &Rule, examples: bool, width: usize) -> String {
    let (word, style) = severity(rule.severity);
    let mut out = format!("{}\n\n", styled(style, format!("{word}[{}]", rule.id)));
    // What a program's text means has no page.
    let short = format!("# {}\n\n{}\n\n**Fix:** {}\n", rule.title, rule.why, rule.fix);
    out.push_str(&page(if rule.page.is_empty() { &short } else { rule.page }, examples, width));
    out.push('\n');
    let mut fact = |name: &str, text: &str| {
        out.push_str(&hang(&format!("{}  ", styled(STRONG, format!("{name:<11}"))), text, width));
    };
    fact(
        "Severity",
        match rule.severity {
            Severity::Error => "error: the login fails, or a correct peer must refuse it",
            Severity::Warning => "warning: it works, but is unsafe or will break",
            Severity::Info => "info: worth knowing",
        },
    );
    fact(
        "Demanded by",
        match rule.requirement {
            Requirement::Must => "the specification: MUST",
            Requirement::Should => "the specification: SHOULD",
            Requirement::Practice => "good practice",
        },
    );
    let explained: Vec<&str> = rule.consequences().map(|other| other.id).collect();
    if !explained.is_empty() {
        fact("Explains", &explained.join(", "));
    }
    for (index, reference) in rule.references.iter().enumerate() {
        let name = if index == 0 { "See" } else { "" };
        fact(name, &format!("{}: {}", reference.name(), reference.url()));
    }
    fact("Since", rule.since);
    if !examples && !rule.page.is_empty() {
        let hint = format!("Recordings in which it fires: oauth-lens explain {} --examples", rule.id);
        out.push_str(&format!("\n{}\n", styled(FAINT, hint)));
    }
    out
}

/// Markdown, lightly rendered: headings stand out, code is coloured, paragraphs fit the width.
fn page(markdown: &str, examples: bool, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut is_code = false;
    let mut is_hidden = false;
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ").filter(|_| !is_code) {
            is_hidden = !examples && matches!(heading.trim(), "Fires" | "Silent");
        }
        if is_hidden {
            is_code ^= line.starts_with("```");
            continue;
        }
        let starts_item = line.starts_with("- ");
        let is_block = is_code || line.starts_with(['#', '|']) || line.starts_with("```");
        if is_block || starts_item || line.is_empty() {
            out.push_str(&flowing(&paragraph, width));
            paragraph.clear();
        }
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            out.push_str(&format!("    {}\n", styled(FAINT, line)));
        } else if line.starts_with('#') {
            out.push_str(&hang("", &styled(STRONG, line.trim_start_matches('#').trim()), width));
        } else if line.is_empty() {
            out.push('\n');
        } else if is_block {
            let is_head = lines.peek().is_some_and(|next| is_table_rule(next));
            out.push_str(&if is_head || is_table_rule(line) { String::new() } else { row(line, width) });
        } else {
            paragraph.push_str(line.trim());
            paragraph.push(' ');
        }
    }
    out.push_str(&flowing(&paragraph, width));
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    format!("{}\n", out.trim_end())
}

fn is_table_rule(line: &str) -> bool {
    line.starts_with("| -")
}

/// A table's row as a paragraph: `first cell: the others`.
fn row(line: &str, width: usize) -> String {
    let cells = line.trim_matches('|').trim().replacen(" | ", ": ", 1).replace(" | ", " · ");
    wrap("- ", "  ", &code_spans(&cells), width)
}

fn flowing(paragraph: &str, width: usize) -> String {
    if paragraph.is_empty() {
        return String::new();
    }
    let indentation = if paragraph.starts_with("- ") { "  " } else { "" };
    wrap("", indentation, &code_spans(paragraph.trim_end()), width)
}

/// Every second piece between backticks is code. They stay: where there is no colour they are all there is.
fn code_spans(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    let coloured = pieces.map(|(index, piece)| match index % 2 {
        1 => styled(CODE, format!("`{piece}`")),
        _ => piece.to_owned(),
    });
    coloured.collect()
}

fn unknown(id: &str) -> Failure {
    let ids = || lint::catalogue().iter().map(|rule| rule.id);
    let in_area: Vec<&str> = ids().filter(|rule| area(rule) == id.trim_end_matches('/')).collect();
    let mut alike: Vec<(f64, &str)> = ids()
        .map(|rule| {
            let name = rule.split_once('/').map_or(rule, |(_, name)| name);
            (strsim::jaro_winkler(id, rule).max(strsim::jaro_winkler(id, name)), rule)
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let suggestions = match in_area.is_empty() {
        true => alike.into_iter().map(|(_, rule)| rule).take(3).collect(),
        false => in_area,
    };
    let help = match suggestions.as_slice() {
        [] => "oauth-lens rules lists all rules.".to_owned(),
        rules => format!("Did you mean {}? oauth-lens rules lists all.", rules.join(" or ")),
    };
    let what = if id.contains('/') {
        format!("there is no rule {id:?}")
    } else {
        format!("nothing is known about {id:?}")
    };
    Failure { what, help }
}
