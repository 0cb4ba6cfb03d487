//! What is in the packages and in the command: bills of materials in CycloneDX's form, the same bytes every time.
//!
//! cargo-cyclonedx writes the crates' half; npm's lock file has the other. What differs from build to build is taken out: serial
//! numbers, times, and the folder of the sources.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
            add_packages(&mut bill, root, folder)?;
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

/// Adds the npm packages that are bundled: those that only build are none of the product. npm's own bills want a version of
/// the folder's package, which has none.
fn add_packages(bill: &mut Value, root: &Path, folder: &str) -> Result<()> {
    let lock: Value = serde_json::from_slice(&fs::read(root.join(folder).join("package-lock.json"))?)?;
    let packages = lock["packages"].as_object().context("package-lock.json lists no packages")?;
    let mut needed = Vec::new();
    for (place, package) in packages {
        let Some((_, name)) = place.rsplit_once("node_modules/") else { continue };
        if package["dev"] == true {
            continue;
        }
        let version = package["version"].as_str().context("a package without a version")?;
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let mut component = json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "scope": "required",
            "externalReferences": [{ "type": "distribution", "url": package["resolved"] }],
        });
        if let Some(license) = package["license"].as_str() {
            component["licenses"] = json!([{ "expression": license }]);
        }
        if let Some(hash) = package["integrity"].as_str().and_then(|hash| hash.strip_prefix("sha512-")) {
            let bytes = STANDARD.decode(hash)?;
            let hexadecimal: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            component["hashes"] = json!([{ "alg": "SHA-512", "content": hexadecimal }]);
        }
        needed.push(json!(purl));
        push(bill, "dependencies", json!({ "ref": purl }));
        push(bill, "components", component);
    }
    let top = bill["metadata"]["component"]["bom-ref"].clone();
    let depends = bill["dependencies"].as_array_mut().context("the bill lists no dependencies")?;
    let of_product = depends.iter_mut().find(|item| item["ref"] == top);
    let depends = of_product.and_then(|item| item["dependsOn"].as_array_mut());
    depends.context("the bill does not say what the product depends on")?.extend(needed);
    Ok(())
}

fn push(bill: &mut Value, list: &str, item: Value) {
    if let Some(items) = bill[list].as_array_mut() {
        items.push(item);
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
