//! Okta. <https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Okta Admin Console, open Applications, the app, General, and add this URL to Sign-in redirect URIs.";

pub(crate) static OKTA: Provider = Provider {
    name: "Okta",
    marks: &[
        &[Mark::Domain("okta.com")],
        &[Mark::Domain("oktapreview.com")],
        &[Mark::Domain("okta-emea.com")],
        &[Mark::Header("x-okta-request-id")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Okta Admin Console, open Applications, the app, General, and copy the Client ID and the client secret.",
        ),
        (
            "cors/no-acao",
            "In the Okta Admin Console, open Security, API, Trusted Origins, and add the page's origin with CORS ticked.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "parameter must be a Login redirect URI in the client app settings",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the sign-in redirect URIs of the app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "User is not assigned to the client application",
            rule: None,
            means: "The user may not use this app.",
            fix: "In the Okta Admin Console, open Applications, the app, Assignments, and assign the user or a group.",
        },
        ProviderError {
            code: "Policy evaluation failed for this request",
            rule: None,
            means: "No access policy of the authorization server allows this app, grant and scope.",
            fix: "In the Okta Admin Console, open Security, API, the authorization server, Access Policies, and add a rule for this app.",
        },
        ProviderError {
            code: "One or more scopes are not configured for the authorization server resource",
            rule: Some("scope/refused"),
            means: "The authorization server does not know one of the scopes.",
            fix: "In the Okta Admin Console, open Security, API, the authorization server, Scopes, and add the scope.",
        },
        ProviderError {
            code: "PKCE verification failed",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "The authorization code is invalid or has expired",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "The client secret supplied for a confidential client is invalid",
            rule: None,
            means: "The client secret is wrong.",
            fix: "In the Okta Admin Console, open Applications, the app, General, and copy the client secret once more.",
        },
        ProviderError {
            code: "No client credentials found",
            rule: None,
            means: "The token request does not say which client asks.",
            fix: "Send the client secret in the way that is set for the app under General, Client Credentials.",
        },
        ProviderError {
            code: "The refresh token is invalid or expired",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again; keep the refresh token of the latest answer.",
        },
        ProviderError {
            code: "PKCE code challenge is required",
            rule: None,
            means: "The app has to use PKCE, and the request has no code_challenge.",
            fix: "Send code_challenge and code_challenge_method=S256 in the authorization request.",
        },
    ],
};
