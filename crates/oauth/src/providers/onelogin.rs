//! OneLogin. <https://developers.onelogin.com/openid-connect>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the OneLogin admin portal, open Applications, the app, Configuration, and add this URL to Redirect URI's.";
const CREDENTIALS: &str = "In the OneLogin admin portal, open Applications, the app, SSO, copy Client ID and Client Secret, and compare the Token Endpoint authentication method.";

pub(crate) static ONELOGIN: Provider = Provider {
    name: "OneLogin",
    marks: &[&[Mark::Domain("onelogin.com")]],
    habits: &[],
    fixes: &[("redirect-uri/refused", REDIRECT_URI), ("token/invalid-client", CREDENTIALS)],
    errors: &[
        ProviderError {
            code: "redirect_uri did not match any",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "grant request is invalid",
            rule: None,
            means: "The code or refresh token is wrong, used or expired.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "client authentication failed",
            rule: None,
            means: "The client secret is wrong, or sent in another way than the app is set to.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "client is invalid",
            rule: Some("authorize/client-unknown"),
            means: "No app has this client_id.",
            fix: "In the OneLogin admin portal, open Applications, the app, SSO, and copy the Client ID.",
        },
    ],
};
