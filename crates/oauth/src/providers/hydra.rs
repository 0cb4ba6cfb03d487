//! Ory Hydra. <https://www.ory.com/docs/oauth2-oidc>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "Set this URL among redirect_uris of the client with \"ory update oauth2-client\" or \"hydra update oauth2-client\".";

pub(crate) static HYDRA: Provider = Provider {
    name: "Ory Hydra",
    marks: &[
        &[Mark::Domain("oryapis.com")],
        &[Mark::Code("ory_ac_")],
        &[Mark::Page("/oauth2/fallbacks/error")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "Compare client_secret with the one of the client, and token_endpoint_auth_method with how the request sends it.",
        ),
        (
            "cors/no-acao",
            "Add the page's origin to serve.public.cors.allowed_origins, or to allowed_cors_origins of the client.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this client.",
            fix: REDIRECT_URI,
        },
        // The same on a page, where the apostrophe is escaped.
        ProviderError {
            code: "parameter does not match any of the OAuth 2.0 Client&#39;s pre-registered redirect urls",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this client.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "The requested OAuth 2.0 Client does not exist",
            rule: Some("authorize/client-unknown"),
            means: "No client has this client_id.",
            fix: "Compare client_id with the output of \"hydra list oauth2-clients\".",
        },
        ProviderError {
            code: "is not allowed to request scope",
            rule: Some("scope/refused"),
            means: "The client may not ask for one of the scopes.",
            fix: "Add the scope to the scope of the client.",
        },
        ProviderError {
            code: "supports client authentication method",
            rule: None,
            means: "The secret is sent in another way than the client is set to.",
            fix: "Set token_endpoint_auth_method of the client to how the request sends the secret: client_secret_basic or client_secret_post.",
        },
        ProviderError {
            code: "The authorization code has already been used",
            rule: None,
            means: "The code was exchanged before.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "The PKCE code challenge did not match the code verifier",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "No CSRF value available in the session cookie",
            rule: None,
            means: "Hydra's cookie of this login did not come back: it was lost on the way over the login page.",
            fix: "Run the login page and Hydra on the same site over https, and start each login in one tab.",
        },
        ProviderError {
            code: "The state is missing or does not have enough characters",
            rule: None,
            means: "The state is shorter than eight characters.",
            fix: "Make state a random text of at least 16 characters.",
        },
        ProviderError {
            code: "token_inactive",
            rule: None,
            means: "The refresh token is over: revoked, expired, or used twice.",
            fix: "Send the user through the login again.",
        },
    ],
};
