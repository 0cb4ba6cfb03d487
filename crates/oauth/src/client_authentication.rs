//! How a client proves who it is (RFC 6749 §2.3, RFC 7523 §2.2).

use http::{Body, Redaction, Secret, Value};

use crate::token::TokenExchange;

/// The credentials of HTTP Basic authentication (RFC 7617 §2) as they stand in the header.
pub enum BasicCredentials {
    /// A client identifier and a secret, not decoded any further (RFC 6749 Appendix B).
    Pair {
        /// What stands before the first colon.
        id: Secret<String>,
        /// What stands behind it.
        secret: Secret<String>,
    },
    /// It is no base64.
    NotBase64,
    /// It is base64 of something without a colon.
    NoColon,
}

impl TokenExchange<'_> {
    /// The credentials of HTTP Basic authentication; `None` where there are none, and where they were taken out of the
    /// recording.
    pub fn basic_credentials(&self) -> Option<BasicCredentials> {
        let (scheme, encoded) = self.exchange.authorization()?;
        if !scheme.eq_ignore_ascii_case("basic") || Redaction::of(encoded).is_some() {
            return None;
        }
        let Some(decoded) = Body::from_base64(encoded) else {
            return Some(BasicCredentials::NotBase64);
        };
        Some(match decoded.text().and_then(|text| text.split_once(':')) {
            Some((id, secret)) => {
                BasicCredentials::Pair { id: Secret::from(id), secret: Secret::from(secret) }
            }
            None => BasicCredentials::NoColon,
        })
    }

    /// Whether `client_secret` is there and not empty.
    pub fn has_secret_parameter(&self) -> bool {
        self.parameters.seen("client_secret").is_some_and(|secret| !secret.is_empty())
    }

    /// `refresh_token`.
    pub fn refresh_token(&self) -> Option<Value<'_>> {
        self.parameters.seen("refresh_token").filter(|token| !token.is_empty())
    }

    /// Whether both requests carry the same refresh token; `None` where that cannot be told.
    pub fn same_refresh_token(&self, other: &TokenExchange<'_>) -> Option<bool> {
        self.refresh_token()?.same(other.refresh_token()?)
    }
}
