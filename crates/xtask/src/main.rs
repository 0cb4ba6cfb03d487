//! Build steps in Rust: `cargo xtask --help`.
//!
//! Deliberately absent: the extension's TypeScript (see `extension/build.mjs`) and the order of the steps
//! (see `build.sh`).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod codegen;
mod coverage;
mod inputs;
mod pack;
mod retired;
mod rule;
mod sbom;
mod wasm;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Build steps of OAuth Lens.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Compile the core to WebAssembly, with bindings and TypeScript types, into `extension/generated/`
    Wasm {
        /// Small and fast code (the default)
        #[arg(long)]
        release: bool,
        /// Quick to compile: not optimised, with function names
        #[arg(long, conflicts_with = "release")]
        dev: bool,
    },
    /// Pack `dist/chrome` and `dist/firefox` into zips, the same bytes every time
    Pack,
    /// Write what the packages and the command are made of into `dist/`, as CycloneDX
    Sbom,
    /// Print the share of the core's lines that the tests ran, by LLVM's report in lcov's form
    Coverage {
        /// The report
        report: PathBuf,
        /// Fail under this many percent
        #[arg(long, default_value_t = 95.0)]
        least: f64,
        /// Print the lines that no test ran, too
        #[arg(long)]
        lines: bool,
    },
    /// Write the generated files: the catalogue's modules, the index of rules, the report's schema
    Codegen {
        /// Change nothing; fail when a file is stale
        #[arg(long)]
        check: bool,
    },
    /// Make the masking's dictionary and trigrams anew from word lists
    Words {
        /// The folder of the lists
        #[arg(default_value = "/usr/share/dict")]
        lists: PathBuf,
    },
    /// Work on rules
    #[command(subcommand)]
    Rule(RuleStep),
}

#[derive(Subcommand)]
enum RuleStep {
    /// Begin a rule: its check and its page, ready to be filled in
    New {
        /// The rule's id: `area/name`
        id: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().step) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(step: Step) -> Result<()> {
    let root = repository();
    match step {
        Step::Wasm { dev, release: _ } => {
            wasm::build(&root, if dev { wasm::Profile::Dev } else { wasm::Profile::Release })
        }
        Step::Pack => pack::pack(&root),
        Step::Sbom => sbom::write(&root),
        Step::Coverage { report, least, lines } => coverage::check(&root, &report, least, lines),
        Step::Words { lists } => words::write(&lists, &root.join("crates/report/src/mask/words")),
        Step::Codegen { check } => {
            codegen::run(&root, if check { codegen::Mode::Check } else { codegen::Mode::Write })
        }
        Step::Rule(RuleStep::New { id }) => rule::new(&root, &id),
    }
}

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
