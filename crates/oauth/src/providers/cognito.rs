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
        &[Mark::Domain("amazonaws.com"), Mark::Header("x-amzn-errortype")],
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
            code: "is configured with secret but SECRET_HASH was not received",
            rule: None,
            means: "The app client has a secret, and the request does not prove it; a page or an app in users' hands can keep none.",
            fix: "In the Amazon Cognito console, create an app client without a secret for this app (public client); a server computes SECRET_HASH and sends it.",
        },
        ProviderError {
            code: "Unable to verify secret hash for client",
            rule: None,
            means: "SECRET_HASH is made with another secret, client id or user name.",
            fix: "Make SECRET_HASH base64 of HMAC-SHA256 with the client secret over user name and client id; for a page use an app client without a secret.",
        },
        ProviderError {
            code: "USER_PASSWORD_AUTH flow not enabled for this client",
            rule: None,
            means: "The app client may not sign in with a password that is sent.",
            fix: "In the Amazon Cognito console, open the app client, and add ALLOW_USER_PASSWORD_AUTH to its authentication flows, or use SRP.",
        },
        ProviderError {
            code: "USER_SRP_AUTH is not enabled for the client",
            rule: None,
            means: "The app client may not sign in with SRP.",
            fix: "In the Amazon Cognito console, open the app client, and add ALLOW_USER_SRP_AUTH to its authentication flows.",
        },
        ProviderError {
            code: "User pool client",
            rule: None,
            means: "The user pool has no app client with this id; region and pool count, too.",
            fix: "Copy the id of the app client, the pool and its region from the Amazon Cognito console once more.",
        },
        ProviderError {
            code: "Incorrect username or password",
            rule: None,
            means: "The user name or the password is wrong.",
            fix: "Let the user type them again, or reset the password.",
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
