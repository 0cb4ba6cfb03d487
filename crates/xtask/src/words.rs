//! What the rules' pages and the list of decisions say, as data: the extension has no pages.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::codegen::{Areas, HEADER, RULES};

/// Where it is written what became of rules that were planned.
const DECISIONS: &str = "docs/rules/decisions.md";

/// The first paragraph of each page, and the ids that are no rules any more.
pub(crate) fn words(root: &Path, areas: &Areas) -> Result<String> {
    let mut text = String::from(HEADER);
    text += "use crate::search::Retired;\n\n/// What each rule sees: the first paragraph of its page.\n";
    text += "#[rustfmt::skip]\npub(crate) static LEADS: &[(&str, &str)] = &[\n";
    let mut ids = Vec::new();
    for (area, rules) in areas {
        for rule in rules {
            let path = root.join(RULES).join(area).join(rule).with_extension("md");
            let page =
                fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
            let id = format!("{area}/{rule}").replace('_', "-");
            text += &format!("    ({id:?}, {:?}),\n", lead(&page));
            ids.push(id);
        }
    }
    text += "];\n\n/// Ids of rules that were planned, and what became of them.\n";
    text += "#[rustfmt::skip]\npub(crate) static RETIRED: &[Retired] = &[\n";
    let decisions = fs::read_to_string(root.join(DECISIONS)).context("could not read the decisions")?;
    for row in decisions.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [names, decision, why] = cells.as_slice() else {
            anyhow::bail!("a row of {DECISIONS} has not three cells: {row}");
        };
        let now = ids_in(decision).find(|id| ids.contains(id));
        let is_gone = decision.to_ascii_lowercase().starts_with("none");
        for id in ids_in(names).filter(|id| !ids.contains(id)) {
            let now = now.as_ref().filter(|_| !is_gone);
            let why = why.trim_end_matches('.');
            text += &format!("    Retired {{ id: {id:?}, now: {now:?}, why: {why:?} }},\n");
        }
    }
    ensure!(!ids.is_empty(), "there are no rules");
    Ok(text + "];\n")
}

/// The first paragraph below the title, in one line and without marks.
fn lead(page: &str) -> String {
    let below = page.lines().skip_while(|line| line.starts_with('#') || line.is_empty());
    let lines: Vec<&str> = below.take_while(|line| !line.is_empty()).map(str::trim).collect();
    lines.join(" ").replace(['`', '*'], "")
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
    fn reads_a_lead_and_ids() {
        assert_eq!(lead("# Title\n\nOne `two`\n  three.\n\n## Four\n"), "One two three.");
        let ids: Vec<String> = ids_in("part of `a/b-c`, not `x`, and `d/e`").collect();
        assert_eq!(ids, ["a/b-c", "d/e"]);
    }
}
