//! Discord. <https://docs.discord.com/developers/topics/oauth2>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str =
    "In the Discord developer portal, open the application, OAuth2, and add this URL to Redirects.";

pub(crate) static DISCORD: Provider = Provider {
    name: "Discord",
    marks: &[&[Mark::Domain("discord.com")], &[Mark::Domain("discordapp.com")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Discord developer portal, open the application, OAuth2, and copy the Client ID, and reset the Client Secret.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Invalid OAuth2 redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Invalid \"code\" in request",
            rule: None,
            means: "The code is wrong, used, or older than a minute or two.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Invalid \"redirect_uri\" in request",
            rule: None,
            means: "The redirect_uri is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "Unknown Application",
            rule: Some("authorize/client-unknown"),
            means: "No application has this client_id.",
            fix: "In the Discord developer portal, open the application, OAuth2, and copy the Client ID.",
        },
        ProviderError {
            code: "The requested scope is invalid, unknown, or malformed",
            rule: Some("scope/refused"),
            means: "Discord does not know one of the scopes, or has not allowed it to this application.",
            fix: "In the Discord developer portal, open the application, OAuth2, and compare the scopes with those of the OAuth2 URL generator.",
        },
    ],
};
