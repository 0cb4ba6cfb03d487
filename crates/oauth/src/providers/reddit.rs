//! Reddit. <https://github.com/reddit-archive/reddit/wiki/OAuth2>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "At reddit.com/prefs/apps, open the app, and set this URL as redirect uri.";

pub(crate) static REDDIT: Provider = Provider {
    name: "Reddit",
    marks: &[&[Mark::Domain("reddit.com"), Mark::Path("/api/v1/")]],
    // Names in scope are separated by commas where the token request has them.
    habits: &["scope/comma"],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "At reddit.com/prefs/apps, open the app, and copy its id and secret; send them with HTTP Basic.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "invalid redirect_uri parameter",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not the registered one.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "invalid client id",
            rule: Some("authorize/client-unknown"),
            means: "No app has this client_id.",
            fix: "At reddit.com/prefs/apps, open the app, and copy its id, which stands under its name.",
        },
        ProviderError {
            code: "NO_TEXT",
            rule: None,
            means: "The token request has no code.",
            fix: "Send code, grant_type and redirect_uri in a form-encoded body.",
        },
    ],
};
