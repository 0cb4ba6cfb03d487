//! The core as WebAssembly: cargo, then the bindings generator, then the optimiser.
//!
//! The generator is a library here, so that Cargo.lock holds it to the version of the `wasm-bindgen` crate: a
//! globally installed tool of another version refuses to work.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

const PACKAGE: &str = "oauth-lens-wasm";
const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc and the bindings use, which the optimiser must be told; `-Os` as in the Cargo profile.
const OPTIMISER_FLAGS: &[&str] = &[
    "-Os",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Release,
    Dev,
}

pub(crate) fn build(root: &Path, profile: Profile) -> Result<()> {
    let compiled = compile(root, profile)?;
    let out = root.join("extension/generated");
    let wasm = bind(&compiled, &out, profile)?;
    if profile == Profile::Release {
        optimise(root, &wasm)?;
    }
    print_size(root, &wasm)
}

/// Runs cargo and asks it where it put the module, because the target directory can be anywhere.
fn compile(root: &Path, profile: Profile) -> Result<PathBuf> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["build", "--package", PACKAGE, "--lib", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .args(match profile {
            Profile::Release => ["--profile", "wasm"],
            Profile::Dev => ["--profile", "dev"],
        })
        .arg("--config")
        .arg(remap_paths(root)?)
        .stderr(Stdio::inherit())
        .output()
        .context("could not run cargo")?;
    ensure!(output.status.success(), "{PACKAGE} does not compile for {TARGET}");

    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .rfind(|file| file.ends_with("oauth_lens_wasm.wasm"))
        .context("cargo did not say where it put the module")
}

/// Panic locations name source files: keep the builder's directories out of them, also so that everybody builds the
/// same bytes.
fn remap_paths(root: &Path) -> Result<String> {
    let home = env::home_dir().context("this account has no home directory")?;
    let cargo_home = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    // One folder for each registry or mirror of one that was ever used.
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten();

    let flags: Vec<Value> = registries
        .map(|registry| (registry.path(), "crates"))
        .chain([(root.to_path_buf(), "oauth-lens")])
        .map(|(from, to)| Value::from(format!("--remap-path-prefix={}={to}", from.display())))
        .collect();
    Ok(format!("target.{TARGET}.rustflags={}", Value::from(flags)))
}

fn bind(compiled: &Path, out: &Path, profile: Profile) -> Result<PathBuf> {
    Bindgen::new()
        .input_path(compiled)
        .out_name("core")
        .web(true)?
        .typescript(true)
        // The extension says where the module is: bundled as a classic script it has no `import.meta.url`.
        .omit_default_module_path(true)
        // A trap poisons the instance: `__wbg_reset_state` makes a new one.
        .reset_state_function(true)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .generate(out)
        .context("the bindings could not be generated")?;
    Ok(out.join("core_bg.wasm"))
}

fn optimise(root: &Path, wasm: &Path) -> Result<()> {
    let optimiser = root.join("extension/node_modules/binaryen/bin/wasm-opt");
    if !optimiser.exists() {
        eprintln!(
            "note: not optimised, the module is some 15 % larger: run `npm ci` in extension/ for wasm-opt"
        );
        return Ok(());
    }
    let optimised = wasm.with_extension("optimised");
    let arguments: [OsString; 4] = [optimiser.into(), wasm.into(), "-o".into(), (&optimised).into()];
    let status = Command::new("node")
        .args(arguments)
        .args(OPTIMISER_FLAGS)
        .status()
        .context("could not run node, which runs wasm-opt")?;
    if !status.success() {
        bail!("wasm-opt failed on {}", wasm.display());
    }
    fs::rename(&optimised, wasm).context("could not put the optimised module in its place")
}

fn print_size(root: &Path, wasm: &Path) -> Result<()> {
    let bytes = fs::read(wasm)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    println!(
        "{}: {} KB, {} KB gzip",
        wasm.strip_prefix(root).unwrap_or(wasm).display(),
        kilobytes(bytes.len()),
        kilobytes(gzip.finish()?.len()),
    );
    Ok(())
}

fn kilobytes(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}
