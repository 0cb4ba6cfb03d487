//! Authorization responses, before it is known whose they are.

use std::borrow::Cow;

use http::{Exchange, Parameters, Secret, Uri, Via};
use jose::Jwt;

use super::beside::is_error_page;
use crate::authorization::{has_response, signed_response};
use crate::classify::request_parameters;

/// Characters of a `code` and a `state` that make a page an authorization response all by themselves.
const LONG: usize = 8;

/// Characters of a `code` that is no coupon's.
const VERY_LONG: usize = 20;

/// What an authorization response has beside its code (RFC 6749 §4.1.2, RFC 9207 §2, OpenID Connect Session Management §2).
const COMPANIONS: [&str; 3] = ["state", "iss", "session_state"];

/// The parameters that arrive at a redirect URI, `redirect` being the URL that led there with its fragment.
pub(super) fn response_parameters<'e>(
    exchange: &'e Exchange,
    redirect: Option<&'e Uri>,
) -> Cow<'e, Parameters> {
    let form = if exchange.request.method == "POST" { request_parameters(exchange) } else { None };
    let fragment = || {
        let own = exchange.request.uri.fragment();
        if own.is_empty() { redirect.map(Uri::fragment).unwrap_or_default() } else { own }
    };
    let query = exchange.request.uri.query();
    let sent = match form {
        Some(form) if has_response(form) => form,
        _ if has_response(query) => query,
        _ => {
            let fragment = fragment();
            if has_response(fragment) { fragment } else { query }
        }
    };
    signed_response(sent).map_or(Cow::Borrowed(sent), |(_, inside)| Cow::Owned(inside))
}

/// The code with which a page is loaded.
pub(super) fn response_code(exchange: &Exchange) -> Option<Secret<String>> {
    let parameters = response_parameters(exchange, None);
    parameters.value("code").filter(|_| exchange.context.via.is_navigation()).cloned()
}

/// Whether this could be an authorization response whose request was not seen. Short values and words are coupons and
/// states of the USA or of an order. A log does not say of a request that it was a page's: it counts unless it was a call.
pub(super) fn is_late_response(exchange: &Exchange) -> bool {
    let parameters = response_parameters(exchange, None);
    let is_random = |name| {
        parameters.hides(name)
            || parameters
                .text(name)
                .is_some_and(|value| value.len() >= LONG && value.bytes().any(|b| b.is_ascii_digit()))
    };
    // Nobody else writes a code that long into an address beside what only an authorization response has.
    let is_long = parameters
        .text("code")
        .is_some_and(|code| code.len() >= VERY_LONG && code.bytes().any(|b| b.is_ascii_digit()));
    // However short the values are that somebody left of them.
    let is_sent =
        |name| parameters.text(name).is_some_and(|value| value.bytes().any(|b| b.is_ascii_alphabetic()));
    let is_code = is_random("code") && is_random("state")
        || is_sent("code") && is_sent("state") && is_callback_of_login(&exchange.request.uri)
        || is_long && COMPANIONS.iter().any(|name| parameters.has(name));
    // RFC 6749 §4.1.2.1: an error comes back with the state, and many say more about it.
    let (has_state, is_described) = (parameters.has("state"), parameters.has("error_description"));
    // RFC 9207 §2: who answers says so.
    let has_issuer = parameters.text("iss").is_some_and(|iss| iss.starts_with("https://"));
    let is_error = parameters.text("error").is_some_and(|error| {
        let code = plain_code(error);
        let is_at_callback = is_at_callback(&exchange.request.uri);
        ERRORS.contains(&&*code) && (has_state || is_described || is_at_callback)
            || has_state && is_described && is_error_code(error)
            || looks_like_code(&code)
                && (has_issuer && is_described || is_at_callback && (has_issuer || is_random("state")))
    });
    // RFC 6749 §4.2.2, OpenID Connect Core §3.2.2.5.
    let is_tokens = parameters.has("access_token") && parameters.has("token_type")
        || parameters.text("id_token").is_some_and(Jwt::is_likely) && has_state;
    let is_get_or_post = matches!(exchange.request.method.as_str(), "GET" | "POST");
    is_get_or_post
        && exchange.context.via != Via::Fetch
        && (is_code || is_tokens || is_error && !is_error_page(&exchange.request.uri))
}

/// A code as the specifications write it, of one that a program writes in its own way: `InvalidScope`, `access-denied`.
fn plain_code(error: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c == '_';
    if error.chars().all(is_plain) || error.len() > LONGEST_CODE {
        return Cow::Borrowed(error);
    }
    let mut plain = String::new();
    for c in error.chars() {
        if c.is_ascii_uppercase() && plain.ends_with(|c: char| c.is_ascii_lowercase()) {
            plain.push('_');
        }
        plain.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    Cow::Owned(plain)
}

/// Bytes of the longest code of the specifications, about.
const LONGEST_CODE: usize = 50;

/// Whether apps have redirect URIs with such a path.
fn is_at_callback(uri: &Uri) -> bool {
    const WORDS: [&str; 7] = ["authorized", "cb", "oauth", "oauth2", "oidc", "openid", "sso"];
    let path = uri.path().to_ascii_lowercase();
    let is_authorize = path.ends_with("/authorize") || path.ends_with("/auth");
    let mut words = path.split(|c: char| !c.is_alphanumeric());
    !is_authorize && (path.contains("callback") || words.any(|word| WORDS.contains(&word)))
}

/// Whether nothing but a login has a callback with such a path.
fn is_callback_of_login(uri: &Uri) -> bool {
    const OF_LOGINS: [&str; 10] =
        ["auth", "login", "oauth", "oauth2", "oidc", "openid", "passport", "signin", "sign-in", "sso"];
    let path = uri.path().to_ascii_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let has = |names: &[&str]| parts.iter().any(|part| names.contains(part));
    let is_of_login = has(&OF_LOGINS) && (path.contains("callback") || has(&["authorized", "code"]));
    is_of_login || has(&["signin-oidc"])
}

/// Whether an error is a code of the specifications, or looks like one.
pub(super) fn is_error_code(error: &str) -> bool {
    ERRORS.contains(&error) || looks_like_code(error)
}

/// Whether an error is written as OAuth writes its codes (words in lower case with `_` between) and speaks of what a login has:
/// providers have many codes of their own.
fn looks_like_code(error: &str) -> bool {
    const OF_LOGINS: [&str; 13] = [
        "auth", "scope", "client", "redirect", "consent", "login", "grant", "token", "access", "session",
        "user", "policy", "_state",
    ];
    error.contains('_')
        && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && OF_LOGINS.iter().any(|word| error.contains(word))
}

/// The error codes of an authorization response (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6, RFC 8707, RFC 9470), and those
/// of the token endpoint, which some providers send there too.
const ERRORS: [&str; 28] = [
    "invalid_request",
    "unauthorized_client",
    "access_denied",
    "unsupported_response_type",
    "invalid_scope",
    "server_error",
    "temporarily_unavailable",
    "interaction_required",
    "login_required",
    "account_selection_required",
    "consent_required",
    "invalid_request_uri",
    "invalid_request_object",
    "request_not_supported",
    "request_uri_not_supported",
    "registration_not_supported",
    "unmet_authentication_requirements",
    "invalid_target",
    "invalid_client",
    "invalid_grant",
    "unsupported_grant_type",
    "invalid_authorization_details",
    // Entra ID, Google, GitHub, LinkedIn.
    "invalid_resource",
    "redirect_uri_mismatch",
    "admin_policy_enforced",
    "application_suspended",
    "user_cancelled_login",
    "user_cancelled_authorize",
];
