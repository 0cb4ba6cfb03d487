//! PayPal. <https://developer.paypal.com/docs/log-in-with-paypal/integrate/>

use crate::provider::{Mark, Provider, ProviderError};

pub(crate) static PAYPAL: Provider = Provider {
    name: "PayPal",
    marks: &[&[Mark::Domain("paypal.com")]],
    // expires_in comes as a text.
    habits: &["token-response/expires-in-invalid"],
    fixes: &[
        (
            "redirect-uri/refused",
            "In the PayPal developer dashboard, open Apps & Credentials, the app, Log in with PayPal, Advanced settings, and set this URL as Return URL.",
        ),
        (
            "token/invalid-client",
            "In the PayPal developer dashboard, open Apps & Credentials, the app, and copy Client ID and Secret; sandbox and live have their own. Send them with HTTP Basic.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "invalid client_id or redirect_uri",
            rule: None,
            means: "The client_id or the return URL is not registered, often because of sandbox and live.",
            fix: "In the PayPal developer dashboard, open Apps & Credentials, the app, Log in with PayPal, and set this URL as Return URL in the same environment.",
        },
        ProviderError {
            code: "Client Authentication failed",
            rule: None,
            means: "The client id or the secret is wrong, or of the other environment.",
            fix: "In the PayPal developer dashboard, open Apps & Credentials, the app, and copy Client ID and Secret; sandbox and live have their own.",
        },
    ],
};
