//! ZIP archives. A file of one is unpacked when somebody asks for it: traces of tests are mostly pictures.

use std::cell::Cell;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::{Expanded, MOST, Refused, expand, is_gzip, too_large};
use crate::readers::Unreadable;

/// Files of one archive.
const MOST_FILES: usize = 20_000;

/// A ZIP archive in memory.
pub(in crate::readers) struct Archive {
    zip: ZipSliceArchive<Vec<u8>>,
    files: Vec<File>,
    /// Bytes that may still come out of it.
    left: Cell<usize>,
}

struct File {
    name: String,
    method: CompressionMethod,
    is_locked: bool,
    place: ZipArchiveEntryWayfinder,
}

impl Archive {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let broken = || Unreadable {
            what: "it is a ZIP archive that breaks off, or is damaged".to_owned(),
            place: None,
            advice: "Save or export it again, and wait until the file is written.",
        };
        let zip = ZipArchive::from_slice(bytes).map_err(|_| broken())?;
        let mut files = Vec::new();
        let mut entries = zip.entries();
        while files.len() < MOST_FILES
            && let Some(entry) = entries.next_entry().map_err(|_| broken())?
        {
            if !entry.is_dir() {
                files.push(File {
                    name: String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned(),
                    method: entry.compression_method(),
                    is_locked: entry.flags().is_encrypted(),
                    place: entry.wayfinder(),
                });
            }
        }
        if !files.is_empty() && files.iter().all(|file| file.is_locked) {
            return Err(Unreadable {
                what: "it is a ZIP archive with a password".to_owned(),
                place: None,
                advice: "Unpack it with its password, and name the files that come out.",
            });
        }
        Ok(Archive { zip, files, left: Cell::new(MOST) })
    }

    /// The names of its files, in its order.
    pub(in crate::readers) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// The file of that name; `None` where there is none, or none that can be unpacked.
    pub(in crate::readers) fn named(&self, name: &str) -> Option<Vec<u8>> {
        let at = self.files.iter().position(|file| file.name == name)?;
        self.file(at).ok()?
    }

    /// A file by its number from 0; `None` where it cannot be unpacked.
    ///
    /// # Errors
    /// When more comes out of the archive than is taken.
    pub(in crate::readers) fn file(&self, at: usize) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(file) = self.files.get(at).filter(|file| !file.is_locked) else { return Ok(None) };
        let Ok(entry) = self.zip.get_entry(file.place) else { return Ok(None) };
        let packed = entry.data();
        let expanded = match file.method {
            CompressionMethod::STORE => expand(packed, packed.len(), self.left.get()),
            CompressionMethod::DEFLATE => expand(DeflateDecoder::new(packed), packed.len(), self.left.get()),
            _ => return Ok(None),
        };
        match expanded {
            Ok(Expanded { bytes, .. }) => {
                self.left.set(self.left.get().saturating_sub(bytes.len()));
                self.inner(bytes)
            }
            Err(Refused::Broken) => Ok(None),
            Err(Refused::TooLarge(what)) => Err(too_large(what)),
        }
    }

    /// What a file holds that was packed by itself before it came into the archive.
    fn inner(&self, bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Unreadable> {
        if !is_gzip(&bytes) {
            return Ok(Some(bytes));
        }
        match expand(MultiGzDecoder::new(&*bytes), bytes.len(), self.left.get()) {
            Ok(Expanded { bytes, .. }) => {
                self.left.set(self.left.get().saturating_sub(bytes.len()));
                Ok(Some(bytes))
            }
            Err(Refused::Broken) => Ok(None),
            Err(Refused::TooLarge(what)) => Err(too_large(what)),
        }
    }
}
