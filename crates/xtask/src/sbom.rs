//! What is in the packages and in the command: bills of materials in CycloneDX's form, the same bytes every time.
//!
//! cargo-cyclonedx and npm each write one for their half. Here the halves are put together, and what differs from build to
//! build is taken out: serial numbers, times, and the folder of the sources.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SPECIFICATION: &str = "1.5";

/// What is shipped: the name, the crate that it is built from, the folder of its npm packages, and cargo's target.
struct Product {
    name: &'static str,
    folder: &'static str,
    npm: Option<&'static str>,
    target: &'static str,
}

const PRODUCTS: [Product; 2] = [
    Product { name: "oauth-lens", folder: "crates/cli", npm: None, target: "all" },
    Product {
        name: "oauth-lens-extension",
        folder: "crates/wasm",
        npm: Some("extension"),
        target: "wasm32-unknown-unknown",
    },
];

pub(crate) fn write(root: &Path) -> Result<()> {
    fs::create_dir_all(root.join("dist"))?;
    for product in PRODUCTS {
        let mut bill = crates(root, &product)?;
        if let Some(folder) = product.npm {
            let packages = npm_packages(root, folder)?;
            join(&mut bill, packages);
        }
        settle(&mut bill, &product);
        let text = serde_json::to_string_pretty(&bill)?.replace(&format!("{}/", root.display()), "");
        let name = format!("dist/{}-{VERSION}.cdx.json", product.name);
        fs::write(root.join(&name), text + "\n")?;
        println!("{name}: {} components", bill["components"].as_array().map_or(0, Vec::len));
    }
    Ok(())
}

/// cargo-cyclonedx writes one beside each manifest of the workspace: one is wanted, all are removed.
fn crates(root: &Path, product: &Product) -> Result<Value> {
    let name = format!("{}-sbom", product.name);
    let status = Command::new("cargo")
        .current_dir(root)
        .args([
            "cyclonedx",
            "--format",
            "json",
            "--spec-version",
            SPECIFICATION,
            "--quiet",
            "--no-build-deps",
        ])
        .args(["--target", product.target, "--override-filename", &name])
        .status()
        .context("could not run cargo")?;
    ensure!(status.success(), "cargo cyclonedx failed: is it installed? ./build.sh sbom does it");
    let bill = fs::read(root.join(product.folder).join(format!("{name}.json")))?;
    for member in
        fs::read_dir(root.join("crates"))?.flatten().map(|entry| entry.path()).chain([root.join("tests")])
    {
        let file = member.join(format!("{name}.json"));
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    Ok(serde_json::from_slice(&bill)?)
}

/// The npm packages that are bundled: those that only build are none of the product.
fn npm_packages(root: &Path, folder: &str) -> Result<Value> {
    let output = Command::new("npm")
        .current_dir(root.join(folder))
        .args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"])
        .output()
        .context("could not run npm")?;
    ensure!(output.status.success(), "npm sbom failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What one bill lists is listed by the other too, and the product depends on what is at the top of both.
fn join(bill: &mut Value, mut other: Value) {
    let top = bill["metadata"]["component"]["bom-ref"].clone();
    let other_top = other["metadata"]["component"]["bom-ref"].clone();
    for list in ["components", "dependencies"] {
        let items = other[list].as_array_mut().map(std::mem::take).unwrap_or_default();
        if let Some(all) = bill[list].as_array_mut() {
            all.extend(items);
        }
    }
    let Some(all) = bill["dependencies"].as_array_mut() else { return };
    let needed = all.iter().position(|item| item["ref"] == other_top).map(|at| all.remove(at));
    let needed = needed.and_then(|item| item["dependsOn"].as_array().cloned()).unwrap_or_default();
    if let Some(dependencies) =
        all.iter_mut().find(|item| item["ref"] == top).and_then(|item| item["dependsOn"].as_array_mut())
    {
        dependencies.extend(needed);
    }
}

fn settle(bill: &mut Value, product: &Product) {
    if let Some(bill) = bill.as_object_mut() {
        bill.remove("serialNumber");
    }
    if let Some(metadata) = bill["metadata"].as_object_mut() {
        metadata.remove("timestamp");
    }
    bill["metadata"]["component"]["name"] = json!(product.name);
    for (list, key) in [("components", "bom-ref"), ("dependencies", "ref")] {
        if let Some(items) = bill[list].as_array_mut() {
            items.sort_by_key(|item| item[key].as_str().unwrap_or_default().to_owned());
        }
    }
}
