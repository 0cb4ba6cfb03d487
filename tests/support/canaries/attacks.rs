//! Recordings from which a secret once came through: `tests/canaries/attacks`.
//!
//! Each is JSON lines. The first line is no part of the recording: it says in what the attack consists, which values are planted,
//! and which pieces of text must not be in an output either. No reader sees it, as what it says would be learnt.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::spelling::{Haystack, needles_of};

/// A recording with what must not be seen of it.
pub struct Attack {
    /// Where it is.
    pub path: PathBuf,
    /// The recording.
    pub text: String,
    planted: Vec<String>,
    forbidden: Vec<String>,
}

/// All of them.
pub fn attacks() -> Vec<Attack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("canaries/attacks");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(attack).collect()
}

fn attack(path: PathBuf) -> Attack {
    let file = std::fs::read_to_string(&path).unwrap();
    let (head, text) = file.split_once('\n').unwrap();
    let head: Value = serde_json::from_str(head).unwrap();
    let list = |name: &str| -> Vec<String> {
        let items = head[name].as_array().into_iter().flatten();
        items.filter_map(|item| Some(item.as_str()?.to_owned())).collect()
    };
    let (planted, forbidden) = (list("planted"), list("forbidden"));
    assert!(planted.len() + forbidden.len() > 0, "{}: nothing is planted", path.display());
    Attack { path, text: text.to_owned(), planted, forbidden }
}

impl Attack {
    /// What of it comes through in an output: each value with what stands around it.
    pub fn leaks(&self, output: &str) -> Vec<String> {
        let haystack = Haystack::of(output);
        let planted = self.planted.iter().filter_map(|value| {
            let needles = needles_of(value);
            Some(format!("{value:?}: {}", haystack.around(haystack.find(&needles)?)))
        });
        let forbidden = self.forbidden.iter().filter(|piece| output.contains(piece.as_str()));
        planted.chain(forbidden.map(|piece| format!("{piece:?}"))).collect()
    }
}
