//! Whether the signature of a token fits the provider's keys (RFC 7515 §5.2), computed once for each token of a login.

use std::rc::Rc;

use http::Redaction;
use http::redaction::{Found, stand_in};
use jose::{KeySet, Verification};

use crate::flow::Flow;

/// What a verification found, and the keys that were tried.
pub struct CheckedSignature {
    /// The keys.
    pub keys: KeySet,
    /// The message that brought them; `None` where they come from elsewhere.
    pub keys_in: Option<usize>,
    /// What came of it.
    pub verification: Verification,
}

/// What comes of the signature with these keys; `None` where that was taken out of the recording. What a masked token says of it counts
/// for the keys that it could fit.
pub fn verification(compact: &str, keys: &KeySet) -> Option<Verification> {
    if Redaction::of(http::redaction::signature_of(compact)).is_some() {
        return None;
    }
    let verification = jose::verify(compact, keys);
    let (Some(name), Verification::Invalid { tried }) = (stand_in(compact), &verification) else {
        return Some(verification);
    };
    match Found::of(&name) {
        Some(Found::Signature(true)) => {
            Some(Verification::Valid { key: tried.first().copied().unwrap_or_default() })
        }
        Some(Found::Signature(false)) => Some(verification),
        _ => None,
    }
}

impl Flow<'_> {
    /// The signature of a token against the provider's key sets of this login, the newest first: the first that fits, else the
    /// first that should fit and does not. `None` where no key set was seen.
    pub fn signature_of(&self, compact: &str) -> Option<Rc<CheckedSignature>> {
        if let Some(known) = self.read.signatures.borrow().get(compact) {
            return known.clone();
        }
        let checked = self.check_signature(compact).map(Rc::new);
        self.read.signatures.borrow_mut().insert(compact.to_owned(), checked.clone());
        checked
    }

    fn check_signature(&self, compact: &str) -> Option<CheckedSignature> {
        let mut found: Option<CheckedSignature> = None;
        for set in self.provider_key_sets().iter().rev() {
            let keys = set.verification_keys();
            let Some(verification) = verification(compact, &keys) else { continue };
            let is_better = match (&verification, &found) {
                (Verification::Valid { .. }, _) | (_, None) => true,
                (Verification::Invalid { .. }, Some(before)) => {
                    !matches!(before.verification, Verification::Invalid { .. })
                }
                _ => false,
            };
            if is_better {
                found = Some(CheckedSignature { keys, keys_in: Some(set.message), verification });
            }
            if matches!(found, Some(CheckedSignature { verification: Verification::Valid { .. }, .. })) {
                break;
            }
        }
        found
    }
}
