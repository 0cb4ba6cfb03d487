//! Whether a message speaks of a login at all: what everybody says counts only beside something that does.

use super::answer;
use crate::known::is_about_oauth;

/// Whether something in a message speaks of a login, or has a word that few others have.
pub(super) fn is_near_login(message: &str) -> bool {
    const WORDS: [&str; 47] = [
        "alg",
        "at_hash",
        "ath",
        "aud",
        "audience",
        "azp",
        "bearer",
        "callback",
        "claim",
        "claims",
        "client",
        "cookie",
        "credentials",
        "dpop",
        "email link",
        "frame",
        "grant",
        "header",
        "htm",
        "htu",
        "iat",
        "iss",
        "issuer",
        "jwe",
        "jwk",
        "jws",
        "keyset",
        "kid",
        "max_age",
        "mfa",
        "nonce",
        "password",
        "pkce",
        "prompt",
        "redirect",
        "renew",
        "resource indicator",
        "resource server",
        "response type",
        "revocation",
        "scope",
        "scopes",
        "session",
        "state",
        "user data",
        "user info",
        "user profile",
    ];
    let lower = message.to_lowercase();
    let plain: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |own: &str| plain.contains(&own) || own.contains([' ', '_']) && lower.contains(own);
    WORDS.into_iter().any(has)
        || is_about_oauth(message)
        || is_of_login(message)
        || answer::has_code_of_oauth(message)
}

/// Whether a message speaks of somebody who logs in, or of what that needs.
pub(super) fn is_of_login(message: &str) -> bool {
    const WORDS: [&str; 11] = [
        "popup",
        "auth",
        "login",
        "log in",
        "sign in",
        "sign-in",
        "signin",
        "token",
        "sso",
        "consent",
        "device code",
    ];
    let lower = message.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a text in lower case names a provider; `X` alone is none.
fn names_provider(lower: &str) -> bool {
    let mut names = oauth::Provider::all().iter().map(|provider| provider.name.to_ascii_lowercase());
    names.any(|name| name.len() > 3 && lower.contains(&name))
}

/// Whether a message has the address of a call that is none of a login: what the network did to it is not told of one.
pub(super) fn is_of_another_call(message: &str) -> bool {
    const OF_LOGINS: [&str; 13] = [
        "idp",
        "//id.",
        "//cas.",
        "adfs",
        "//iam",
        "authorize",
        "callback",
        "well-known",
        "realms",
        "identity",
        "userinfo",
        "accounts.",
        "connect/",
    ];
    let has_address = message.contains("https://") || message.contains("http://");
    let lower = message.to_ascii_lowercase();
    has_address
        && !is_about_oauth(message)
        && !is_of_login(message)
        && !OF_LOGINS.iter().any(|word| lower.contains(word))
        && !names_provider(&lower)
}
