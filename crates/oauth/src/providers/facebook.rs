//! Facebook. <https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "At developers.facebook.com, open the app, Facebook Login, Settings, and add this URL to Valid OAuth Redirect URIs.";
const CLIENT_ID: &str = "At developers.facebook.com, open the app, App settings, Basic, and copy the App ID.";
const ONCE: &str = "Exchange each code once, right after it arrives.";

pub(crate) static FACEBOOK: Provider = Provider {
    name: "Facebook",
    marks: &[&[Mark::Domain("facebook.com")]],
    // Names in scope are separated by commas; tokens with a long life come without expires_in.
    habits: &["exposure/secret-in-url", "scope/comma", "token-response/no-expires-in"],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "At developers.facebook.com, open the app, App settings, Basic, and copy the App ID and the App secret.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "URL Blocked",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the valid ones of the app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Error validating verification code",
            rule: None,
            means: "The redirect_uri of the token request is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "Error validating client secret",
            rule: None,
            means: "The app secret is wrong.",
            fix: "At developers.facebook.com, open the app, App settings, Basic, and copy the App secret.",
        },
        ProviderError {
            code: "Error validating application",
            rule: None,
            means: "No app has this client_id.",
            fix: CLIENT_ID,
        },
        ProviderError {
            code: "Invalid App ID",
            rule: Some("authorize/client-unknown"),
            means: "No app has this client_id.",
            fix: CLIENT_ID,
        },
        ProviderError {
            code: "Invalid verification code format",
            rule: None,
            means: "The code is not as Facebook sent it.",
            fix: "Decode the code once when it is read from the URL, and leave #_=_ out.",
        },
        ProviderError {
            code: "This authorization code has been used",
            rule: None,
            means: "The code was exchanged before.",
            fix: ONCE,
        },
        ProviderError {
            code: "This authorization code has expired",
            rule: None,
            means: "The code is too old.",
            fix: ONCE,
        },
        ProviderError {
            code: "Invalid Scopes",
            rule: Some("scope/refused"),
            means: "The app may not ask for one of the scopes.",
            fix: "At developers.facebook.com, open the app, App Review, Permissions and Features, and add the permission, or take it out of scope.",
        },
        ProviderError {
            code: "App not active",
            rule: None,
            means: "The app is in development mode, and the user has no role in it.",
            fix: "At developers.facebook.com, open the app, and switch App Mode to Live, or give the user a role in it.",
        },
    ],
};
