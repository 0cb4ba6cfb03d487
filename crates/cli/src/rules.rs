//! `oauth-lens rules`: what is looked for.

use std::process::ExitCode;

use clap::Args;
use lint::{Lane, Requirement, Rule};
use serde::Serialize;

use crate::output::{self, Failure, Format};
use crate::style::{STRONG, severity, styled, wrap};

/// How alike an id must be to be suggested.
const ALIKE: f64 = 0.75;

/// List the rules
#[derive(Args)]
pub(crate) struct Rules {
    /// For the terminal, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Rules {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        match self.format {
            Format::Text => output::text(&text(output::width()))?,
            Format::Json => {
                let rules: Vec<Entry> = lint::catalogue().iter().copied().map(Entry::of).collect();
                output::json(&rules)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn text(width: usize) -> String {
    let rules = lint::catalogue();
    let widest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut last = "";
    for rule in rules {
        if area(rule.id) != last {
            let gap = if last.is_empty() { "" } else { "\n" };
            last = area(rule.id);
            out.push_str(&format!("{gap}{}\n", styled(STRONG, last)));
        }
        let (word, style) = severity(rule.severity);
        let label = format!("  {} {:widest$}  ", styled(style, format!("{word:<7}")), rule.id);
        // Under the title where there is space for it, else under the id.
        let hanging = widest + 12;
        let indentation = " ".repeat(if width > hanging + 40 { hanging } else { 10 });
        out.push_str(&wrap(&label, &indentation, rule.title, width));
    }
    let count = rules.len();
    out.push_str(&format!("\n{count} rules. oauth-lens explain RULE tells more about one.\n"));
    out
}

/// A rule, for programs.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    title: &'static str,
    severity: &'static str,
    hygiene: bool,
    requirement: &'static str,
    since: &'static str,
    specifications: Vec<Specification>,
}

#[derive(Serialize)]
struct Specification {
    name: String,
    url: String,
}

impl Entry {
    fn of(rule: &Rule) -> Self {
        Entry {
            id: rule.id,
            title: rule.title,
            severity: severity(rule.severity).0,
            hygiene: rule.lane == Lane::Hygiene,
            requirement: requirement(rule.requirement),
            since: rule.since,
            specifications: rule
                .references
                .iter()
                .map(|reference| Specification { name: reference.name(), url: reference.url() })
                .collect(),
        }
    }
}

/// The part of a rule's id before the slash.
pub(crate) fn area(id: &str) -> &str {
    id.split_once('/').map_or(id, |(area, _)| area)
}

pub(crate) fn requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Must => "must",
        Requirement::Should => "should",
        Requirement::Practice => "practice",
    }
}

/// The rules whose ids are nearly a text, the likest first.
pub(crate) fn alike(id: &str) -> Vec<&'static str> {
    let ids = lint::catalogue().iter().map(|rule| rule.id);
    let mut alike: Vec<(f64, &str)> = ids
        .map(|rule| {
            let name = rule.split_once('/').map_or(rule, |(_, name)| name);
            (strsim::jaro_winkler(id, rule).max(strsim::jaro_winkler(id, name)), rule)
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .collect();
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    alike.into_iter().map(|(_, rule)| rule).take(3).collect()
}

/// Says that there is no such rule, and which there are.
pub(crate) fn unknown(id: &str) -> Failure {
    let ids = lint::catalogue().iter().map(|rule| rule.id);
    let in_area: Vec<&str> = ids.filter(|rule| area(rule) == id.trim_end_matches('/')).collect();
    let suggestions = if in_area.is_empty() { alike(id) } else { in_area };
    let help = match suggestions.as_slice() {
        [] => "oauth-lens rules lists all rules.".to_owned(),
        rules => format!("Did you mean {}? oauth-lens rules lists all.", rules.join(" or ")),
    };
    Failure { what: format!("there is no rule {id:?}"), help }
}
