//! `oauth-lens inputs`: what is read, and what to switch on to get it.

use std::process::ExitCode;

use clap::Args;

use crate::output::{self, Failure};
use crate::style::{STRONG, styled, wrap};

/// The table that the pages of the forms make.
const TABLE: &str = include_str!("../../../docs/inputs.md");

/// List what can be read, and what to switch on to get it
#[derive(Args)]
pub(crate) struct Inputs {}

impl Inputs {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        output::text(&text(output::width()))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn text(width: usize) -> String {
    let mut out = String::new();
    for [what, by, switch, ..] in rows() {
        out.push_str(&format!("{}\n", styled(STRONG, &what)));
        out.push_str(&wrap("  of  ", "      ", &by, width));
        out.push_str(&wrap("  on  ", "      ", &switch, width));
    }
    out
}

/// The cells of the table's rows.
fn rows() -> impl Iterator<Item = [String; 5]> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| ")).skip(2);
    rows.filter_map(|line| {
        let line = line.trim_start_matches("| ").trim_end_matches(" |").replace("\\|", "\0");
        let cells: Vec<String> =
            line.split(" | ").map(|cell| cell.replace('\0', "|").replace('`', "")).collect();
        cells.try_into().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_the_table_is_listed() {
        assert_eq!(rows().count(), TABLE.lines().filter(|line| line.starts_with('|')).count() - 2);
        let text = text(80);
        for part in ["Combined access log", "  of  nginx, Apache", "  on  on by default almost everywhere"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
