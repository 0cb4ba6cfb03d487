//! Salesforce. <https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In Salesforce Setup, open App Manager, the app, Edit, and add this URL to Callback URL; it takes ten minutes to count.";
const KEY: &str =
    "In Salesforce Setup, open App Manager, the app, Manage Consumer Details, and copy the Consumer Key.";

pub(crate) static SALESFORCE: Provider = Provider {
    name: "Salesforce",
    marks: &[&[Mark::Path("/services/oauth2/")]],
    // The token response has issued_at and no expires_in.
    habits: &["token-response/no-expires-in"],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In Salesforce Setup, open App Manager, the app, Manage Consumer Details, and copy the Consumer Key and the Consumer Secret.",
        ),
        (
            "cors/no-acao",
            "In Salesforce Setup, open CORS, add the page's origin, and enable CORS for OAuth endpoints.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "audience is invalid",
            rule: None,
            means: "aud of the signed assertion is not the address of Salesforce's login, but another one.",
            fix: "Set aud of the assertion to https://login.salesforce.com, in a sandbox to https://test.salesforce.com, for an Experience Cloud site to its address; send the request to your own domain all the same.",
        },
        ProviderError {
            code: "redirect_uri_mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app, or not for ten minutes yet.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "OAUTH_APP_BLOCKED",
            rule: None,
            means: "An administrator has blocked the app.",
            fix: "In Salesforce Setup, open Connected Apps OAuth Usage, and unblock the app.",
        },
        ProviderError {
            code: "OAUTH_APP_ACCESS_DENIED",
            rule: None,
            means: "The user may not use the app.",
            fix: "In Salesforce Setup, open Manage Connected Apps, the app, and give it to the profile or permission set of the user.",
        },
        ProviderError {
            code: "OAUTH_EC_APP_NOT_FOUND",
            rule: None,
            means: "The app is not installed in this organization.",
            fix: "Install the app in this Salesforce organization, or send the user to the one that has it.",
        },
        ProviderError {
            code: "invalid_client_id",
            rule: Some("authorize/client-unknown"),
            means: "No app has this consumer key.",
            fix: KEY,
        },
        ProviderError {
            code: "client identifier invalid",
            rule: Some("authorize/client-unknown"),
            means: "No app has this consumer key.",
            fix: KEY,
        },
        ProviderError {
            code: "invalid client credentials",
            rule: None,
            means: "The consumer secret is wrong.",
            fix: "In Salesforce Setup, open App Manager, the app, Manage Consumer Details, and copy the Consumer Secret.",
        },
        ProviderError {
            code: "expired authorization code",
            rule: None,
            means: "The code is used, or older than 15 minutes.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "invalid code verifier",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "expired access/refresh token",
            rule: None,
            means: "The refresh token was revoked or has expired.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "inactive user",
            rule: None,
            means: "The user is frozen or inactive.",
            fix: "In Salesforce Setup, open Users, the user, and activate the account.",
        },
    ],
};
