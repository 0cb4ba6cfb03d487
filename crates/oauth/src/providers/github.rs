//! GitHub and GitHub Enterprise Server.
//! <https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors>

use super::{Mark, Provider, ProviderError};

pub(super) static GITHUB: Provider = Provider {
    name: "GitHub",
    marks: &[
        &[Mark::Host("github.com"), Mark::Path("/login/oauth/")],
        &[Mark::Path("/login/oauth/"), Mark::Header("x-github-request-id")],
    ],
    // The token response is a form unless the client asks for JSON; errors come with status 200; tokens of OAuth apps do
    // not expire, and it is no OpenID provider.
    habits: &[
        "format/form-encoded",
        "format/content-type",
        "token-response/no-expires-in",
        "token/status-200-error",
    ],
    fixes: &[(
        "redirect-uri/refused",
        "In GitHub, open Settings, Developer settings, OAuth Apps, this app, and set the Authorization callback URL to this one.",
    )],
    errors: &[
        ProviderError {
            code: "bad_verification_code",
            means: "The code is wrong, used or older than ten minutes.",
            fix: "Exchange each code once, right after it arrives, with the client id of the app that asked for it.",
        },
        ProviderError {
            code: "incorrect_client_credentials",
            means: "The client id or the client secret is wrong.",
            fix: "In GitHub, open Settings, Developer settings, OAuth Apps, this app: compare the Client ID, and generate a new client secret.",
        },
        ProviderError {
            code: "redirect_uri_mismatch",
            means: "The redirect_uri is not the registered callback URL or a path below it.",
            fix: "In GitHub, open Settings, Developer settings, OAuth Apps, this app, and set the Authorization callback URL to this one.",
        },
        ProviderError {
            code: "unverified_user_email",
            means: "The user has not verified the primary e-mail address at GitHub.",
            fix: "Let the user verify the e-mail address under Settings, Emails, and sign in again.",
        },
    ],
};
