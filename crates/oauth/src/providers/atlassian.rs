//! Atlassian. <https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "At developer.atlassian.com, open the developer console, the app, Authorization, and set this URL as Callback URL.";

pub(crate) static ATLASSIAN: Provider = Provider {
    name: "Atlassian",
    marks: &[&[Mark::Host("auth.atlassian.com")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "At developer.atlassian.com, open the developer console, the app, Settings, and copy the Client ID and the Secret.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "redirect_uri is not registered for client",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not the callback URL of the app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "authorization_code is invalid",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "refresh_token is invalid",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again; keep the refresh token of the latest answer.",
        },
    ],
};
