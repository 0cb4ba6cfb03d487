//! Stripe. <https://docs.stripe.com/connect/oauth-reference>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Stripe dashboard, open Settings, Connect, Onboarding options, OAuth, and add this URL to the redirects.";
const ONCE: &str = "Exchange each code once, right after it arrives.";

pub(crate) static STRIPE: Provider = Provider {
    name: "Stripe",
    marks: &[&[Mark::Host("connect.stripe.com"), Mark::Path("/oauth/")]],
    // Its tokens do not expire.
    habits: &["token-response/no-expires-in"],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Stripe dashboard, open Developers, API keys, and use the secret key of the same mode, test or live, as the client_id.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "invalid_redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Invalid redirect URI",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "No such application",
            rule: Some("authorize/client-unknown"),
            means: "No platform has this client_id.",
            fix: "In the Stripe dashboard, open Settings, Connect, Onboarding options, OAuth, and copy the client ID; test and live have their own.",
        },
        ProviderError {
            code: "Authorization code does not exist",
            rule: None,
            means: "The code is wrong, or of the other mode, test or live.",
            fix: "Exchange the code with the secret key of the mode, test or live, in which the login began.",
        },
        ProviderError {
            code: "Authorization code expired",
            rule: None,
            means: "The code is older than five minutes.",
            fix: ONCE,
        },
        ProviderError {
            code: "This authorization code has already been used",
            rule: None,
            means: "The code was exchanged before.",
            fix: ONCE,
        },
    ],
};
