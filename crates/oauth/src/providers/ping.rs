//! Ping Identity. <https://docs.pingidentity.com/pingfederate/latest/developers_reference_guide/pf_authoriz_endpoint.html>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "Register this URL under Redirect URIs of the application in PingOne, or of the OAuth client in PingFederate.";

pub(crate) static PING: Provider = Provider {
    name: "Ping Identity",
    marks: &[
        &[Mark::Domain("pingone.com")],
        &[Mark::Domain("pingone.eu")],
        &[Mark::Domain("pingone.ca")],
        &[Mark::Domain("pingone.asia")],
        &[Mark::Path("/as/authorization.oauth2")],
        &[Mark::Path("/as/token.oauth2")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "Copy client ID and client secret of the application in PingOne, or set a new secret for the OAuth client in PingFederate.",
        ),
        (
            "cors/no-acao",
            "Add the page's origin under CORS settings of the application in PingOne, or to Allowed Origins of the authorization server in PingFederate.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Invalid redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this client.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Redirect URI mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: "In the PingOne admin console, open Applications, the application, Configuration, and add this URL to Redirect URIs.",
        },
        ProviderError {
            code: "Unknown or invalid client_id",
            rule: Some("authorize/client-unknown"),
            means: "No client has this client_id.",
            fix: "Compare client_id with the one of the OAuth client in PingFederate.",
        },
        ProviderError {
            code: "Authorization code is invalid or expired",
            rule: None,
            means: "The code is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
    ],
};
