//! LLVM's fuzzer over one of the targets in `targets/`, whose name is in `FUZZ_TARGET`.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use tests::fuzz::{TARGETS, Target};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target: {name:?}"))
});

fuzz_target!(|input: &[u8]| -> Corpus { if (TARGET.run)(input) { Corpus::Keep } else { Corpus::Reject } });
