//! Zoom. <https://developers.zoom.us/docs/integrations/oauth/>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

const REDIRECT_URI: &str = "At marketplace.zoom.us, open Manage, the app, Basic Information, and add this URL to OAuth Redirect URL and to the allow list.";
const CREDENTIALS: &str = "At marketplace.zoom.us, open Manage, the app, App Credentials, and copy the Client ID and the Client Secret; development and production have their own.";

pub(crate) static ZOOM: Provider = Provider {
    name: "Zoom",
    marks: &[&[Mark::Host("zoom.us")]],
    // Names in scope are separated by commas; a refusal says why in `reason`.
    habits: &["scope/comma"],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        ("redirect-uri/refused", REDIRECT_URI),
        ("token/invalid-client", CREDENTIALS),
        ("cors/no-acao", NO_PAGE),
    ],
    errors: &[
        ProviderError {
            code: "Invalid authorization code",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Invalid client_id or client_secret",
            rule: None,
            means: "The client id or the client secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "Redirect uri mismatch",
            rule: None,
            means: "The redirect_uri of the token request is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "4,700",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
    ],
};
