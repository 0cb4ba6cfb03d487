//! Addresses of pages on which an app shows its user that a login failed: Auth.js' `/auth/error?error=Configuration`, OmniAuth's
//! `/auth/failure?message=csrf_detected`, `/login?error=…` of many.

use http::Uri;

/// Parameters that name the error, wherever they stand.
const NAMES: [&str; 13] = [
    "error",
    "error_code",
    "errorCode",
    "remoteError",
    "login-error",
    "login_error",
    "auth_error",
    "authError",
    "loginError",
    "oauth_error",
    "oauthError",
    "oidc_error",
    "sso_error",
];

/// Parameters that do so on a page for errors alone.
const ON_ERROR_PAGES: [&str; 3] = ["message", "reason", "code"];

/// Parts of paths that are about logins.
const OF_LOGINS: [&str; 9] =
    ["auth", "login", "signin", "sign-in", "sso", "oidc", "account", "callback", "connect"];

/// Last parts of paths at which one signs in.
const LOGINS: [&str; 5] = ["login", "signin", "sign-in", "log-in", "wp-login"];

/// Parameters of an authorization response (RFC 6749 §4.1.2): with them an address is a redirect URI.
const OF_RESPONSES: [&str; 2] = ["state", "iss"];

/// Whether the address is one of a page for errors, by the words of its path: `/error`, `/loginError`, `/oauth/error-page`. Other words
/// behind it make it something about errors: `/error-report`, `/error-free`.
pub fn is_for_errors(uri: &Uri) -> bool {
    let path = uri.path().to_ascii_lowercase();
    let mut words = path.split(['/', '-', '_', '.']);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let is_about = last.strip_prefix("error-").is_some_and(|behind| !behind.starts_with("page"));
    words.any(|word| word == "errors" || word.ends_with("error") || word.ends_with("errorpage")) && !is_about
}

/// The parameter in which such an address names the error.
pub fn error_in_address(uri: &Uri) -> Option<&'static str> {
    let path = uri.path().to_ascii_lowercase();
    let query = uri.query();
    if OF_RESPONSES.iter().any(|name| query.has(name)) {
        return None;
    }
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let is_of_login = parts.clone().any(|part| OF_LOGINS.iter().any(|word| part.contains(word)));
    let is_for_errors = is_for_errors(uri) || parts.clone().any(|part| matches!(part, "failure" | "failed"));
    let is_login =
        parts.next_back().and_then(|last| last.split('.').next()).is_some_and(|last| LOGINS.contains(&last));
    let says = |name: &&&str| query.text(name).is_some_and(|text| !text.trim().is_empty());
    let plain = NAMES.iter().find(says).filter(|_| is_login || is_for_errors && is_of_login);
    let on_error_page = || ON_ERROR_PAGES.iter().find(says).filter(|_| is_for_errors && is_of_login);
    plain.or_else(on_error_page).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_apps_name_the_error_in_their_address() {
        let named = |url: &str| error_in_address(&Uri::parse(url).unwrap_or_else(|| panic!("{url}")));
        assert_eq!(named("https://app.example.com/auth/error?error=Configuration"), Some("error"));
        assert_eq!(
            named("https://app.example.com/auth/failure?message=csrf_detected&strategy=x"),
            Some("message")
        );
        assert_eq!(
            named("https://app.example.com/wp-login.php?login-error=invalid-state"),
            Some("login-error")
        );
        for path in
            ["/error", "/oauth2/Errors", "/loginError", "/oauth/error-page", "/RemoteAccessErrorPage.apexp"]
        {
            assert!(is_for_errors(&Uri::parse(&format!("https://a.example{path}")).unwrap()), "{path}");
        }
        for path in ["/error-report", "/error-free", "/terrors.js/x", "/mirror/of", "/errorless"] {
            assert!(!is_for_errors(&Uri::parse(&format!("https://a.example{path}")).unwrap()), "{path}");
        }
        assert_eq!(named("https://app.example.com/login.html?oidc_error=internal_error"), Some("oidc_error"));
        assert_eq!(named("https://app.example.com/login?error=OAuthCallback"), Some("error"));
        for other in [
            "https://app.example.com/login?error",
            "https://app.example.com/cb?error=access_denied&state=S1",
            "https://app.example.com/search?error=x",
            "https://app.example.com/contact/error?message=x",
        ] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
