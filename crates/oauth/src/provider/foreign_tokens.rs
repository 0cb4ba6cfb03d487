//! Access tokens that a provider issues for its own APIs: no other API can take them.

use http::Uri;
use jose::Jwt;

use super::Provider;

/// A kind of such tokens.
pub struct ForeignToken {
    /// Whether an access token is one.
    is_it: fn(&Jwt) -> bool,
    /// The domains of the APIs that take it.
    apis: &'static [&'static str],
    /// The claim that tells.
    pub claim: &'static str,
    /// What it means, as a sentence.
    pub means: &'static str,
    /// What to do, with the names of the provider's console.
    pub fix: &'static str,
}

static OKTA: &[ForeignToken] = &[ForeignToken {
    is_it: |jwt| {
        jwt.text("iss").and_then(Uri::parse).is_some_and(|iss| iss.path().trim_matches('/').is_empty())
    },
    apis: &["okta.com", "oktapreview.com", "okta-emea.com"],
    claim: "iss",
    means: "The org authorization server of Okta issued it, for Okta's own APIs.",
    fix: "Use a custom authorization server: put its issuer, which ends with /oauth2/default, into the app and the API.",
}];

/// The identifiers of Microsoft Graph and of the API before it.
const GRAPH: [&str; 4] = [
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.com/",
    "00000002-0000-0000-c000-000000000000",
];

static ENTRA: &[ForeignToken] = &[ForeignToken {
    is_it: |jwt| jwt.audiences().iter().any(|audience| GRAPH.contains(audience)),
    apis: &["microsoft.com", "windows.net", "microsoft.us"],
    claim: "aud",
    means: "It is for Microsoft Graph.",
    fix: "Ask for a scope of this API, api://…/…, in place of User.Read and its like: one access token is for one API.",
}];

impl Provider {
    /// What kind of token for its own APIs this one is, when it was sent to another host.
    pub fn foreign_token(&self, jwt: &Jwt, host: &str) -> Option<&'static ForeignToken> {
        let kinds: &'static [ForeignToken] = match self.name {
            "Okta" => OKTA,
            "Microsoft Entra ID" => ENTRA,
            _ => &[],
        };
        let is_within = |domain: &&str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        kinds.iter().find(|kind| (kind.is_it)(jwt) && !kind.apis.iter().any(is_within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_of_providers_that_exist() {
        let names: Vec<&str> = Provider::all().iter().map(|provider| provider.name).collect();
        assert!(names.contains(&"Okta") && names.contains(&"Microsoft Entra ID"));
    }
}
