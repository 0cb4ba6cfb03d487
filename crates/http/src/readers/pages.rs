//! Every form has a page beside it whose example is read here, as it would be from a file.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::read;
use super::tests::line;

/// The page of a form: `forms/har.md`.
struct Page {
    path: PathBuf,
    text: String,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/readers/forms");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut paths: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths.into_iter().map(|path| Page { text: fs::read_to_string(&path).unwrap(), path }).collect()
}

impl Page {
    /// What stands in the fences of a section, each with its line end.
    fn fenced(&self, section: &str) -> Vec<String> {
        let start = format!("\n## {section}\n");
        let Some((_, section)) = self.text.split_once(&start) else { return Vec::new() };
        let section = section.split("\n## ").next().unwrap();
        let mut blocks = Vec::new();
        let mut lines = section.split_inclusive('\n');
        while let Some(fence) = lines.find(|line| line.starts_with("```")) {
            let end = &fence[..fence.len() - fence.trim_start_matches('`').len()];
            blocks.push(lines.by_ref().take_while(|line| line.trim_end() != end).collect());
        }
        blocks
    }
}

#[test]
fn the_example_of_each_page_is_read_as_it_says() {
    let mut read_pages = 0;
    for page in pages() {
        let (examples, expected) = (page.fenced("Example"), page.fenced("Read as"));
        if examples.is_empty() {
            assert!(expected.is_empty(), "{}: read as, but of no example", page.path.display());
            continue;
        }
        read_pages += 1;
        assert_eq!(examples.len(), expected.len(), "{}: an example each", page.path.display());
        for (example, expected) in examples.iter().zip(&expected) {
            let recording = read(example.as_bytes())
                .unwrap_or_else(|unreadable| panic!("{}: {unreadable:?}", page.path.display()));
            let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
            assert_eq!(lines.join("\n"), expected.trim_end(), "{}", page.path.display());
            assert_eq!(recording.problems, [], "{}", page.path.display());
            // The page of a form that is a whole file is of the form beside it; those of lines are read together.
            let name = page.path.file_stem().unwrap().to_string_lossy();
            if super::FORMS.iter().any(|form| form.name == name) {
                assert_eq!(recording.form.name, name, "{}", page.path.display());
            }
        }
    }
    assert!(read_pages > 0, "no page was found");
}

#[test]
fn each_page_says_what_people_ask() {
    for page in pages() {
        let order = [
            "# ",
            "\n- **Written by**: ",
            "\n- **Switch on**: ",
            "\n- **Shows**: ",
            "\n- **Does not show**: ",
        ];
        let places: Vec<_> = order.iter().map(|part| page.text.find(part)).collect();
        assert!(places[0] == Some(0) && places.is_sorted() && places[4].is_some(), "{}", page.path.display());
    }
}
