//! The keys of a provider: where they are, and what came from there.

use http::{Timestamp, Uri};
use jose::{Jwt, KeySet, NoKeys};
use serde::Serialize;

use crate::mask::Shown;
use crate::token::{NamedToken, TokenContext, first, tokens};

/// The tokens that somebody pasted, and what came of the keys for them.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct TokenAnswer {
    /// The tokens, one at least.
    pub tokens: Vec<NamedToken>,
    /// Why the keys could not be used; null where they were, and where there were none.
    pub keys_problem: Option<&'static str>,
    /// Where the keys of the first one's issuer are likely to be.
    pub keys_at: Option<String>,
}

/// Reads a pasted token with the keys that were pasted for it.
pub(crate) fn check(text: &str, keys: &str, now: Option<Timestamp>, reveals: bool) -> TokenAnswer {
    let jwt = first(text);
    let (keys, keys_problem) = match pasted(&jwt, keys) {
        Ok(keys) => (keys, None),
        Err(why) => (None, Some(problem(why))),
    };
    let keys = keys.as_ref().map(|(set, from)| (set, Shown::from(*from)));
    let context = TokenContext::new(now, keys, reveals);
    TokenAnswer { tokens: tokens(text, &context), keys_problem, keys_at: address(&jwt) }
}

/// Keys that were fetched, or where they are.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Fetched {
    /// The text of the keys; null where it is none.
    pub keys: Option<String>,
    /// The address that the text names, where it is a discovery document.
    pub next: Option<String>,
    /// What to tell whoever fetched it.
    pub note: &'static str,
}

/// What a fetched text is.
pub(crate) fn fetched(text: String) -> Fetched {
    let document = serde_json::from_str::<serde_json::Value>(&text).ok();
    let next = document.as_ref().and_then(|document| Uri::parse(document.get("jwks_uri")?.as_str()?));
    match next {
        Some(next) => Fetched {
            next: Some(without_user(&next)),
            keys: None,
            note: "This was the discovery document. Its keys are at the address above: press Fetch again.",
        },
        None => Fetched { keys: Some(text), next: None, note: "Fetched." },
    }
}

/// The address of the discovery document of a token's issuer (OpenID Connect Discovery §4); `None` where it has no issuer
/// that has one.
fn address(jwt: &Jwt) -> Option<String> {
    let issuer = Uri::parse(jwt.text("iss")?)?;
    let is_web = matches!(issuer.scheme(), "http" | "https");
    let issuer = is_web.then(|| without_user(&issuer))?;
    Some(format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')))
}

/// An address to fetch keys from. They are public: a user name or password in it is nobody's business.
pub(crate) fn without_user(uri: &Uri) -> String {
    let url = uri.url();
    if url.username().is_empty() && url.password().is_none() {
        return uri.text().text().to_owned();
    }
    let mut url = url.clone();
    // Only what has no host refuses, and that has no user either.
    let _ = (url.set_username(""), url.set_password(None));
    url.to_string()
}

/// Why a text is no keys.
fn problem(why: NoKeys) -> &'static str {
    match why {
        NoKeys::UnknownForm => {
            "These are no keys: paste a key set (JWKS), a key (JWK) or a public key (PEM)."
        }
        NoKeys::NoKeySet => {
            "This JSON is no key set. If it is a discovery document, use the address that it calls jwks_uri."
        }
        NoKeys::PrivateKey => "This is a private key. To check a signature, paste the public one.",
        NoKeys::Certificate => {
            "This is a certificate. Paste the public key in it: openssl x509 -in FILE -pubkey -noout"
        }
    }
}

/// The keys that somebody pasted for a token: what is no key is the secret, where a secret is asked for.
fn pasted(jwt: &Jwt, text: &str) -> Result<Option<(KeySet, &'static str)>, NoKeys> {
    if text.is_empty() {
        return Ok(None);
    }
    match KeySet::from_text(text) {
        Ok(set) => Ok(Some((set, "the pasted keys"))),
        Err(_) if jwt.alg().is_some_and(|alg| alg.starts_with("HS")) => {
            Ok(Some((KeySet::from_secret(text.as_bytes()), "the pasted secret")))
        }
        Err(why) => Err(why),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn no_address_names_a_user() {
        let document = r#"{"jwks_uri":"https://kanari:kanari@idp.example/keys"}"#;
        assert_eq!(fetched(document.to_owned()).next.as_deref(), Some("https://idp.example/keys"));
        let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"https://kanari@idp.example/realm/"}"#);
        let found = check(&format!("eyJhbGciOiJub25lIn0.{claims}."), "", None, false).keys_at;
        assert_eq!(found.as_deref(), Some("https://idp.example/realm/.well-known/openid-configuration"));
        let as_written = Uri::parse("https://idp.example:443/Keys").unwrap();
        assert_eq!(without_user(&as_written), "https://idp.example:443/Keys");
    }

    #[test]
    fn what_names_no_address_is_taken_for_keys() {
        let text = r#"{"jwks_uri":"nowhere"}"#;
        assert_eq!(fetched(text.to_owned()).keys.as_deref(), Some(text));
    }
}
