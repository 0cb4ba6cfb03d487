//! FusionAuth. <https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/endpoints>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str =
    "In FusionAuth, open Applications, the application, OAuth, and add this URL to Authorized redirect URLs.";

pub(crate) static FUSIONAUTH: Provider = Provider {
    name: "FusionAuth",
    marks: &[&[Mark::Domain("fusionauth.io")], &[Mark::Path("/oauth2/"), Mark::Returned("userState")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In FusionAuth, open Applications, the application, OAuth, and copy Client Id and Client secret, and compare Client Authentication.",
        ),
        (
            "cors/no-acao",
            "In FusionAuth, open Settings, System, CORS, and add the page's origin to Allowed origins.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "invalid_redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the authorized redirect URLs.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "invalid_origin",
            rule: None,
            means: "The page is on an origin that is not authorized.",
            fix: "In FusionAuth, open Applications, the application, OAuth, and add the page's origin to Authorized request origin URLs.",
        },
        ProviderError {
            code: "invalid_client_id",
            rule: Some("authorize/client-unknown"),
            means: "No application has this client_id.",
            fix: "In FusionAuth, open Applications, the application, OAuth, and copy the Client Id.",
        },
        ProviderError {
            code: "invalid_client_authentication",
            rule: None,
            means: "The client secret is wrong.",
            fix: "In FusionAuth, open Applications, the application, OAuth, and copy the Client secret.",
        },
        ProviderError {
            code: "client_authentication_missing",
            rule: None,
            means: "The application demands the client secret, and the request has none.",
            fix: "In FusionAuth, open Applications, the application, OAuth, and set Client Authentication as the app needs it, or send the secret.",
        },
        ProviderError {
            code: "auth_code_not_found",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "invalid_pkce_code_verifier",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "refresh_token_not_found",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "grant_type_disabled",
            rule: None,
            means: "The application may not use this grant.",
            fix: "In FusionAuth, open Applications, the application, OAuth, and tick the grant under Enabled grants.",
        },
        ProviderError {
            code: "user_locked",
            rule: None,
            means: "The user account is locked.",
            fix: "In FusionAuth, open Users, the user, and unlock the account.",
        },
    ],
};
