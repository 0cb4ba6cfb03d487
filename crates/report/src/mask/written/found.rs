//! What is found out of values before they are masked: whose hash one is, whether a signature fits.

use std::collections::{HashMap, HashSet};

use http::redaction::{self, Found, Hash};

use crate::mask::redactor::Redactor;

/// The values that are hashes by their meaning; what is a hash of none of the recording says so.
const HASHES: [&str; 5] = ["code_challenge", "at_hash", "c_hash", "s_hash", "ath"];

/// Algorithms with the three hashes of OpenID Connect.
const ALGORITHMS: [&str; 3] = ["RS256", "RS384", "RS512"];

/// Bytes of the longest value whose hashes are looked for.
const LONGEST: usize = 64 << 10;

pub(super) struct Findings {
    /// Of each hash whose it is, in the words of its name.
    hashes: HashMap<String, String>,
    signatures: HashMap<String, bool>,
    /// Nonces that tokens state.
    stated: HashSet<String>,
    /// Whether a value may be the one whose hash is there, though it is only known by name: somebody masked the recording before.
    has_names_alone: bool,
}

impl Findings {
    /// What the values that were learnt are of each other.
    pub(super) fn of(redactor: &Redactor) -> Self {
        let all = redactor.named();
        let named: HashMap<&str, &str> =
            all.iter().map(|(value, name)| (value.as_str(), name.as_str())).collect();
        let mut hashes = HashMap::new();
        for (value, name) in all.iter().filter(|(value, _)| value.len() <= LONGEST) {
            let Some(mark) = redaction::mark_of(name) else { continue };
            let halves =
                ALGORITHMS.iter().filter_map(|alg| Some((Hash::LeftHalf, jose::left_half_hash(alg, value)?)));
            let whole = [(Hash::S256, jose::s256(value)), (Hash::Sha256Hex, jose::sha256_hex(value))];
            for (hash, made) in whole.into_iter().chain(halves) {
                if named.contains_key(made.as_str()) {
                    hashes.insert(made, Found::HashOf(hash, &mark).words().into_owned());
                }
            }
        }
        let has_names_alone = !redactor.kept_names().is_empty();
        Findings { hashes, signatures: HashMap::new(), stated: HashSet::new(), has_names_alone }
    }

    pub(super) fn note_signature(&mut self, token: &str, fits: bool) {
        self.signatures.insert(token.to_owned(), fits);
    }

    pub(super) fn note_stated(&mut self, nonce: &str) {
        self.stated.insert(nonce.to_owned());
    }

    pub(super) fn note_spelling(&mut self, value: &str, of: &str) {
        if let Some(mark) = redaction::mark_of(of) {
            let words = Found::SpellingOf(&mark).words().into_owned();
            self.hashes.entry(value.to_owned()).or_insert(words);
        }
    }

    /// A name and what was found out of its value.
    pub(super) fn beside(&self, value: &str, name: &str) -> String {
        let label = name.split('#').next().unwrap_or_default();
        match self.hashes.get(value) {
            Some(words) => format!("{name} · {words}"),
            None if !self.has_names_alone && (HASHES.contains(&label) || self.stated.contains(value)) => {
                format!("{name} · {}", Found::HashOfNone.words())
            }
            None => name.to_owned(),
        }
    }

    /// The name in place of a token's signature, with whether that fits.
    pub(super) fn beside_token(&self, token: &str, name: &str) -> String {
        match self.signatures.get(token) {
            Some(fits) => format!("{name} · {}", Found::Signature(*fits).words()),
            None => name.to_owned(),
        }
    }
}
