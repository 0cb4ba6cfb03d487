//! Firebase, Google Cloud Identity Platform. <https://firebase.google.com/docs/reference/rest/auth>

use crate::provider::{Mark, Provider, ProviderError};

const AGAIN: &str = "Send the user through the login again.";

pub(crate) static FIREBASE: Provider = Provider {
    name: "Firebase",
    marks: &[
        &[Mark::Host("securetoken.googleapis.com")],
        &[Mark::Host("identitytoolkit.googleapis.com")],
        &[Mark::Path("/identitytoolkit/v3/relyingparty/")],
    ],
    // The API key in the address says whose app it is; lifetimes are texts, and a refresh token stays the same.
    habits: &["token/client-id-missing", "token-response/expires-in-invalid", "refresh/no-rotation"],
    fixes: &[],
    errors: &[
        ProviderError {
            code: "TOKEN_EXPIRED",
            rule: None,
            means: "The session is over: the password changed, or the account was changed otherwise.",
            fix: AGAIN,
        },
        ProviderError {
            code: "INVALID_REFRESH_TOKEN",
            rule: None,
            means: "The refresh token is not one of this project, or was altered.",
            fix: "Compare the project of the app's configuration with the one that signed the user in; else send the user through the login again.",
        },
        ProviderError {
            code: "USER_DISABLED",
            rule: None,
            means: "An administrator disabled the user.",
            fix: "In the Firebase console, open Authentication, Users, and enable the account.",
        },
        ProviderError {
            code: "API_KEY_HTTP_REFERRER_BLOCKED",
            rule: None,
            means: "The API key is restricted to certain websites, and this Referer is not one of them; <empty> is one kept back.",
            fix: "Add the page's address to the website restrictions of the API key (Google Cloud console, Credentials); where Referer is empty, let the page send it (Referrer-Policy: strict-origin-when-cross-origin).",
        },
        ProviderError {
            code: "API_KEY_SERVICE_BLOCKED",
            rule: None,
            means: "The API key is restricted to certain APIs, and the Identity Toolkit API is not among them.",
            fix: "Add the Identity Toolkit API to the API restrictions of the key (Google Cloud console, Credentials).",
        },
        ProviderError {
            code: "CONFIGURATION_NOT_FOUND",
            rule: None,
            means: "Authentication is not set up in this project, or this sign-in provider is not.",
            fix: "In the Firebase console, open Authentication, Sign-in method, and enable the provider in the project of this API key.",
        },
        ProviderError {
            code: "OPERATION_NOT_ALLOWED",
            rule: None,
            means: "This sign-in provider is not enabled.",
            fix: "In the Firebase console, open Authentication, Sign-in method, and enable the provider.",
        },
        ProviderError {
            code: "UNAUTHORIZED_DOMAIN",
            rule: None,
            means: "The domain of the page, or of the continue URL, is not among the authorized domains.",
            fix: "In the Firebase console, open Authentication, Settings, Authorized domains, and add the domain of the page.",
        },
        ProviderError {
            code: "INVALID_IDP_RESPONSE",
            rule: None,
            means: "The answer or the credential of the other provider is refused; what follows says why.",
            fix: "In the Firebase console, open Authentication, Sign-in method, the provider, and compare its client ID and secret with the other provider's console.",
        },
        ProviderError {
            code: "INVALID_LOGIN_CREDENTIALS",
            rule: None,
            means: "The e-mail address or the password is wrong.",
            fix: "Let the user type them again, or reset the password.",
        },
        ProviderError {
            code: "EMAIL_NOT_FOUND",
            rule: None,
            means: "No user has this e-mail address.",
            fix: "Let the user sign up first, or check the project of the API key.",
        },
        ProviderError {
            code: "INVALID_PASSWORD",
            rule: None,
            means: "The password is wrong, or the user has none.",
            fix: "Let the user type it again, reset it, or sign in as before.",
        },
        ProviderError { code: "USER_NOT_FOUND", rule: None, means: "The user was deleted.", fix: AGAIN },
        ProviderError {
            code: "PROJECT_NUMBER_MISMATCH",
            rule: None,
            means: "The refresh token and the API key are of different projects.",
            fix: "Copy the whole configuration of the app once more from the Firebase console, Project settings.",
        },
        ProviderError {
            code: "API key not valid",
            rule: None,
            means: "The API key in the address is wrong, or may not be used for this API.",
            fix: "Copy the API key from the Firebase console, Project settings, and compare its restrictions in the Google Cloud console.",
        },
    ],
};
