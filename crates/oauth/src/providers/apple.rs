//! Apple. <https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse>

use crate::provider::{Mark, NO_PAGE, Provider, ProviderError};

const REDIRECT_URI: &str = "At developer.apple.com, open Certificates, Identifiers & Profiles, Identifiers, the Services ID, Sign in with Apple, and add this URL to Return URLs.";
const FORM_POST: &str = "Send response_mode=form_post, and set the state cookie with SameSite=None; Secure.";
const ONCE: &str = "Exchange each code once, right after it arrives.";

pub(crate) static APPLE: Provider = Provider {
    name: "Apple",
    marks: &[&[Mark::Host("appleid.apple.com")], &[Mark::Host("account.apple.com")]],
    habits: &[],
    fixes: &[
        ("cors/preflight-status", NO_PAGE),
        ("cors/error-path-without-acao", NO_PAGE),
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "Sign a new client secret: iss the Team ID, sub the Services ID, aud https://appleid.apple.com, kid the Key ID, and exp within six months.",
        ),
        ("cors/no-acao", NO_PAGE),
    ],
    errors: &[
        ProviderError {
            code: "response_mode must be form_post",
            rule: None,
            means: "With name or email in scope, Apple sends its answer as a form alone.",
            fix: FORM_POST,
        },
        ProviderError {
            code: "Invalid response mode",
            rule: None,
            means: "Apple sends its answer as a form where an ID token, name or e-mail is asked for.",
            fix: FORM_POST,
        },
        ProviderError {
            code: "Invalid web redirect url",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the return URLs of the Services ID.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Invalid redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the return URLs of the Services ID.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "The code has already been used",
            rule: None,
            means: "The code was exchanged before.",
            fix: ONCE,
        },
        ProviderError {
            code: "The code has expired or has been revoked",
            rule: None,
            means: "The code is older than five minutes, or was used.",
            fix: ONCE,
        },
        ProviderError {
            code: "client_id mismatch",
            rule: None,
            means: "The code belongs to another client: an app has its App ID, a web site its Services ID.",
            fix: "Send the client_id of the login in the token request, and sign the client secret for the same one.",
        },
        ProviderError {
            code: "user_cancelled_authorize",
            rule: None,
            means: "The user pressed Cancel.",
            fix: "Show the user a page from which the login can begin again.",
        },
    ],
};
