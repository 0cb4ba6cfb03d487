//! Packs the tables of known texts: two megabytes as they are written, a quarter of that in the command and the extension.
//! Where a text is from is for those who mend the tables: it is left out.

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
        let text = fs::read_to_string(table)?;
        packed.write_all(text.split_inclusive('\n').map(without_source).collect::<String>().as_bytes())?;
    }
    let out = env::var_os("OUT_DIR").ok_or("cargo names a folder")?;
    fs::write(Path::new(&out).join("texts.bin"), packed.finish()?)?;
    Ok(())
}

/// The marks of a row.
const MARKS: usize = 3;

/// A row without its source among the marks.
fn without_source(row: &str) -> String {
    // A text in another language has no marks.
    if row.starts_with('=') {
        return row.to_owned();
    }
    let cells = row.split('\t').enumerate().map(|(at, cell)| match at {
        MARKS => cell.split(' ').filter(|mark| !mark.starts_with('=')).collect::<Vec<_>>().join(" "),
        _ => cell.to_owned(),
    });
    cells.collect::<Vec<_>>().join("\t")
}
