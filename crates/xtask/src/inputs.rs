//! `docs/inputs.md`: what is read, what to switch on to get it, and what it shows; from the pages of the forms.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Where the pages of the forms are.
const PAGES: &str = "crates/http/src/readers/forms";

const HEAD: &str = "\
# What is read

Give `oauth-lens check`, or the panel (*Open…*), whatever shows requests and answers, or the error itself: a recording, a log, what a
terminal or a console shows. Several files are one recording, whatever form each has. Colours, time stamps, the names of containers and the
objects of log collectors around a line come off by themselves.

| What | Written by | Switch on | Shows | Does not show |
| --- | --- | --- | --- | --- |
";

/// The parts of a page that make its row, in their order.
const PARTS: [&str; 4] = ["Written by", "Switch on", "Shows", "Does not show"];

/// The table of all pages, by title.
pub(crate) fn inputs(root: &Path) -> Result<String> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(root.join(PAGES)).context(PAGES)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(&path)?;
            rows.push(row(&page).with_context(|| format!("{} lacks a part", path.display()))?);
        }
    }
    rows.sort_by_key(|row| row.to_lowercase());
    Ok(format!("{HEAD}{}", rows.concat()))
}

/// A page as a row: its title, and what stands behind the names of its parts.
fn row(page: &str) -> Option<String> {
    let title = page.strip_prefix("# ")?.lines().next()?;
    let mut cells = vec![title.to_owned()];
    for part in PARTS {
        let (_, text) = page.split_once(&format!("\n- **{part}**: "))?;
        let text = text.split("\n- ").next()?.split("\n\n").next()?;
        cells.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    Some(format!("| {} |\n", cells.join(" | ")))
}
