//! Property tests run on a fixed seed, and `./build.sh properties` finds each by the name of its module.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

#[test]
fn the_seed_is_fixed() {
    let seed = std::env::var("PROPTEST_RNG_SEED").unwrap_or_default();
    assert!(seed.parse::<u64>().is_ok(), "{seed:?} in place of the seed that .cargo/config.toml sets");
}

#[test]
fn every_property_is_in_a_module_of_that_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = 0;
    for file in sources(&root.join("crates")).chain(sources(&root.join("tests"))) {
        let text = fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("proptest! {\n") {
            let module = text[..at].rfind("mod ").map(|start| &text[start..at]);
            assert!(module.is_some_and(|m| m.starts_with("mod properties {\n")), "{}", file.display());
            found += 1;
        }
    }
    assert!(found >= 10, "{found}");
}

fn sources(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let is_ours = |entry: &DirEntry| entry.file_name() != "target" && entry.file_name() != "node_modules";
    let files = WalkDir::new(folder).into_iter().filter_entry(is_ours).filter_map(Result::ok);
    files.map(DirEntry::into_path).filter(|path| path.extension() == Some(OsStr::new("rs")))
}
