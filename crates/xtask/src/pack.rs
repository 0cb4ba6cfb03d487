//! The packages for the browsers' stores, reproducibly: names sorted, times and permissions fixed.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn pack(root: &Path) -> Result<()> {
    for browser in ["chrome", "firefox"] {
        let folder = root.join("dist").join(browser);
        check_version(&folder)?;

        let name = format!("dist/oauth-lens-{browser}-{VERSION}.zip");
        zip_folder(&folder, &root.join(&name)).with_context(|| format!("could not write {name}"))?;
        println!("{name}: {} KB", fs::metadata(root.join(&name))?.len().div_ceil(1000));
    }
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
        .compression_level(Some(9))
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
