//! authentik. <https://docs.goauthentik.io/add-secure-apps/providers/oauth2/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the authentik admin interface, open Applications, Providers, the provider, and add this URL to Redirect URIs/Origins.";
const CREDENTIALS: &str = "In the authentik admin interface, open Applications, Providers, the provider, and copy the Client ID and the Client Secret, and compare the Client type.";

pub(crate) static AUTHENTIK: Provider = Provider {
    name: "authentik",
    marks: &[&[Mark::Path("/application/o/")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        ("token/invalid-client", CREDENTIALS),
        (
            "cors/no-acao",
            "In the authentik admin interface, open Applications, Providers, the provider, and add a URL of the page's origin to Redirect URIs/Origins.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Redirect URI Error",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this provider.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "mismatching redirection URI",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this provider.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "The client identifier (client_id) is missing or invalid",
            rule: Some("authorize/client-unknown"),
            means: "No provider has this client_id.",
            fix: "In the authentik admin interface, open Applications, Providers, the provider, and copy the Client ID.",
        },
        ProviderError {
            code: "The provided authorization grant or refresh token is invalid",
            rule: None,
            means: "The code or refresh token is used or expired, or belongs to another client or redirect_uri.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Client authentication failed",
            rule: None,
            means: "The client secret is wrong, or the client type is.",
            fix: CREDENTIALS,
        },
    ],
};
