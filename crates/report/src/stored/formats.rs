//! How libraries call what they store. What is not declared here is recognised by its name, or because the login has the same value.

/// What a stored value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    State,
    Nonce,
    CodeVerifier,
    Code,
    AccessToken,
    IdToken,
    RefreshToken,
}

use What::{AccessToken, CodeVerifier, IdToken, Nonce, RefreshToken, State};

impl What {
    pub(super) fn label(self) -> &'static str {
        match self {
            What::State => "state",
            What::Nonce => "nonce",
            What::CodeVerifier => "code verifier",
            What::Code => "code",
            What::AccessToken => "access token",
            What::IdToken => "ID token",
            What::RefreshToken => "refresh token",
        }
    }

    /// As the protocol calls it.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            What::State => "state",
            What::Nonce => "nonce",
            What::CodeVerifier => "code_verifier",
            What::Code => "code",
            What::AccessToken => "access_token",
            What::IdToken => "id_token",
            What::RefreshToken => "refresh_token",
        }
    }
}

/// How a library stores something.
pub(super) struct Format {
    pub(super) library: &'static str,
    /// The key, with `*` for what is another one each time.
    pub(super) key: &'static str,
    /// What `*` at the end of the key is.
    pub(super) in_key: Option<What>,
    /// What the whole value is, where it is no document.
    pub(super) whole: Option<What>,
    /// What its members are, by the last name of their path. No other member is one, whatever it is called.
    pub(super) members: &'static [(&'static str, What)],
    /// Whether the library encrypts the value, so that nothing can be compared with it.
    pub(super) is_sealed: bool,
}

const fn document(
    library: &'static str,
    key: &'static str,
    members: &'static [(&'static str, What)],
) -> Format {
    Format { library, key, in_key: None, whole: None, members, is_sealed: false }
}

const fn value(library: &'static str, key: &'static str, what: What) -> Format {
    Format { library, key, in_key: None, whole: Some(what), members: &[], is_sealed: false }
}

const fn sealed(library: &'static str, key: &'static str, what: What) -> Format {
    Format { library, key, in_key: None, whole: Some(what), members: &[], is_sealed: true }
}

const fn by_state(
    library: &'static str,
    key: &'static str,
    members: &'static [(&'static str, What)],
) -> Format {
    Format { library, key, in_key: Some(State), whole: None, members, is_sealed: false }
}

/// The first that fits counts.
const FORMATS: &[Format] = &[
    // oidc-client-ts keeps the user beside the requests that wait.
    document("oidc-client-ts", "oidc.user:*", TOKENS),
    by_state("oidc-client-ts", "oidc.*", &[("id", State), ("code_verifier", CodeVerifier), ("nonce", Nonce)]),
    // MSAL.js: its keys end with a part of the state alone. Version 4 encrypts what it keeps, with a nonce that is not OpenID's.
    value("MSAL.js", "msal.*.request.state", State),
    value("MSAL.js", "msal.*.request.state.*", State),
    value("MSAL.js", "msal.*.nonce.idtoken.*", Nonce),
    document(
        "MSAL.js",
        "msal.*.request.params",
        &[("codeVerifier", CodeVerifier), ("state", State), ("nonce", Nonce)],
    ),
    document("MSAL.js", "*-accesstoken-*", &[("secret", AccessToken)]),
    document("MSAL.js", "*-idtoken-*", &[("secret", IdToken)]),
    document("MSAL.js", "*-refreshtoken-*", &[("secret", RefreshToken)]),
    document("MSAL.js", "msal.*|accesstoken|*", &[("secret", AccessToken)]),
    document("MSAL.js", "msal.*|idtoken|*", &[("secret", IdToken)]),
    document("MSAL.js", "msal.*|refreshtoken|*", &[("secret", RefreshToken)]),
    // Auth0's SPA library: transactions, and the cache where it is told to use localStorage.
    document(
        "Auth0 SPA",
        "a0.spajs.txs*",
        &[("state", State), ("nonce", Nonce), ("code_verifier", CodeVerifier)],
    ),
    document(
        "Auth0 SPA",
        "_legacy_a0.spajs.txs*",
        &[("state", State), ("nonce", Nonce), ("code_verifier", CodeVerifier)],
    ),
    document("Auth0 SPA", "@@auth0spajs@@*", TOKENS),
    document("auth0.js", "com.auth0.auth.*", &[("state", State), ("nonce", Nonce)]),
    by_state(
        "keycloak-js",
        "kc-callback-*",
        &[("state", State), ("nonce", Nonce), ("pkceCodeVerifier", CodeVerifier)],
    ),
    document(
        "AppAuth",
        "*_appauth_authorization_request",
        &[("state", State), ("code_verifier", CodeVerifier), ("nonce", Nonce)],
    ),
    value("Amplify", "CognitoIdentityServiceProvider.*.oauthPKCE", CodeVerifier),
    value("Amplify", "CognitoIdentityServiceProvider.*.oauthState", State),
    value("Amplify", "CognitoIdentityServiceProvider.*.accessToken", AccessToken),
    value("Amplify", "CognitoIdentityServiceProvider.*.idToken", IdToken),
    value("Amplify", "CognitoIdentityServiceProvider.*.refreshToken", RefreshToken),
    value("Amplify", "oauth_state", State),
    value("Amplify", "ouath_pkce_key", CodeVerifier),
    document(
        "Firebase",
        "firebase:authUser:*",
        &[("accessToken", AccessToken), ("refreshToken", RefreshToken)],
    ),
    value("Supabase", "sb-*-auth-token-code-verifier", CodeVerifier),
    document("Supabase", "sb-*-auth-token*", TOKENS),
    document("Supabase", "supabase.auth.token*", TOKENS),
    // angular-oauth2-oidc names its keys by the protocol.
    value("angular-oauth2-oidc", "PKCE_verifier", CodeVerifier),
    // NextAuth and Auth.js encrypt theirs, and scripts see them only where somebody took HttpOnly away.
    sealed("NextAuth", "*next-auth.state", State),
    sealed("NextAuth", "*next-auth.pkce.code_verifier", CodeVerifier),
    sealed("NextAuth", "*next-auth.nonce", Nonce),
    sealed("Auth.js", "*authjs.state", State),
    sealed("Auth.js", "*authjs.pkce.code_verifier", CodeVerifier),
    sealed("Auth.js", "*authjs.nonce", Nonce),
];

const TOKENS: &[(&str, What)] =
    &[("access_token", AccessToken), ("id_token", IdToken), ("refresh_token", RefreshToken)];

/// What is called so by the protocol, however the words are written together. Much else is called so too.
const NAMES: [(&str, What); 14] = [
    ("state", State),
    ("oauthstate", State),
    ("authstate", State),
    ("oidcstate", State),
    ("nonce", Nonce),
    ("oidcnonce", Nonce),
    ("codeverifier", CodeVerifier),
    ("pkceverifier", CodeVerifier),
    ("pkcecodeverifier", CodeVerifier),
    ("verifier", CodeVerifier),
    ("accesstoken", AccessToken),
    ("idtoken", IdToken),
    ("refreshtoken", RefreshToken),
    ("jwtaccesstoken", AccessToken),
];

/// The form of a key.
pub(super) fn format_of(key: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| fits(format.key, key))
}

/// What something is by its name alone.
pub(super) fn by_name(name: &str) -> Option<What> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.iter().find(|(known, _)| *known == plain).map(|(_, what)| *what)
}

impl Format {
    /// What a member is.
    pub(super) fn member(&self, name: &str) -> Option<What> {
        self.members.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)
    }

    /// What stands for the last `*` of the key.
    pub(super) fn end<'k>(&self, key: &'k str) -> Option<&'k str> {
        let before_end = self.key.strip_suffix('*')?.rsplit('*').next()?;
        let at = key.rfind(before_end)? + before_end.len();
        key.get(at..).filter(|end| !end.is_empty())
    }
}

impl Format {
    /// A key of this form: each fixed part with what stands behind it.
    pub(super) fn parts<'k>(&self, key: &'k str) -> Vec<(&'static str, &'k str)> {
        let fixed: Vec<&'static str> = self.key.split('*').collect();
        let mut rest = key.strip_prefix(fixed.first().copied().unwrap_or_default()).unwrap_or(key);
        let mut out = Vec::new();
        for (at, part) in fixed.iter().enumerate() {
            let found = match fixed.get(at + 1) {
                None => None,
                Some(next) if at + 2 == fixed.len() => rest.len().checked_sub(next.len()).zip(Some(next)),
                Some(next) => rest.find(next).zip(Some(next)),
            };
            let (between, after) = match found {
                Some((end, next)) => (rest.get(..end), rest.get(end + next.len()..)),
                None => (Some(rest), Some("")),
            };
            out.push((*part, between.unwrap_or_default()));
            rest = after.unwrap_or_default();
        }
        out
    }
}

/// Whether a key is of that form; `*` stands for whatever is there.
fn fits(form: &str, key: &str) -> bool {
    let mut parts = form.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = key.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, fits, format_of};

    #[test]
    fn a_form_fits_what_it_stands_for() {
        assert!(fits("oidc.*", "oidc.5f0c") && fits("*next-auth.state", "__Secure-next-auth.state"));
        assert!(fits("sb-*-auth-token*", "sb-abc-auth-token.0") && fits("a*b*", "ab"));
        assert!(
            !fits("oidc.*", "xoidc.1") && !fits("*-x-*", "-x") && !fits("ab", "abc") && !fits("a*a", "a")
        );
    }

    #[test]
    fn no_form_hides_behind_one_before_it() {
        for format in FORMATS {
            let key = format.key.replace('*', "7f3a");
            let found = format_of(&key).expect("it fits itself");
            assert_eq!(found.key, format.key);
        }
    }

    #[test]
    fn the_parts_of_a_key_make_it_up() {
        for format in FORMATS {
            for between in ["", "7f3a", "ünï"] {
                let key = format.key.replace('*', between);
                let parts = format.parts(&key);
                let whole: String = parts.iter().flat_map(|(fixed, behind)| [*fixed, behind]).collect();
                assert_eq!(whole, key);
                assert_eq!(parts.iter().map(|(fixed, _)| *fixed).collect::<Vec<_>>().join("*"), format.key);
            }
        }
    }

    #[test]
    fn the_state_in_a_key_is_its_end() {
        let end = |key: &str| format_of(key).and_then(|format| format.end(key)).map(str::to_owned);
        assert_eq!(end("kc-callback-0ab1").as_deref(), Some("0ab1"));
        assert_eq!(end("msal.c1.nonce.idtoken.s1").as_deref(), Some("s1"));
    }
}
