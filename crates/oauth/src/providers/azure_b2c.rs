//! Azure AD B2C. <https://learn.microsoft.com/en-us/azure/active-directory-b2c/error-codes>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Azure portal, open Azure AD B2C, App registrations, the app, Authentication, and add this redirect URI.";
const CREDENTIALS: &str = "In the Azure portal, open Azure AD B2C, App registrations, the app, Certificates & secrets, and add a client secret.";

pub(crate) static AZURE_B2C: Provider = Provider {
    name: "Azure AD B2C",
    marks: &[&[Mark::Domain("b2clogin.com")], &[Mark::Path("/B2C_1")], &[Mark::Path("/b2c_1")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        ("token/invalid-client", CREDENTIALS),
        (
            "cors/no-acao",
            "In the Azure portal, open Azure AD B2C, App registrations, the app, Authentication, and put the redirect URI under the platform Single-page application.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "AADB2C90006",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "AADB2C90007",
            rule: Some("redirect-uri/refused"),
            means: "The app has no redirect URI at all.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "AADB2C90008",
            rule: None,
            means: "The request has no client_id.",
            fix: "Send client_id in the authorization request.",
        },
        ProviderError {
            code: "AADB2C90010",
            rule: None,
            means: "The request has no scope.",
            fix: "Send scope, with openid in it.",
        },
        ProviderError {
            code: "AADB2C90012",
            rule: Some("scope/refused"),
            means: "The scope is not known.",
            fix: "Send the full name of the scope, as it stands under App registrations, API permissions.",
        },
        ProviderError {
            code: "AADB2C90013",
            rule: Some("authorize/response-type-refused"),
            means: "This response_type is not supported.",
            fix: "Send response_type=code.",
        },
        ProviderError {
            code: "AADB2C90018",
            rule: Some("authorize/client-unknown"),
            means: "The tenant has no app with this client_id.",
            fix: "Compare client_id with the Application (client) ID under App registrations, and the tenant in the URL with the app's.",
        },
        ProviderError {
            code: "AADB2C90035",
            rule: None,
            means: "The service is unavailable for a moment.",
            fix: "Try again after a few minutes.",
        },
        ProviderError {
            code: "AADB2C90077",
            rule: None,
            means: "The user has no session, and the request has prompt=none.",
            fix: "Begin a login in which the provider may show its pages: repeat the request without prompt=none.",
        },
        ProviderError {
            code: "AADB2C90079",
            rule: None,
            means: "The app has to send its client secret.",
            fix: "Send the client secret with the token request, or register the redirect URI for a single-page or mobile app.",
        },
        ProviderError {
            code: "AADB2C90080",
            rule: None,
            means: "The code or refresh token has expired.",
            fix: "Exchange each code right after it arrives; begin a new login where the refresh token is over.",
        },
        ProviderError {
            code: "AADB2C90081",
            rule: None,
            means: "The client secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "AADB2C90084",
            rule: None,
            means: "The app is a public client, and the request has a client secret.",
            fix: "Take client_secret out of the token request.",
        },
        ProviderError {
            code: "AADB2C90088",
            rule: None,
            means: "The code or refresh token was issued by another user flow.",
            fix: "Send the token request to the user flow that the login began with.",
        },
        ProviderError {
            code: "AADB2C90091",
            rule: None,
            means: "The user pressed Cancel.",
            fix: "Show the user a page from which the login can begin again.",
        },
        ProviderError {
            code: "AADB2C90118",
            rule: None,
            means: "The user pressed \"Forgot your password?\".",
            fix: "Start the user flow for password reset, or switch self-service password reset on in the sign-in flow.",
        },
        ProviderError {
            code: "AADB2C90183",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "AADB2C90205",
            rule: None,
            means: "The app may not use this API.",
            fix: "In the Azure portal, open Azure AD B2C, App registrations, the app, API permissions, add the permission, and grant admin consent.",
        },
    ],
};
