//! Twitch. <https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str =
    "In the Twitch developer console, open the application, and add this URL to OAuth Redirect URLs.";

pub(crate) static TWITCH: Provider = Provider {
    name: "Twitch",
    marks: &[&[Mark::Host("id.twitch.tv")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Twitch developer console, open the application, and create a New Secret; send client_id and client_secret in the body of the request.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "redirect_mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Parameter redirect_uri does not match registered URI",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "invalid client secret",
            rule: None,
            means: "The client secret is wrong.",
            fix: "In the Twitch developer console, open the application, and create a New Secret.",
        },
        ProviderError {
            code: "invalid client",
            rule: Some("authorize/client-unknown"),
            means: "No application has this client_id.",
            fix: "In the Twitch developer console, open the application, and copy the Client ID.",
        },
        ProviderError {
            code: "Invalid authorization code",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Invalid refresh token",
            rule: None,
            means: "The refresh token is over: revoked, or the password was changed.",
            fix: "Send the user through the login again.",
        },
    ],
};
