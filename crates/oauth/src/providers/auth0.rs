//! Auth0. <https://auth0.com/docs/get-started/applications/application-settings>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Auth0 dashboard, open Applications, the application, Settings, and add this URL to Allowed Callback URLs.";

/// Its name for `post_logout_redirect_uri`.
pub(crate) const LOGOUT_RETURN: &str = "returnTo";

pub(crate) static AUTH0: Provider = Provider {
    name: "Auth0",
    marks: &[&[Mark::Domain("auth0.com")], &[Mark::Header("x-auth0-requestid")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Auth0 dashboard, open Applications, the application, Settings, and copy the Client ID and the Client Secret.",
        ),
        (
            "cors/no-acao",
            "In the Auth0 dashboard, open Applications, the application, Settings, and add the page's origin to Allowed Origins (CORS).",
        ),
        (
            "api/opaque-to-jwt-validator",
            "Send audience with the Identifier of the API (Applications, APIs) in the authorization request: without it Auth0 gives a token for UserInfo alone.",
        ),
        (
            "logout/redirect-refused",
            "In the Auth0 dashboard, open Applications, the application, Settings, and add this URL to Allowed Logout URLs.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Cross origin login not allowed",
            rule: None,
            means: "The application may not sign users in from a page of its own (cross-origin authentication).",
            fix: "In the Auth0 dashboard, open Applications, the application, Settings, switch on Allow Cross-Origin Authentication and add the page's origin to Allowed Origins (CORS); or send the user to Auth0's own login page.",
        },
        ProviderError {
            code: "Callback URL mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the allowed callback URLs.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "The provided redirect_uri is not in the list of allowed callback URLs",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the allowed callback URLs.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Unknown client",
            rule: Some("authorize/client-unknown"),
            means: "The tenant has no application with this client_id.",
            fix: "In the Auth0 dashboard, open Applications, the application, Settings, and copy the Client ID and the Domain of the same tenant.",
        },
        ProviderError {
            code: "Service not found:",
            rule: Some("authorize/resource-invalid"),
            means: "No API with this audience is registered in the tenant.",
            fix: "In the Auth0 dashboard, open Applications, APIs, and send the Identifier of the API as audience.",
        },
        ProviderError {
            code: "no connections enabled for the client",
            rule: None,
            means: "No way to sign in is switched on for the application.",
            fix: "In the Auth0 dashboard, open Applications, the application, Connections, and enable one.",
        },
        ProviderError {
            code: "Failed to verify code verifier",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "Invalid authorization code",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Unknown or invalid refresh token",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again; keep the refresh token of the latest answer.",
        },
        ProviderError {
            code: "Client is not authorized to access",
            rule: None,
            means: "The application has no grant for this API.",
            fix: "In the Auth0 dashboard, open Applications, APIs, the API, and authorize the application.",
        },
        ProviderError {
            code: "not allowed for the client",
            rule: None,
            means: "The application may not use this grant.",
            fix: "In the Auth0 dashboard, open Applications, the application, Settings, Advanced Settings, Grant Types, and tick the grant.",
        },
    ],
};
