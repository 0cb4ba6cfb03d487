//! `oauth-lens explain`: a rule's page, or the causes of an error message.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use lint::{Requirement, Rule, Severity};
use report::Certainty;

use crate::input;
use crate::output::{self, Failure, Format};
use crate::rules::{alike, area, unknown};
use crate::settings::Chosen;
use crate::style::{CODE, FAINT, STRONG, hang, severity, styled, wrap};
use crate::text::causes;

/// Explain a rule, or name the causes of an error message
#[derive(Args)]
#[command(after_help = "\
Examples:
  oauth-lens explain redirect-uri/token-mismatch
  oauth-lens explain \"grant request is invalid\"
  oauth-lens explain --file error.txt               a message of several lines; - is standard input
  oauth-lens explain AADSTS50011 --in login.har     and which of them this recording proves")]
pub(crate) struct Explain {
    /// A rule's id, such as `redirect-uri/token-mismatch`, or the message that a library, a provider or a browser shows
    #[arg(value_name = "RULE|MESSAGE", required_unless_present = "file")]
    words: Vec<String>,

    /// A file with the message; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    file: Option<PathBuf>,

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
    settings: Chosen,

    #[command(flatten)]
    limit: input::Limit,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let words = self.asked()?;
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
        let (session, _) = input::read(&self.recordings, &self.limit, None, self.settings.read()?)?;
        let explanation = report::causes(words, &session);
        let is_known = explanation.certainty != Certainty::Unknown;
        // An id that is spelled wrong is no message, and neither is the name of an area.
        if !is_known && is_id(words) {
            return Err(unknown(words));
        }
        match self.format {
            Format::Text => {
                let has_recording = !self.recordings.is_empty();
                output::text(&causes::render(&explanation, has_recording, output::width()))?;
            }
            Format::Json => output::json(&explanation)?,
        }
        Ok(if is_known { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// What was asked about.
    fn asked(&self) -> Result<String, Failure> {
        let is_input = self.words == ["-"];
        let input = is_input.then(|| PathBuf::from("-"));
        let Some(file) = self.file.as_ref().or(input.as_ref()) else { return Ok(self.words.join(" ")) };
        let failure = |error: std::io::Error| Failure {
            what: format!("{} cannot be read: {error}", file.display()),
            help: "Give a file of text with the message, or - for standard input.".to_owned(),
        };
        let mut text = Vec::new();
        if file.as_os_str() == "-" {
            std::io::stdin().take(MOST_OF_MESSAGE).read_to_end(&mut text).map_err(failure)?;
        } else {
            let _announced = input::waiting(file, "nothing has ended it");
            std::fs::File::open(file)
                .and_then(|file| file.take(MOST_OF_MESSAGE).read_to_end(&mut text))
                .map_err(failure)?;
        }
        // UTF-16, in which PowerShell writes what it redirects, is read as a recording's is.
        let text = http::readers::text(&text).map_err(|unread| Failure {
            what: format!("{} cannot be read: {}", file.display(), unread.what),
            help: unread.advice.to_owned(),
        })?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// Bytes of a message that are read: nobody pastes more.
const MOST_OF_MESSAGE: u64 = 64 * 1024;

/// Whether a text is written like the id of a rule in one of their areas, or like an area.
fn is_id(words: &str) -> bool {
    let is_area = |name: &str| lint::catalogue().iter().any(|rule| area(rule.id) == name);
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_area(words.trim_end_matches('/'))
        || words.split_once('/').is_some_and(|(area, name)| is_area(area) && is_name(name))
        || is_alike(words)
}

/// Whether a word is nearly the name of a rule.
fn is_alike(word: &str) -> bool {
    is_word(word) && !alike(word).is_empty()
}

fn is_word(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
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
