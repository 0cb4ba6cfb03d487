//! GitLab. <https://docs.gitlab.com/api/oauth2/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In GitLab, open User settings, Applications, the application, and add this URL to Redirect URI, one a line.";
const CREDENTIALS: &str = "In GitLab, open User settings, Applications, the application, and copy the Application ID, and renew the secret.";

pub(crate) static GITLAB: Provider = Provider {
    name: "GitLab",
    marks: &[
        &[Mark::Host("gitlab.com"), Mark::Path("/oauth/")],
        &[Mark::Path("/oauth/"), Mark::Header("x-gitlab-meta")],
    ],
    habits: &[],
    fixes: &[("redirect-uri/refused", REDIRECT_URI), ("token/invalid-client", CREDENTIALS)],
    errors: &[
        ProviderError {
            code: "The redirect URI included is not valid",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this application.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Client authentication failed due to unknown client",
            rule: Some("authorize/client-unknown"),
            means: "The application ID or the secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "The provided authorization grant is invalid",
            rule: None,
            means: "The code or refresh token is used or expired, or belongs to another application or redirect_uri.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "The requested scope is invalid",
            rule: Some("scope/refused"),
            means: "The application may not ask for one of the scopes.",
            fix: "In GitLab, open User settings, Applications, the application, and tick the scope.",
        },
        ProviderError {
            code: "The client is not authorized to perform this request using this method",
            rule: None,
            means: "The application may not use this grant.",
            fix: "In GitLab, open User settings, Applications, the application, and compare Confidential and the grant with what the app does.",
        },
    ],
};
