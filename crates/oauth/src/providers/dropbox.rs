//! Dropbox. <https://developers.dropbox.com/oauth-guide>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str =
    "In the Dropbox App Console, open the app, Settings, and add this URL to Redirect URIs.";
const ONCE: &str = "Exchange each code once, right after it arrives.";

pub(crate) static DROPBOX: Provider = Provider {
    name: "Dropbox",
    marks: &[
        &[Mark::Host("www.dropbox.com"), Mark::Path("/oauth2/")],
        &[Mark::Host("api.dropboxapi.com"), Mark::Path("/oauth2/")],
        &[Mark::Host("api.dropbox.com"), Mark::Path("/oauth2/")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Dropbox App Console, open the app, Settings, and copy the App key and the App secret; send them in the body or in the header, not in both.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Invalid redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "redirect_uri mismatch",
            rule: None,
            means: "The redirect_uri of the token request is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "Invalid client_id or client_secret",
            rule: None,
            means: "The app key or the app secret is wrong.",
            fix: "In the Dropbox App Console, open the app, Settings, and copy the App key and the App secret.",
        },
        ProviderError {
            code: "code has already been used",
            rule: None,
            means: "The code was exchanged before.",
            fix: ONCE,
        },
        ProviderError { code: "code has expired", rule: None, means: "The code is too old.", fix: ONCE },
        ProviderError {
            code: "refresh token is malformed",
            rule: None,
            means: "The refresh token is not as Dropbox sent it.",
            fix: "Store the refresh token whole, and send it as it came.",
        },
    ],
};
