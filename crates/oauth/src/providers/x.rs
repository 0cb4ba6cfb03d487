//! X. <https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

pub(crate) static X: Provider = Provider {
    name: "X",
    marks: &[
        &[Mark::Host("twitter.com")],
        &[Mark::Host("x.com")],
        &[Mark::Host("api.twitter.com")],
        &[Mark::Host("api.x.com")],
    ],
    habits: &[],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        (
            "redirect-uri/refused",
            "In the X developer console, open the app, User authentication settings, and add this URL to Callback URI / Redirect URL.",
        ),
        (
            "token/invalid-client",
            "In the X developer console, open the app, Keys and tokens, and copy the OAuth 2.0 Client ID and Client Secret.",
        ),
        ("cors/no-acao", NO_PAGE),
    ],
    errors: &[
        ProviderError {
            code: "Missing valid authorization header",
            rule: None,
            means: "The app is a confidential client, and the request has no HTTP Basic authentication.",
            fix: "Send client id and client secret with HTTP Basic, or set Type of App to Native App.",
        },
        ProviderError {
            code: "Value passed for the code verifier did not match the code challenge",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "Value passed for the authorization code was invalid",
            rule: None,
            means: "The code is wrong or used, or older than 30 seconds.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Value passed for the redirect uri did not match the uri of the authorization code",
            rule: None,
            means: "The redirect_uri of the token request is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "Value passed for the token was invalid",
            rule: None,
            means: "The refresh token is wrong, or was used before.",
            fix: "Send the user through the login again; keep the refresh token of the latest answer.",
        },
    ],
};
