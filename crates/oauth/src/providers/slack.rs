//! Slack. <https://docs.slack.dev/reference/methods/oauth.v2.access>

use crate::provider::{Mark, Provider, ProviderError};

const CREDENTIALS: &str =
    "At api.slack.com/apps, open the app, Basic Information, App Credentials, and compare both values.";

pub(crate) static SLACK: Provider = Provider {
    name: "Slack",
    marks: &[&[Mark::Host("slack.com")]],
    // Scopes are separated by commas; token_type is "bot" or "user"; tokens do not expire.
    habits: &["scope/comma", "token-response/no-expires-in", "token-response/token-type-unknown"],
    fixes: &[
        (
            "redirect-uri/refused",
            "At api.slack.com/apps, open the app, OAuth & Permissions, and add this redirect URL.",
        ),
        ("token/invalid-client", CREDENTIALS),
    ],
    errors: &[
        ProviderError {
            code: "bad_redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not the one that the authorization request had, or is not registered.",
            fix: "Send the same redirect_uri in both requests, and add it at api.slack.com/apps under OAuth & Permissions.",
        },
        ProviderError {
            code: "bad_client_secret",
            rule: None,
            means: "The client secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "invalid_client_id",
            rule: Some("authorize/client-unknown"),
            means: "The client id is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "invalid_code",
            rule: None,
            means: "The code is wrong, or ten minutes old.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "code_already_used",
            rule: None,
            means: "The code was exchanged before.",
            fix: "Exchange each code once: keep a reloaded callback page from sending it again.",
        },
    ],
};
