//! What cannot play a role, by its address alone: most of a long recording, which need not be read for that.

use http::{Exchange, Uri};

use super::beside::is_named_like_endpoint;
use super::index::{By, key};
use super::learning::SHORTEST_CODE;
use super::{Correlator, resource};
use crate::authorization::has_response;
use crate::error_address::error_in_address;
use crate::wallet::is_named_like_wallet;

/// Parameters of which one stands in every message that a GET can be by itself, beside those of an authorization response.
const PARAMETERS: [&str; 13] = [
    "appid",
    "client_id",
    "client_key",
    "code",
    "grant_type",
    "id_token_hint",
    "iss",
    "post_logout_redirect_uri",
    "response",
    "state",
    "token",
    "wa",
    "wresult",
];

impl Correlator {
    /// Whether a GET without credentials of its own, that led nowhere else, may play a role: by its address and its status, after
    /// what has come so far. The answer of a key set tells its role too; that is not looked at here.
    pub fn may_matter(&self, uri: &Uri, status: u16) -> bool {
        let path = uri.path();
        if (status >= 400 || error_in_address(uri).is_some()) && self.wants_refused() {
            return true;
        }
        if path.contains("/.well-known/") || is_named_like_endpoint(uri) || is_named_like_wallet(uri) {
            return true;
        }
        let (query, fragment) = (uri.query(), uri.fragment());
        let is_telling = |name: &str| PARAMETERS.contains(&name) || name.starts_with("SAML");
        if has_response(query) || has_response(fragment) || query.iter().any(|(name, _)| is_telling(name)) {
            return true;
        }
        let origin = uri.origin();
        self.knows_provider(&origin)
            || self.index.has(key(By::Discovery, origin.as_str()))
            || self.index.has(key(By::Redirect, resource(uri)))
            || self.index.has(key(By::RequestUri, uri.text().text()))
            || self.holds_code(uri)
    }

    /// The same of an exchange that is here. Whatever else it is than such a GET may play one.
    pub fn may_matter_at_all(&self, exchange: &Exchange) -> bool {
        let is_plain = exchange.request.method == "GET"
            && exchange.error.is_none()
            && exchange.location().is_none()
            && exchange.authorization().is_none()
            && exchange.request.body.present().is_none_or(|body| body.text().is_none_or(str::is_empty))
            && exchange.response_body().present().is_none_or(|body| body.text().is_none_or(str::is_empty));
        let status = exchange.status().filter(|_| is_plain);
        status.is_none_or(|status| self.may_matter(&exchange.request.uri, status))
    }

    /// Whether a code of a login here stands in an address.
    fn holds_code(&self, uri: &Uri) -> bool {
        if self.codes.is_empty() {
            return false;
        }
        let is_code = |value: &str| value.len() >= SHORTEST_CODE && self.index.has(key(By::Code, value));
        let text = uri.text().text().as_bytes();
        uri.query().iter().any(|(_, value)| is_code(value.text()))
            || text
                .windows(SHORTEST_CODE)
                .filter(|beginning| self.openings.has(beginning))
                .any(|beginning| self.index.has(key(By::CodeBeginning, beginning)))
    }
}

/// The first two bytes of all codes that came: nearly all places of a text begin with none, which costs less to see than to look
/// them up.
#[derive(Default)]
pub(super) struct Openings(Vec<u64>);

impl Openings {
    pub(super) fn note(&mut self, code: &[u8]) {
        if let Some((at, bit)) = place(code) {
            self.0.resize(1 << 10, 0);
            self.0[at] |= bit;
        }
    }

    pub(super) fn has(&self, text: &[u8]) -> bool {
        place(text).is_some_and(|(at, bit)| self.0.get(at).is_some_and(|bits| bits & bit != 0))
    }
}

fn place(text: &[u8]) -> Option<(usize, u64)> {
    let number = usize::from(u16::from_be_bytes(*text.first_chunk()?));
    Some((number >> 6, 1 << (number & 63)))
}
