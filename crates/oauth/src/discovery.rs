//! Discovery documents where they arrive (OpenID Connect Discovery §4, RFC 8414 §3).

use http::{Exchange, Uri};
use serde_json::{Map, Value};

use crate::pointer::{Name, Part, Pointer};

/// A discovery document as it arrived.
pub struct Discovery<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// Its members.
    pub members: &'r Map<String, Value>,
}

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

impl<'r> Discovery<'r> {
    /// `None` where no JSON object was seen, or the answer is no success.
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let ok = exchange.error.is_none() && (200..300).contains(&exchange.status()?);
        let members = exchange.response_body().present().copied().filter(|_| ok)?.json()?.as_object()?;
        Some(Discovery { message, exchange, members })
    }

    /// Whether somebody cut this out of a document: what is not in it may stand in the document.
    pub fn is_part(&self) -> bool {
        self.exchange.response_body().present().is_some_and(|body| body.is_part())
    }

    /// A member that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name)?.as_str()
    }

    /// Whether it is OpenID Connect's document, not OAuth's own.
    pub fn is_openid(&self) -> bool {
        self.exchange.request.uri.path().contains(OPENID)
    }

    /// The issuers that have their document at this address: the address without the well-known part, which stands at the
    /// end of it (OpenID Connect Discovery §4.1) or between host and path (RFC 8414 §3.1).
    pub fn issuers_of_address(&self) -> Vec<String> {
        let uri = &self.exchange.request.uri;
        let path = uri.path();
        let issuer = |known: &str| {
            let (before, after) = path.split_once(known)?;
            let is_whole = after.is_empty() || before.is_empty() && after.starts_with('/');
            is_whole.then(|| format!("{}{before}{after}", uri.origin()))
        };
        [OPENID, OAUTH].into_iter().filter_map(issuer).collect()
    }

    /// Whether the issuer is that of the address. A slash at its end is cut off before the well-known part is added (OpenID
    /// Connect Discovery §4.1); a document for all tenants has a placeholder in it; a tenant may be addressed by its name
    /// and state its id. `None` where there is no issuer, or the address was not seen.
    pub fn names_its_address(&self) -> Option<bool> {
        let issuer = self.text("issuer")?;
        let addresses = self.issuers_of_address();
        let is_known = http::redaction::Value::new(issuer).known().is_some();
        if !self.exchange.request.uri.is_host_known() || !is_known {
            return None;
        }
        let same = |address: &String| canonical(address) == canonical(issuer) || is_alias(address, issuer);
        Some(issuer.contains('{') || addresses.iter().any(same))
    }

    /// Whether a client that checks what it must can begin a login with it.
    pub(crate) fn is_usable(&self) -> bool {
        let is_here = self.names_its_address().unwrap_or(!self.exchange.request.uri.is_host_known());
        is_here && (!self.is_openid() || self.text("authorization_endpoint").is_some())
    }

    /// Points at a member.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }
}

fn canonical(issuer: &str) -> String {
    let parsed = Uri::parse(issuer).map(|uri| format!("{}{}", uri.origin(), uri.path()));
    parsed.as_deref().unwrap_or(issuer).trim_end_matches('/').to_owned()
}

fn is_alias(address: &str, issuer: &str) -> bool {
    let (Some(address), Some(issuer)) = (Uri::parse(address), Uri::parse(issuer)) else { return false };
    address.origin() == issuer.origin() && issuer.path().split('/').any(is_uuid)
}

/// Whether a text is a UUID (RFC 9562 §4).
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}
