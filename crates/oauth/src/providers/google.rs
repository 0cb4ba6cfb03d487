//! Google. <https://developers.google.com/identity/protocols/oauth2/web-server>

use crate::provider::{Mark, Provider, ProviderError};

pub(crate) static GOOGLE: Provider = Provider {
    name: "Google",
    marks: &[
        &[Mark::Host("accounts.google.com")],
        &[Mark::Host("oauth2.googleapis.com")],
        &[Mark::TokenIssuer("https://accounts.google.com")],
    ],
    habits: &[],
    fixes: &[
        (
            "redirect-uri/refused",
            "In the Google Cloud console, open APIs & Services, Credentials, the OAuth client, and add this URI to Authorized redirect URIs.",
        ),
        (
            "token/invalid-client",
            "In the Google Cloud console, open APIs & Services, Credentials, the OAuth client, and copy the client ID and the client secret of the same client.",
        ),
        (
            "refresh/not-issued",
            "Send prompt=consent together with access_type=offline: Google gives a refresh token only when the user agrees, not at each login.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "redirect_uri_mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the authorized redirect URIs of this client, or not the one of the login.",
            fix: "In the Google Cloud console, open APIs & Services, Credentials, the OAuth client, and add this URI to Authorized redirect URIs; send the same one with the code.",
        },
        ProviderError {
            code: "JWT 'email' claim isn't a string",
            rule: Some("api/claim-missing"),
            means: "The app is behind Identity-Aware Proxy, which needs the claim email in the ID token.",
            fix: "Ask for the ID token with its email: add format=full at the metadata server, set includeEmail to true in an impersonation.",
        },
        ProviderError {
            code: "origin_mismatch",
            rule: None,
            means: "The page is on an origin that is not registered for this client.",
            fix: "In the Google Cloud console, open APIs & Services, Credentials, the OAuth client, and add the page's origin to Authorized JavaScript origins.",
        },
        ProviderError {
            code: "deleted_client",
            rule: Some("authorize/client-unknown"),
            means: "The OAuth client was deleted.",
            fix: "Create an OAuth client in the Google Cloud console, and put its client ID and client secret into the app.",
        },
        ProviderError {
            code: "The OAuth client was not found",
            rule: Some("authorize/client-unknown"),
            means: "No client has this client_id.",
            fix: "In the Google Cloud console, open APIs & Services, Credentials, the OAuth client, and copy the client ID once more.",
        },
        ProviderError {
            code: "client_secret is missing",
            rule: None,
            means: "The client is a web application, and the token request has no client secret.",
            fix: "Send the client secret from a server; a page uses the Google Identity Services library.",
        },
        ProviderError {
            code: "admin_policy_enforced",
            rule: None,
            means: "The user's Google Workspace does not allow this app or these scopes.",
            fix: "Ask the administrator to allow the app in the Google Admin console, under Security, API controls.",
        },
        ProviderError {
            code: "has not completed the Google verification process",
            rule: None,
            means: "The app is still in testing, and this account is none of its test users.",
            fix: "In the Google Cloud console, open the OAuth consent screen, Audience, and add this account to the test users, or publish the app.",
        },
        ProviderError {
            code: "org_internal",
            rule: None,
            means: "The app is open to the users of one Google Workspace alone.",
            fix: "In the Google Cloud console, open the OAuth consent screen, Audience, and set User type to External.",
        },
        ProviderError {
            code: "disallowed_useragent",
            rule: Some("authorize/embedded-webview"),
            means: "The login page is shown inside an app, where Google refuses it.",
            fix: "Open the login in the system's browser, not in a web view.",
        },
        ProviderError {
            code: "access_not_configured",
            rule: None,
            means: "The API is not switched on for this project.",
            fix: "In the Google Cloud console, open APIs & Services, Library, and enable the API.",
        },
        ProviderError {
            code: "Token has been expired or revoked",
            rule: None,
            means: "The refresh token is over: revoked, unused for six months, or seven days old in an app in testing.",
            fix: "Send the user through the login again; publish the app on the OAuth consent screen if it is in testing.",
        },
        ProviderError {
            code: "Malformed auth code",
            rule: None,
            means: "The code is not as Google sent it: often it was encoded twice.",
            fix: "Decode the code once when it is read from the URL, and encode it once in the form.",
        },
    ],
};
