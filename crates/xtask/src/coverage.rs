//! What the tests ran of the core, from the report of LLVM in lcov's form.
//!
//! Lines of tests that stand in the files of the core are no lines of the core: they would always be covered.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

/// The crates that are the core.
const CORE: [&str; 5] = ["http", "jose", "oauth", "lint", "report"];

/// Lines of a crate or a file, and those that the tests ran.
#[derive(Default, Clone, Copy)]
struct Lines {
    all: usize,
    run: usize,
}

/// A line of the core that no test ran.
struct Missed<'r> {
    file: &'r str,
    line: usize,
}

/// Prints each crate's share; fails where that of all of them together is less than `least` percent.
pub(crate) fn check(root: &Path, report: &Path, least: f64, shows_lines: bool) -> Result<()> {
    let text = fs::read_to_string(report).with_context(|| format!("could not read {}", report.display()))?;
    let (crates, missed) = read(root, &text)?;
    if shows_lines {
        for Missed { file, line } in missed {
            println!("{file}:{line}");
        }
    }

    let mut total = Lines::default();
    println!("{:8} {:>7} {:>7} {:>8}", "crate", "lines", "missed", "covered");
    for (name, lines) in &crates {
        print_row(name, *lines);
        total.all += lines.all;
        total.run += lines.run;
    }
    print_row("core", total);
    ensure!(crates.len() == CORE.len(), "the report lacks a crate of the core");
    ensure!(percent(total) >= least, "the tests run less than {least} % of the core's lines");
    Ok(())
}

fn print_row(name: &str, lines: Lines) {
    println!("{name:8} {:>7} {:>7} {:>6.2} %", lines.all, lines.all - lines.run, percent(lines));
}

fn percent(lines: Lines) -> f64 {
    100.0 * lines.run as f64 / lines.all.max(1) as f64
}

fn read<'r>(root: &Path, report: &'r str) -> Result<(BTreeMap<&'static str, Lines>, Vec<Missed<'r>>)> {
    let mut crates: BTreeMap<&str, Lines> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut here: Option<(&str, &str, usize)> = None;
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            here = of_core(root, path)?;
        } else if let (Some(data), Some((name, file, end))) = (line.strip_prefix("DA:"), here) {
            let (number, count) = data.split_once(',').context("a line of lcov without a count")?;
            let number: usize = number.parse()?;
            if number < end {
                let lines = crates.entry(name).or_default();
                lines.all += 1;
                if count == "0" {
                    missed.push(Missed { file, line: number });
                } else {
                    lines.run += 1;
                }
            }
        }
    }
    Ok((crates, missed))
}

/// The crate of a source file of the core, its path in the repository, and the first line of its tests.
fn of_core<'r>(root: &Path, path: &'r str) -> Result<Option<(&'static str, &'r str, usize)>> {
    let Some(file) = Path::new(path).strip_prefix(root).ok().and_then(Path::to_str) else { return Ok(None) };
    let Some(name) = CORE.into_iter().find(|name| file.starts_with(&format!("crates/{name}/src/"))) else {
        return Ok(None);
    };
    if is_test_module(Path::new(path)) {
        return Ok(None);
    }
    let text = fs::read_to_string(path).with_context(|| format!("could not read {path}"))?;
    let tests = text.find("\n#[cfg(test)]\nmod tests {");
    let end = tests.map_or(usize::MAX, |at| text[..at].lines().count() + 1);
    Ok(Some((name, file, end)))
}

/// Whether the module above declares a file as one for tests.
fn is_test_module(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_stem().and_then(|name| name.to_str())) else {
        return false;
    };
    [folder.with_extension("rs"), folder.join("mod.rs")]
        .iter()
        .filter_map(|module| fs::read_to_string(module).ok())
        .any(|text| text.contains(&format!("#[cfg(test)]\nmod {name};")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tests_and_of_other_crates_are_left_out() {
        let root = std::env::temp_dir().join(format!("oauth-lens-coverage-{}", std::process::id()));
        let write = |file: &str, text: &str| {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
            file.display().to_string()
        };
        let lib = write(
            "crates/jose/src/lib.rs",
            "fn a() {}\nfn b() {}\n#[cfg(test)]\nmod cases;\nfn c() {}\n\n#[cfg(test)]\nmod tests {\n}\n",
        );
        let reading = write("crates/jose/src/reading.rs", "#[cfg(test)]\nmod cases;\nfn a() {}\n");
        let cases = write("crates/jose/src/reading/cases.rs", "fn a() {}\n");
        let cli = write("crates/cli/src/main.rs", "fn main() {}\n");
        let report = format!(
            "SF:{lib}\nDA:1,3\nDA:2,0\nDA:5,1\nDA:8,1\nend_of_record\nSF:{reading}\nDA:3,1\nSF:{cases}\nDA:1,1\nSF:{cli}\nDA:1,0\n"
        );
        let read = read(&root, &report);
        fs::remove_dir_all(&root).unwrap();
        let (crates, missed) = read.unwrap();
        let jose = crates["jose"];
        assert_eq!((crates.len(), jose.all, jose.run), (1, 4, 3));
        assert_eq!(
            missed.iter().map(|missed| (missed.file, missed.line)).collect::<Vec<_>>(),
            [("crates/jose/src/lib.rs", 2)]
        );
    }
}
