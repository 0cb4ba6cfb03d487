//! Amazon Cognito. <https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Amazon Cognito console, open the user pool, App clients, the app client, Login pages, and add this URL to Allowed callback URLs.";

/// Its name for `post_logout_redirect_uri`.
pub(crate) const LOGOUT_RETURN: &str = "logout_uri";

pub(crate) static COGNITO: Provider = Provider {
    name: "Amazon Cognito",
    marks: &[
        &[Mark::Domain("amazoncognito.com")],
        &[Mark::Path("/oauth2/"), Mark::Header("x-amz-cognito-request-id")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        (
            "token/invalid-client",
            "In the Amazon Cognito console, open the user pool, App clients, the app client, and copy the Client ID and the Client secret.",
        ),
        (
            "logout/redirect-refused",
            "Send client_id and logout_uri in place of post_logout_redirect_uri, and add that URL to Allowed sign-out URLs of the app client.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "redirect_mismatch",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the allowed callback URLs.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "invalid_client_secret",
            rule: None,
            means: "The client secret is wrong.",
            fix: "In the Amazon Cognito console, open the user pool, App clients, the app client, and copy the Client secret.",
        },
        ProviderError {
            code: "Client is not enabled for OAuth2.0 flows",
            rule: None,
            means: "The app client has no OAuth grant.",
            fix: "In the Amazon Cognito console, open the user pool, App clients, the app client, Login pages, and choose the Authorization code grant.",
        },
        ProviderError {
            code: "Invalid refresh token",
            rule: None,
            means: "The refresh token is over, or is not of this app client.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "attributes required",
            rule: None,
            means: "The identity provider does not give an attribute that the user pool requires.",
            fix: "In the Amazon Cognito console, open the user pool, Social and external providers, the provider, and map the attribute.",
        },
        ProviderError {
            code: "PreSignUp failed with error",
            rule: None,
            means: "The Lambda trigger for the sign-up refused.",
            fix: "Read the log of the pre sign-up Lambda function, and mend what it says.",
        },
        ProviderError {
            code: "PreTokenGeneration failed with error",
            rule: None,
            means: "The Lambda trigger for the token failed.",
            fix: "Read the log of the pre token generation Lambda function, and mend what it says.",
        },
        ProviderError {
            code: "Already found an entry for username",
            rule: None,
            means: "The user exists already, and was linked in this login.",
            fix: "Start the login once more: the next one succeeds.",
        },
        ProviderError {
            code: "User is not confirmed",
            rule: None,
            means: "The user has not confirmed the account.",
            fix: "Let the user enter the code from the e-mail, or confirm the user in the user pool.",
        },
    ],
};
