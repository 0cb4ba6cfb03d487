//! What the list of decisions says, as data: the extension has no documents.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::codegen::{Areas, HEADER};

/// Where it is written what became of rules that were planned.
const DECISIONS: &str = "docs/rules/decisions.md";

/// The ids that are no rules any more, and what became of them.
pub(crate) fn retired(root: &Path, areas: &Areas) -> Result<String> {
    let rules: Vec<String> = areas
        .iter()
        .flat_map(|(area, rules)| rules.iter().map(move |rule| format!("{area}/{rule}").replace('_', "-")))
        .collect();
    let mut text = String::from(HEADER);
    text += "use crate::rule::Retired;\n\n/// Ids of rules that were planned, and what became of them.\n";
    text += "#[rustfmt::skip]\npub(crate) static RETIRED: &[Retired] = &[\n";
    let decisions = fs::read_to_string(root.join(DECISIONS)).context("could not read the decisions")?;
    for row in decisions.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [names, decision, why] = cells.as_slice() else {
            bail!("a row of {DECISIONS} has not three cells: {row}");
        };
        let now = ids_in(decision).find(|id| rules.contains(id));
        let is_gone = decision.to_ascii_lowercase().starts_with("none");
        for id in ids_in(names).filter(|id| !rules.contains(id)) {
            let now = now.as_ref().filter(|_| !is_gone);
            let why = why.trim_end_matches('.');
            text += &format!("    Retired {{ id: {id:?}, now: {now:?}, why: {why:?} }},\n");
        }
    }
    Ok(text + "];\n")
}

/// The ids of rules in a text: `area/name` between back ticks.
fn ids_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_id = |text: &&str| {
        text.contains('/')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-/".contains(&b))
    };
    text.split('`').skip(1).step_by(2).filter(is_id).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ids() {
        let ids: Vec<String> = ids_in("part of `a/b-c`, not `x`, and `d/e`").collect();
        assert_eq!(ids, ["a/b-c", "d/e"]);
    }
}
