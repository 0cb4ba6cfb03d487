//! Microsoft Entra ID. <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>

use super::{Mark, Provider, ProviderError};

const SECRETS: &str = "In the Entra admin center, open App registrations, the app, Certificates & secrets, add a client secret, and use its Value, not its Secret ID.";

const SPA: &str = "In the Entra admin center, open App registrations, the app, Authentication, and move the redirect URI to the platform Single-page application.";

pub(super) static ENTRA: Provider = Provider {
    name: "Microsoft Entra ID",
    marks: &[
        &[Mark::Host("login.microsoftonline.com")],
        &[Mark::Host("login.microsoftonline.us")],
        &[Mark::Host("login.partner.microsoftonline.cn")],
        &[Mark::Domain("ciamlogin.com")],
    ],
    // Version 1.0 endpoints send numbers as strings.
    habits: &["token-response/expires-in-invalid"],
    fixes: &[
        (
            "redirect-uri/refused",
            "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI to the platform of the app.",
        ),
        ("token/invalid-client", SECRETS),
        ("cors/no-acao", SPA),
    ],
    errors: &[
        ProviderError {
            code: "The issuer 'https://sts.windows.net",
            means: "The API does not take tokens of version 1.0, and this is one.",
            fix: "In the Entra admin center, open App registrations, the app of the API, Manifest, and set requestedAccessTokenVersion to 2.",
        },
        ProviderError {
            code: "AADSTS28000",
            means: "The scope names permissions of more than one API.",
            fix: "Ask for the scopes of one API; send another token request, with the refresh token, for those of the other.",
        },
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
            fix: SPA,
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
            code: "AADSTS501481",
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "AADSTS700084",
            means: "The refresh token of a single-page app is over: it lives 24 hours.",
            fix: "Send the user through the login again; silently, where the session is still there.",
        },
        ProviderError {
            code: "AADSTS900971",
            means: "The request has no redirect_uri, or the app has none.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, add the redirect URI, and send it.",
        },
        ProviderError {
            code: "AADSTS500113",
            means: "The app has no redirect URI.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI.",
        },
        ProviderError {
            code: "AADSTS7000218",
            means: "The app is registered as a web app, and the token request has no secret.",
            fix: "Send the client secret, or set the redirect URI to the platform of the app: single-page, or mobile and desktop.",
        },
        ProviderError {
            code: "AADSTS700025",
            means: "The app is registered as a public client, and the token request has a secret.",
            fix: "Take client_secret out of the token request.",
        },
        ProviderError {
            code: "AADSTS70008",
            means: "The code or refresh token has expired.",
            fix: "Exchange each code right after it arrives; send the user through the login again where a refresh token is over.",
        },
        ProviderError {
            code: "AADSTS700082",
            means: "The refresh token has not been used for too long.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "AADSTS70011",
            means: "The scope is not one that this API has, or scopes are mixed that do not go together.",
            fix: "Send scopes of one API, in full, for instance https://graph.microsoft.com/User.Read.",
        },
        ProviderError {
            code: "AADSTS1002012",
            means: "An app without a user (client credentials) asks for single permissions.",
            fix: "Send scope=RESOURCE/.default (for instance https://graph.microsoft.com/.default), and grant the app its application permissions under API permissions.",
        },
        ProviderError {
            code: "AADSTS28002",
            means: "The scopes are those of several APIs.",
            fix: "Ask for the tokens of one API in each request.",
        },
        ProviderError {
            code: "AADSTS65004",
            means: "The user declined the consent.",
            fix: "Show the user a page from which the login can begin again.",
        },
        ProviderError {
            code: "AADSTS90094",
            means: "An administrator has to consent.",
            fix: "Let an administrator grant consent under App registrations, API permissions.",
        },
        ProviderError {
            code: "AADSTS50105",
            means: "The user is not assigned to this app.",
            fix: "In the Entra admin center, open Enterprise applications, the app, Users and groups, and add the user.",
        },
        ProviderError {
            code: "AADSTS50020",
            means: "The account is of another tenant, and no guest in this one.",
            fix: "Invite the account as a guest, or set Supported account types of the app to several tenants.",
        },
        ProviderError {
            code: "AADSTS50194",
            means: "The app is open to one tenant alone, and was called at /common.",
            fix: "Put the tenant's id in place of common into the URLs of the provider.",
        },
        ProviderError {
            code: "AADSTS90002",
            means: "There is no such tenant.",
            fix: "Compare the tenant in the URL with the Directory (tenant) ID of the app.",
        },
        ProviderError {
            code: "AADSTS50076",
            means: "The user has to give a second factor for this.",
            fix: "Begin a login in which the provider may show its pages, and pass on the claims of the answer.",
        },
        ProviderError {
            code: "AADSTS53003",
            means: "A Conditional Access policy refuses.",
            fix: "Ask the administrator to look at the sign-in log of the Entra admin center: it names the policy.",
        },
        ProviderError {
            code: "AADSTS50058",
            means: "The user has no session, and the request has prompt=none.",
            fix: "Begin a login in which the provider may show its pages: repeat the request without prompt=none.",
        },
        ProviderError {
            code: "AADSTS700054",
            means: "The app may not get ID tokens from the authorization endpoint.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and tick ID tokens, or send response_type=code.",
        },
        ProviderError {
            code: "AADSTS50196",
            means: "The app asked for tokens again and again in a loop.",
            fix: "Keep the tokens of the first answer, and look why the app thinks that it has none.",
        },
    ],
};
