//! Shopify. <https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Shopify dev dashboard, open the app, Configuration, and add this URL to the allowed redirection URLs.";

pub(crate) static SHOPIFY: Provider = Provider {
    name: "Shopify",
    marks: &[
        &[Mark::Domain("myshopify.com"), Mark::Path("/admin/oauth/")],
        &[Mark::Host("admin.shopify.com"), Mark::Path("/oauth/")],
    ],
    // Names in scope are separated by commas; the token response has access_token and scope alone.
    habits: &["scope/comma", "token-response/no-token-type", "token-response/no-expires-in"],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        ("cors/no-acao", NO_PAGE),
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Shopify dev dashboard, open the app, Settings, and copy the Client ID and the Client secret.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "application_cannot_be_found",
            rule: Some("authorize/client-unknown"),
            means: "No app has this client_id.",
            fix: "In the Shopify dev dashboard, open the app, Settings, and copy the Client ID.",
        },
        ProviderError {
            code: "The redirect_uri is not whitelisted",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "The redirect_uri and application url must have matching hosts",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is on another host than the app.",
            fix: "In the Shopify dev dashboard, open the app, Configuration, and put the app URL and the redirect URL on the same host.",
        },
        ProviderError {
            code: "The authorization code was not found or was already used",
            rule: None,
            means: "The code is wrong, or was exchanged before.",
            fix: "Exchange each code once, right after it arrives.",
        },
    ],
};
