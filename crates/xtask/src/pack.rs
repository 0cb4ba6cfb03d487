//! The packages for the browsers' stores, reproducibly: names sorted, times and permissions fixed. None may be larger than
//! `extension/budget.json` allows: what it costs to download grows unseen otherwise.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is kept of a package's size, beside the sources of the extension.
const BUDGET: &str = "extension/budget.json";

/// How hard is sought for the shortest way to write a package: zlib's levels end at 9, each above is a round of Zopfli. Five rounds
/// find what there is to be found, some hundredths.
const ROUNDS: i64 = 9 + 5;

pub(crate) fn pack(root: &Path) -> Result<()> {
    let budget = fs::read(root.join(BUDGET)).with_context(|| format!("could not read {BUDGET}"))?;
    let budget: Value = serde_json::from_slice(&budget).with_context(|| format!("{BUDGET} is not JSON"))?;
    for browser in ["chrome", "firefox"] {
        let folder = root.join("dist").join(browser);
        check_version(&folder)?;

        let name = format!("dist/oauth-lens-{browser}-{VERSION}.zip");
        zip_folder(&folder, &root.join(&name)).with_context(|| format!("could not write {name}"))?;
        let size = fs::metadata(root.join(&name))?.len();
        println!("{name}: {} KB", size.div_ceil(1000));
        check_size(&name, size, &budget)?;
    }
    Ok(())
}

fn check_size(name: &str, size: u64, budget: &Value) -> Result<()> {
    let most = budget["package"].as_u64().with_context(|| format!("{BUDGET} has no number `package`"))?;
    ensure!(
        size <= most,
        "{name} has {size} bytes, {BUDGET} allows {most}: find out what grew, or say in docs/reliability.md why it must",
    );
    Ok(())
}

/// A store shows the manifest's version, the reports show the core's.
fn check_version(folder: &Path) -> Result<()> {
    let path = folder.join("manifest.json");
    let manifest =
        fs::read(&path).with_context(|| format!("{} is missing: run ./build.sh", path.display()))?;
    let manifest: Value =
        serde_json::from_slice(&manifest).with_context(|| format!("{} is not JSON", path.display()))?;
    ensure!(
        manifest["version"] == VERSION,
        "{} has version {}, the workspace's Cargo.toml has {VERSION:?}",
        path.display(),
        manifest["version"],
    );
    Ok(())
}

fn zip_folder(folder: &Path, to: &Path) -> Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(ROUNDS))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);

    let mut zip = ZipWriter::new(BufWriter::new(File::create(to)?));
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            zip.start_file_from_path(entry.path().strip_prefix(folder)?, options)?;
            std::io::copy(&mut File::open(entry.path())?, &mut zip)?;
        }
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_package_beyond_its_budget_is_refused() {
        let budget = serde_json::json!({ "package": 1000 });
        check_size("a.zip", 1000, &budget).unwrap();
        let refused = check_size("a.zip", 1001, &budget).unwrap_err().to_string();
        assert!(refused.starts_with("a.zip has 1001 bytes"), "{refused}");
        assert!(check_size("a.zip", 1, &Value::Null).is_err());
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let place = std::env::temp_dir().join(format!("oauth-lens-pack-{}", std::process::id()));
        let packages = ["first", "second"].map(|name| {
            let folder = place.join(name);
            fs::create_dir_all(folder.join("panel")).unwrap();
            for (age, file) in [(1000, "panel/index.html"), (2000, "manifest.json")] {
                fs::write(folder.join(file), "text").unwrap();
                let time =
                    SystemTime::now() - Duration::from_secs(if name == "first" { age } else { 3 * age });
                File::options().write(true).open(folder.join(file)).unwrap().set_modified(time).unwrap();
            }
            let zip = place.join(name).with_extension("zip");
            zip_folder(&folder, &zip).unwrap();
            fs::read(zip).unwrap()
        });
        fs::remove_dir_all(place).unwrap();
        assert_eq!(packages[0], packages[1]);
    }
}
