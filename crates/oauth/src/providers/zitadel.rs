//! ZITADEL. <https://zitadel.com/docs/apis/openidoauth/endpoints>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the ZITADEL console, open the project, the application, Redirect Settings, and add this URL to Redirect URIs.";

pub(crate) static ZITADEL: Provider = Provider {
    name: "ZITADEL",
    marks: &[
        &[Mark::Domain("zitadel.cloud")],
        &[Mark::Path("/oauth/v2/authorize"), Mark::EndSession("/oidc/v1/end_session")],
        &[Mark::Path("/oauth/v2/"), Mark::Path("/oidc/v1/userinfo")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the ZITADEL console, open the project, the application, Configuration, and generate a new client secret; compare the Authentication Method.",
        ),
        (
            "cors/no-acao",
            "In the ZITADEL console, open the project, the application, Additional Origins, and add the page's origin.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "redirect_uri is missing in the client configuration",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Errors.App.NotFound",
            rule: Some("authorize/client-unknown"),
            means: "No application has this client_id.",
            fix: "In the ZITADEL console, open the project, the application, and copy the Client ID.",
        },
        ProviderError {
            code: "invalid code challenge",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "Errors.User.GrantRequired",
            rule: None,
            means: "The user has no role in the project, which demands one.",
            fix: "In the ZITADEL console, open the project, Role Assignments, and give the user a role.",
        },
        ProviderError {
            code: "Errors.OIDCSession.RefreshTokenInvalid",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again.",
        },
    ],
};
