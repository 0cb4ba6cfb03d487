//! LinkedIn. <https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

const REDIRECT_URI: &str = "At linkedin.com/developers, open the app, Auth, and add this URL to Authorized redirect URLs for your app.";
const CANCELLED: &str = "Show the user a page from which the login can begin again.";

pub(crate) static LINKEDIN: Provider = Provider {
    name: "LinkedIn",
    marks: &[&[Mark::Domain("linkedin.com")]],
    // Its token response says no token_type.
    habits: &["token-response/no-token-type"],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "At linkedin.com/developers, open the app, Auth, copy the Client ID and the Primary Client Secret, and send both in the body of the request.",
        ),
        ("cors/no-acao", NO_PAGE),
    ],
    errors: &[
        ProviderError {
            code: "unauthorized_scope_error",
            rule: Some("scope/refused"),
            means: "The app may not ask for one of the scopes.",
            fix: "At linkedin.com/developers, open the app, Products, and request the product that has the scope: Sign In with LinkedIn using OpenID Connect has openid, profile and email.",
        },
        ProviderError {
            code: "The redirect_uri does not match the registered value",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "code verifier does not match authorization code",
            rule: None,
            means: "The code is used or expired, or belongs to another app or redirect_uri.",
            fix: "Exchange each code once, right after it arrives, with the client_id and redirect_uri of the login.",
        },
        ProviderError {
            code: "user_cancelled_login",
            rule: None,
            means: "The user pressed Cancel on the login page.",
            fix: CANCELLED,
        },
        ProviderError {
            code: "user_cancelled_authorize",
            rule: None,
            means: "The user pressed Cancel on the consent page.",
            fix: CANCELLED,
        },
        ProviderError {
            code: "Client authentication failed",
            rule: None,
            means: "The client id or the client secret is wrong.",
            fix: "At linkedin.com/developers, open the app, Auth, and copy the Client ID and the Primary Client Secret.",
        },
    ],
};
