//! What the fuzzer found once: each input in `tests/fuzz/found` goes through its target, and what did not hold holds.

use std::path::Path;

use oauth_lens_tests::fuzz::TARGETS;

#[test]
fn what_was_found_holds() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found");
    let mut folders: Vec<String> = std::fs::read_dir(&found)
        .map(|all| all.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    for target in TARGETS {
        folders.retain(|folder| folder != target.name);
        let Ok(inputs) = std::fs::read_dir(found.join(target.name)) else { continue };
        for input in inputs {
            let path = input.unwrap().path();
            println!("{}", path.display());
            (target.run)(&std::fs::read(&path).unwrap());
        }
    }
    assert!(folders.is_empty(), "folders of no target: {folders:?}");
}

/// A few seeds of each target: what the fuzzer begins with holds, and leads somewhere.
#[test]
fn what_the_fuzzer_begins_with_holds() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(seeds.len() > 2, "{}: {} seeds", target.name, seeds.len());
        let kept = seeds.iter().step_by(seeds.len().div_ceil(4)).filter(|seed| (target.run)(seed)).count();
        assert!(kept > 0, "{}: none of them leads anywhere", target.name);
    }
}
