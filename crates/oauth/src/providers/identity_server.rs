//! Duende IdentityServer. <https://docs.duendesoftware.com/identityserver/reference/models/client/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "Add this URL to RedirectUris of the client in the server's configuration.";

pub(crate) static IDENTITY_SERVER: Provider = Provider {
    name: "Duende IdentityServer",
    marks: &[
        &[Mark::Path("/connect/authorize"), Mark::Returned("session_state")],
        &[Mark::Path("/connect/authorize"), Mark::EndSession("/connect/endsession")],
        &[Mark::Path("/connect/token"), Mark::EndSession("/connect/endsession")],
        &[Mark::Path("/connect/authorize"), Mark::Page("/home/error")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "Compare client_id and secret with ClientId and ClientSecrets of the client: the server stores the secret's hash, the request carries the secret itself.",
        ),
        ("cors/no-acao", "Add the page's origin to AllowedCorsOrigins of the client, without a slash."),
    ],
    errors: &[
        ProviderError {
            code: "Unknown client or client not enabled",
            rule: Some("authorize/client-unknown"),
            means: "The server has no enabled client with this client_id.",
            fix: "Compare client_id with ClientId of the client, and set its Enabled to true.",
        },
        ProviderError {
            code: "Invalid redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the RedirectUris of the client.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Invalid grant type for client",
            rule: None,
            means: "The client may not use this flow.",
            fix: "Add the flow to AllowedGrantTypes of the client.",
        },
        ProviderError {
            code: "code challenge required",
            rule: None,
            means: "The client has to use PKCE, and the request has no code_challenge.",
            fix: "Send code_challenge and code_challenge_method=S256 in the authorization request.",
        },
        ProviderError {
            code: "Invalid scope",
            rule: Some("scope/refused"),
            means: "The client may not ask for one of the scopes.",
            fix: "Add the scope to AllowedScopes of the client, and register it as an API or identity scope.",
        },
    ],
};
