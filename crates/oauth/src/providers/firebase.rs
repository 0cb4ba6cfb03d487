//! Firebase, Google Cloud Identity Platform. <https://firebase.google.com/docs/reference/rest/auth>

use crate::provider::{Mark, Provider, ProviderError};

const AGAIN: &str = "Send the user through the login again.";

pub(crate) static FIREBASE: Provider = Provider {
    name: "Firebase",
    marks: &[&[Mark::Host("securetoken.googleapis.com")]],
    // The API key in the address says whose app it is.
    habits: &["token/client-id-missing"],
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
