//! GitHub and GitHub Enterprise Server.
//! <https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

const CALLBACK: &str = "In GitHub, open Settings, Developer settings, OAuth Apps, this app, and set the Authorization callback URL to this one.";
const CREDENTIALS: &str = "In GitHub, open Settings, Developer settings, OAuth Apps, this app, compare the Client ID, and generate a new client secret.";

pub(crate) static GITHUB: Provider = Provider {
    name: "GitHub",
    marks: &[
        &[Mark::Host("github.com"), Mark::Path("/login/oauth/")],
        &[Mark::Path("/login/oauth/"), Mark::Header("x-github-request-id")],
    ],
    // The token response is a form unless the client asks for JSON; tokens of OAuth apps do not expire. A refusal with
    // status 200 is GitHub's way too, and no habit that may be passed over: it is the refusal.
    habits: &["format/content-type", "scope/comma", "token-response/no-expires-in"],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        ("redirect-uri/refused", CALLBACK),
        ("token/invalid-client", CREDENTIALS),
        ("cors/no-acao", NO_PAGE),
    ],
    errors: &[
        ProviderError {
            code: "bad_verification_code",
            rule: None,
            means: "The code is wrong, used or older than ten minutes.",
            fix: "Exchange each code once, right after it arrives, with the client id of the app that asked for it.",
        },
        ProviderError {
            code: "incorrect_client_credentials",
            rule: None,
            means: "The client id or the client secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "redirect_uri_mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not the registered callback URL or a path below it.",
            fix: CALLBACK,
        },
        ProviderError {
            code: "unverified_user_email",
            rule: None,
            means: "The user has not verified the primary e-mail address at GitHub.",
            fix: "Let the user verify the e-mail address under Settings, Emails, and sign in again.",
        },
    ],
};
