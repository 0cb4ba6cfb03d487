//! Keycloak. <https://www.keycloak.org/docs/latest/server_admin/>

use crate::provider::{Mark, Provider, ProviderError};

const REDIRECT_URI: &str = "In the Keycloak admin console, open Clients, the client, Settings, and add this URL to Valid redirect URIs.";
const CREDENTIALS: &str = "In the Keycloak admin console, open Clients, the client, Credentials, and copy the Client Secret of the same realm.";
const VERIFIER: &str =
    "Store one code_verifier for each login under its state, and send that one with the code.";
const PATH: &str = "Compare the address with the realm's discovery document: since version 17 there is no /auth before /realms, unless Keycloak runs with --http-relative-path=/auth.";
const AGAIN: &str = "Send the user through the login again.";

pub(crate) static KEYCLOAK: Provider = Provider {
    name: "Keycloak",
    marks: &[
        &[Mark::Path("/realms/"), Mark::Path("/protocol/openid-connect/")],
        &[Mark::Document("/realms/")],
    ],
    habits: &[],
    fixes: &[
        ("redirect-uri/refused", REDIRECT_URI),
        ("token/invalid-client", CREDENTIALS),
        (
            "api/wrong-audience",
            "In the Keycloak admin console, open Client scopes, a scope of the client, Mappers, and add an Audience mapper with the client of the API.",
        ),
        (
            "cors/no-acao",
            "In the Keycloak admin console, open Clients, the client, Settings, and add the page's origin, or +, to Web origins.",
        ),
    ],
    errors: &[
        ProviderError {
            code: "Unable to find matching target resource method",
            rule: None,
            means: "Keycloak has nothing at this path.",
            fix: PATH,
        },
        ProviderError {
            code: "RESTEASY003210",
            rule: None,
            means: "Keycloak has nothing at this path.",
            fix: PATH,
        },
        ProviderError {
            code: "Realm does not exist",
            rule: None,
            means: "There is no realm of this name; upper and lower case count.",
            fix: "Copy the name of the realm from the Keycloak admin console into the app's issuer.",
        },
        ProviderError {
            code: "Invalid parameter: redirect_uri",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not among the valid redirect URIs of the client.",
            fix: REDIRECT_URI,
        },
        ProviderError {
            code: "Client not found",
            rule: Some("authorize/client-unknown"),
            means: "The realm has no client with this client_id.",
            fix: "Compare client_id with the list under Clients, and the realm in the URL with the client's.",
        },
        ProviderError {
            code: "Invalid client or Invalid client credentials",
            rule: None,
            means: "The client id or the client secret is wrong.",
            fix: CREDENTIALS,
        },
        ProviderError {
            code: "Code not valid",
            rule: None,
            means: "The code is wrong, or was exchanged before.",
            fix: "Exchange each code once, right after it arrives.",
        },
        ProviderError {
            code: "Code is expired",
            rule: None,
            means: "The code lives one minute, and is older.",
            fix: "Exchange each code right after it arrives; under Realm settings, Tokens, the time is Client Login Timeout.",
        },
        ProviderError {
            code: "Incorrect redirect_uri",
            rule: None,
            means: "The redirect_uri at the token endpoint is not the one of the login.",
            fix: "Send the same redirect_uri, character for character, in both requests.",
        },
        ProviderError {
            code: "PKCE verification failed",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: VERIFIER,
        },
        ProviderError {
            code: "PKCE code verifier not specified",
            rule: None,
            means: "The login had a code_challenge, and the token request has no code_verifier.",
            fix: VERIFIER,
        },
        ProviderError {
            code: "Missing parameter: code_challenge_method",
            rule: None,
            means: "The client has to use PKCE, and the request has no code_challenge_method.",
            fix: "Send code_challenge and code_challenge_method=S256 in the authorization request.",
        },
        ProviderError {
            code: "Session not active",
            rule: None,
            means: "The user's session at Keycloak is over, and the refresh token with it.",
            fix: AGAIN,
        },
        ProviderError {
            code: "User session not found",
            rule: None,
            means: "The user's session at Keycloak is over.",
            fix: AGAIN,
        },
        ProviderError {
            code: "Token is not active",
            rule: None,
            means: "The refresh token has expired.",
            fix: AGAIN,
        },
        ProviderError {
            code: "Maximum allowed refresh token reuse exceeded",
            rule: None,
            means: "The refresh token was used before, and the realm allows each once.",
            fix: "Keep the refresh token of the latest answer, and let one refresh run at a time.",
        },
        ProviderError {
            code: "Invalid scopes",
            rule: Some("scope/refused"),
            means: "The client may not ask for one of the scopes.",
            fix: "In the Keycloak admin console, open Clients, the client, Client scopes, and add the scope.",
        },
        ProviderError {
            code: "Client not enabled to retrieve service account",
            rule: None,
            means: "The client has no service account.",
            fix: "In the Keycloak admin console, open Clients, the client, Settings, and tick Service accounts roles.",
        },
    ],
};
