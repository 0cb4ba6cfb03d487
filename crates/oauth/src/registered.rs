//! A client as its provider has it: what somebody says who can look there. No traffic shows it, but for a registration
//! (RFC 7591) in the same recording.

use http::Uri;

use crate::flow::Flow;

/// A client's registration (RFC 7591 §2), as far as rules compare with it. Nothing of it is secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisteredClient {
    /// Its identifier at the provider.
    pub client_id: String,
    /// The provider; empty where the identifier alone is meant.
    pub issuer: String,
    /// Where the provider may send the browser back; empty where nobody said.
    pub redirect_uris: Vec<String>,
    /// For whom its access tokens are; empty where nobody said.
    pub audiences: Vec<String>,
}

impl RegisteredClient {
    /// Whether it is the client of a login. Where nothing says which issuer it is, that one counts whose host the login is at.
    pub fn is_of(&self, flow: &Flow<'_>) -> bool {
        let is_same = |issuer: String| issuer.trim_end_matches('/') == self.issuer.trim_end_matches('/');
        let is_at = || {
            let asked = flow.authorization_request().map(|request| request.exchange);
            let asked = asked.or_else(|| flow.token_exchanges().first().map(|token| token.exchange));
            let host = Uri::parse(&self.issuer).map(|issuer| issuer.host().to_owned());
            asked.zip(host).is_some_and(|(asked, host)| asked.request.uri.host() == host)
        };
        flow.client_id().is_some_and(|id| id == self.client_id)
            && (self.issuer.is_empty() || flow.issuer().map_or_else(is_at, is_same))
    }

    /// A member by its name in RFC 7591 §2, or RFC 9068 §2.2 for `aud`.
    pub fn member(&self, name: &str) -> &[String] {
        match name {
            "redirect_uris" => &self.redirect_uris,
            "aud" => &self.audiences,
            _ => &[],
        }
    }
}
