//! Packs the table of known texts: a megabyte and a half as it is written, a third of that in the command and the extension.

use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

const TABLE: &str = "src/known/libraries.tsv";

fn main() {
    println!("cargo::rerun-if-changed={TABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    let table = fs::read(TABLE).expect("the table lies beside this script");
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&table).expect("memory takes what is written");
    let out = env::var_os("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&out).join("libraries.bin"), packed.finish().expect("memory takes what is written"))
        .expect("cargo's folder can be written");
}
