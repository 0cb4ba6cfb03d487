//! Microsoft Entra ID. <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>

use super::{Mark, Provider, ProviderError};

const SECRETS: &str = "In the Entra admin center, open App registrations, the app, Certificates & secrets, add a client secret, and use its Value, not its Secret ID.";

pub(super) static ENTRA: Provider = Provider {
    name: "Microsoft Entra ID",
    marks: &[
        &[Mark::Host("login.microsoftonline.com")],
        &[Mark::Host("login.microsoftonline.us")],
        &[Mark::Host("login.partner.microsoftonline.cn")],
        &[Mark::Domain("ciamlogin.com")],
    ],
    // Version 1.0 endpoints send numbers as strings.
    habits: &["token-response/expires-in-string"],
    fixes: &[(
        "redirect-uri/refused",
        "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI to the platform of the app.",
    )],
    errors: &[
        ProviderError {
            code: "AADSTS50011",
            means: "The redirect_uri is not registered for this app.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI.",
        },
        ProviderError {
            code: "AADSTS7000215",
            means: "The client secret is wrong: often its Secret ID was copied in place of its Value.",
            fix: SECRETS,
        },
        ProviderError { code: "AADSTS7000222", means: "The client secret has expired.", fix: SECRETS },
        ProviderError {
            code: "AADSTS9002326",
            means: "A page exchanges the code, but the redirect URI is not registered as a single-page application.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and move the redirect URI to the platform Single-page application.",
        },
        ProviderError {
            code: "AADSTS9002327",
            means: "A server exchanges the code, but the redirect URI is registered as a single-page application.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and move the redirect URI to the platform Web.",
        },
        ProviderError {
            code: "AADSTS700016",
            means: "The tenant has no app with this client_id.",
            fix: "Compare client_id with the Application (client) ID under App registrations, and the tenant in the URL with the app's.",
        },
        ProviderError {
            code: "AADSTS65001",
            means: "Nobody has consented to what the app asks for.",
            fix: "Send the user through a login with prompt=consent, or grant admin consent under App registrations, API permissions.",
        },
        ProviderError {
            code: "AADSTS54005",
            means: "The code was exchanged before.",
            fix: "Exchange each code once: keep a reloaded callback page from sending it again.",
        },
        ProviderError {
            code: "AADSTS50148",
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "AADSTS700084",
            means: "The refresh token of a single-page app is over: it lives 24 hours.",
            fix: "Send the user through the login again; silently, where the session is still there.",
        },
    ],
};
