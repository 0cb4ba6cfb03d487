//! Spotify. <https://developer.spotify.com/documentation/web-api/concepts/redirect_uri>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str =
    "In the Spotify developer dashboard, open the app, Settings, and add this URL to Redirect URIs.";
const ONCE: &str = "Exchange each code once, right after it arrives.";

pub(crate) static SPOTIFY: Provider = Provider {
    name: "Spotify",
    marks: &[&[Mark::Host("accounts.spotify.com")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Spotify developer dashboard, open the app, Settings, and copy the Client ID and the Client secret.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Insecure redirect URI",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri has http or localhost.",
            fix: "Use https; for development http://127.0.0.1 with a port, and register that.",
        },
        ProviderError {
            code: "INVALID_CLIENT: Invalid redirect URI",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "INVALID_CLIENT: Invalid client",
            rule: Some("authorize/client-unknown"),
            means: "No app has this client_id.",
            fix: "In the Spotify developer dashboard, open the app, Settings, and copy the Client ID.",
        },
        ProviderError {
            code: "Invalid client secret",
            rule: None,
            means: "The client secret is wrong.",
            fix: "In the Spotify developer dashboard, open the app, Settings, and copy the Client secret.",
        },
        ProviderError {
            code: "Invalid redirect URI",
            rule: None,
            means: "The redirect_uri of the token request is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "Invalid authorization code",
            rule: None,
            means: "The code is wrong, or was exchanged before.",
            fix: ONCE,
        },
        ProviderError {
            code: "Authorization code expired",
            rule: None,
            means: "The code is too old.",
            fix: ONCE,
        },
        ProviderError {
            code: "code_verifier was incorrect",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "Refresh token revoked",
            rule: None,
            means: "The refresh token is over: revoked, or used twice.",
            fix: "Send the user through the login again; keep the refresh token of the latest answer.",
        },
        ProviderError {
            code: "User not registered in the Developer Dashboard",
            rule: None,
            means: "The app is in development mode, and the user is not on its list.",
            fix: "In the Spotify developer dashboard, open the app, User Management, and add the user.",
        },
    ],
};
