//! AD FS. <https://learn.microsoft.com/en-us/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-flows-scenarios>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In AD FS Management, open Application Groups, the group, the application, and add this URL to Redirect URI.";
const CREDENTIALS: &str = "In AD FS Management, open Application Groups, the group, the server application, Credentials, and reset the shared secret.";

pub(crate) static ADFS: Provider = Provider {
    name: "AD FS",
    marks: &[&[Mark::Path("/adfs/oauth2/")]],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        ("token/invalid-client", CREDENTIALS),
        (
            "cors/no-acao",
            "Set the page's origin with Set-AdfsResponseHeaders -CORSTrustedOrigins, and EnableCORS to true.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "MSIS9223",
            rule: Some("authorize/client-unknown"),
            means: "AD FS has no client with this client_id.",
            fix: "In AD FS Management, open Application Groups, the group, the application, and copy the Client Identifier.",
        },
        ProviderError {
            code: "MSIS9224",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this client.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "MSIS9607",
            rule: Some("authorize/client-unknown"),
            means: "AD FS has no client with this client_id.",
            fix: "In AD FS Management, open Application Groups, the group, the application, and copy the Client Identifier.",
        },
        ProviderError {
            code: "MSIS9602",
            rule: Some("authorize/resource-invalid"),
            means: "AD FS has no resource with this identifier.",
            fix: "Send the identifier of a Web API of the application group as resource.",
        },
        ProviderError {
            code: "MSIS9605",
            rule: None,
            means: "The client may not use this resource.",
            fix: "In AD FS Management, open Application Groups, the group, the Web API, Client Permissions, and add the client.",
        },
        ProviderError {
            code: "MSIS9622",
            rule: None,
            means: "The client secret, or the signed assertion in its place, is not accepted.",
            fix: CREDENTIALS,
        },
    ],
};
