//! Prints the documents that are made from the compiled crates: `rules` or `schema`.
//!
//! An example, not a part of the command, because only examples and tests see development dependencies: the other
//! build steps must run while the rules do not compile.
#![allow(clippy::print_stdout, reason = "its output is the document")]

use std::env;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match env::args().nth(1).as_deref() {
        Some("rules") => print!("{}", rules()),
        Some("schema") => println!("{}", serde_json::to_string_pretty(&schemars::schema_for!(report::Report))?),
        _ => bail!("say which document: rules or schema"),
    }
    Ok(())
}

fn rules() -> String {
    String::from("TODO")
}
