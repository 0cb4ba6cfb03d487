//! The scaffold of a new rule. Its tests fail until it cites a specification and its page has both transcripts.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::codegen;

const CHECK: &str = include_str!("../templates/rule.rs.txt");
const PAGE: &str = include_str!("../templates/rule.md");

pub(crate) fn new(root: &Path, id: &str) -> Result<()> {
    let Some((area, name)) = id.split_once('/').filter(|(area, name)| is_area(area) && is_kebab_case(name))
    else {
        bail!("{id:?} is no rule id: write it as `area/name`, both in kebab-case");
    };
    let file = name.replace('-', "_");
    let folder = Path::new(codegen::RULES).join(area.replace('-', "_"));
    std::fs::create_dir_all(root.join(&folder))?;
    for (extension, template) in [("rs", CHECK), ("md", PAGE)] {
        let path = folder.join(&file).with_extension(extension);
        let text = template
            .replace("{id}", id)
            .replace("{file}", &file)
            .replace("{version}", env!("CARGO_PKG_VERSION"));
        File::create_new(root.join(&path))
            .and_then(|mut new| new.write_all(text.as_bytes()))
            .with_context(|| format!("could not write {}", path.display()))?;
        println!("wrote {}", path.display());
    }
    codegen::modules(root, codegen::Mode::Write)?;
    println!("next: fill in both files, then `cargo test --package oauth-lens-tests --test rule_pages`");
    Ok(())
}

/// An area is a module as it stands.
fn is_area(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && is_kebab_case(text)
}

fn is_kebab_case(text: &str) -> bool {
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_kebab_case() {
        assert!(["state", "redirect-uri", "error-as-200"].iter().all(|part| is_kebab_case(part)));
        assert!(
            ["", "State", "redirect_uri", "state-", "-state", "a--b", ".."]
                .iter()
                .all(|part| !is_kebab_case(part))
        );
    }

    #[test]
    fn the_template_declares_what_a_rule_declares() {
        let rule = include_str!("../../lint/src/rules/redirect_uri/token_mismatch.rs");
        assert_eq!(fields(CHECK), fields(rule));
    }

    fn fields(source: &str) -> Vec<&str> {
        let declaration = source.split_once("= Rule {\n").unwrap().1.split_once("\n};").unwrap().0;
        declaration
            .lines()
            .filter_map(|line| line.strip_prefix("    ")?.split_once(':'))
            .map(|(field, _)| field)
            .filter(|field| !field.starts_with(' '))
            .collect()
    }
}
