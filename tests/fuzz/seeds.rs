//! Writes the bytes that the fuzzer begins with into a folder, which has one of each target then; `seeds FOLDER`.

use std::path::Path;

fn main() {
    let folder = std::env::args().nth(1).expect("seeds FOLDER");
    for target in oauth_lens_tests::fuzz::TARGETS {
        let folder = Path::new(&folder).join(target.name);
        std::fs::create_dir_all(&folder).expect("a folder that can be written");
        let seeds = (target.seeds)();
        for (at, seed) in seeds.iter().enumerate() {
            std::fs::write(folder.join(format!("{at:03}")), seed).expect("a folder that can be written");
        }
        let bytes: usize = seeds.iter().map(Vec::len).sum();
        println!("{}: {} seeds, {} kB", target.name, seeds.len(), bytes.div_ceil(1000));
    }
}
