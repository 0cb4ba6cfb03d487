//! Which logins hold a value: what a message brings is looked up, never searched for.
//!
//! Keys are hashes of a role and a value, so that one map serves all of them. What stands under a key are places of logins,
//! or of something in one of them, in the order in which they came.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// So many of the newest entries under one key are looked at: values that thousands of logins share join nothing any more.
pub(super) const LOOKBACK: usize = 64;

/// In which role a value stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum By {
    /// `state` of a request.
    State,
    /// A code.
    Code,
    /// The first bytes of a code, to find it inside of other texts.
    CodeBeginning,
    /// A device code, or an `auth_req_id`.
    DeviceCode,
    /// The code of a credential offer.
    PreAuthorizedCode,
    /// An endpoint that an issuer's metadata or a request object names for wallets, by what a request to it is.
    WalletEndpoint,
    /// A presentation, by where its answer goes.
    Presentation,
    /// `code_challenge`.
    Challenge,
    /// `nonce` of a request.
    Nonce,
    /// A token.
    Token,
    /// A hash of a code in an ID token (`c_hash`).
    CodeHash,
    /// A hash of an access token in an ID token (`at_hash`).
    TokenHash,
    /// The nonce for a proof that the token endpoint asked for (RFC 9449 §8).
    DpopNonce,
    /// `request_uri`.
    RequestUri,
    /// `client_id`.
    Client,
    /// The origin of the authorization server.
    Server,
    /// The endpoint of `redirect_uri`.
    RedirectUri,
    /// Where the provider sends the browser.
    Redirect,
    /// The places of a login's redirects that lead to one resource.
    RedirectOf,
    /// A resource that a message was sent to.
    Resource,
    /// The places of a login's messages to one resource.
    MessageOf,
    /// An origin that a page on the way was on.
    PageOf,
    /// An endpoint that answered a token request, or that one was redirected to.
    TokenEndpoint,
    /// A tab.
    Tab,
    /// Metadata that names this endpoint, by what a request to it is.
    Stated,
    /// Metadata that names an endpoint on this origin.
    Described,
    /// Metadata of this issuer.
    Issuer,
    /// A discovery document that was asked for on this origin.
    Discovery,
    /// The exchanges that brought a discovery document of this origin.
    FoundDiscovery,
    /// The metadata that an exchange brought.
    MetadataIn,
    /// Documents and calls without a login, at a server.
    Unbegun,
}

/// The key of a value in a role.
pub(super) fn key(by: By, value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    (by, value).hash(&mut hasher);
    hasher.finish()
}

#[derive(Default)]
pub(super) struct Index(HashMap<u64, Vec<u32>>);

impl Index {
    /// Adds a place; says whether it was not the newest one there.
    pub(super) fn add(&mut self, key: u64, place: u32) -> bool {
        let places = self.0.entry(key).or_default();
        let is_new = places.last() != Some(&place);
        if is_new {
            places.push(place);
        }
        is_new
    }

    /// Takes the newest place away again.
    pub(super) fn remove(&mut self, key: u64) {
        if let Some(places) = self.0.get_mut(&key) {
            places.pop();
            if places.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// The newest places under a key, the newest first.
    pub(super) fn newest(&self, key: u64) -> impl Iterator<Item = usize> + '_ {
        self.0.get(&key).into_iter().flatten().rev().take(LOOKBACK).map(|place| *place as usize)
    }

    /// The first place under a key.
    pub(super) fn first(&self, key: u64) -> Option<usize> {
        Some(*self.0.get(&key)?.first()? as usize)
    }

    pub(super) fn has(&self, key: u64) -> bool {
        self.0.contains_key(&key)
    }
}
