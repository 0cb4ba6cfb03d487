//! Packs the tables of known texts: a megabyte and a half as they are written, a third of that in the command and the extension.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

const TABLES: &str = "src/known/texts";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TABLES}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    let tables: Result<Vec<PathBuf>, _> =
        fs::read_dir(TABLES)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut tables = tables?;
    tables.sort();
    for table in tables {
        packed.write_all(&fs::read(table)?)?;
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo names a folder")?;
    fs::write(Path::new(&out).join("texts.bin"), packed.finish()?)?;
    Ok(())
}
