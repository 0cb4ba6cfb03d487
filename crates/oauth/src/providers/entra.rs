//! Microsoft Entra ID. <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>

use crate::provider::{Mark, Provider, ProviderError};

const SECRETS: &str = "In the Entra admin center, open App registrations, the app, Certificates & secrets, add a client secret, and use its Value, not its Secret ID.";

const SPA: &str = "In the Entra admin center, open App registrations, the app, Authentication, and move the redirect URI to the platform Single-page application.";

/// The letters before the numbers of its errors, which its pages for users leave out.
pub(crate) const FAMILY: &str = "AADSTS";

/// On a page with the title and the status of the login page (in lower case).
pub(crate) const ERROR_ON_LOGIN_PAGE: &str = "\"strserviceexceptionmessage\":\"aadsts";

pub(crate) static ENTRA: Provider = Provider {
    name: "Microsoft Entra ID",
    marks: &[
        &[Mark::Host("login.microsoftonline.com")],
        &[Mark::Host("login.microsoftonline.us")],
        &[Mark::Host("login.partner.microsoftonline.cn")],
        &[Mark::Domain("ciamlogin.com")],
        &[Mark::Host("sts.windows.net")],
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
            rule: Some("api/wrong-issuer"),
            means: "The API does not take tokens of version 1.0, and this is one.",
            fix: "In the Entra admin center, open App registrations, the app of the API, Manifest, and set requestedAccessTokenVersion to 2.",
        },
        ProviderError {
            code: "AADSTS28000",
            rule: None,
            means: "The scope names permissions of more than one API.",
            fix: "Ask for the scopes of one API; send another token request, with the refresh token, for those of the other.",
        },
        ProviderError {
            code: "AADSTS7002138",
            rule: Some("token/federated-identity"),
            means: "The subject of the federated credential differs from the token's in upper and lower case letters.",
            fix: "In the Entra admin center, open the app or managed identity, Federated credentials, and set Subject to the one in the message, with the same upper and lower case letters.",
        },
        ProviderError {
            code: "AADSTS700213",
            rule: Some("token/federated-identity"),
            means: "No federated credential has the subject of this token.",
            fix: "In the Entra admin center, open the app or managed identity, Federated credentials, and set Subject to the one in the message: a job with an environment has another one than a job of a branch.",
        },
        ProviderError {
            code: "AADSTS700212",
            rule: Some("token/federated-identity"),
            means: "No federated credential has the audience of this token.",
            fix: "Let the platform issue the token for the audience api://AzureADTokenExchange, or set the Audience of the federated credential to the token's.",
        },
        ProviderError {
            code: "AADSTS700211",
            rule: Some("token/federated-identity"),
            means: "No federated credential has the issuer of this token.",
            fix: "In the Entra admin center, open the app or managed identity, Federated credentials, and set Issuer to the one in the message, slashes included.",
        },
        ProviderError {
            code: "AADSTS7002137",
            rule: Some("token/federated-identity"),
            means: "No federated credential has the subject of this token; the message says which one is expected.",
            fix: "In the Entra admin center, open the app or managed identity, Federated credentials, and set Subject to the one that the message names.",
        },
        ProviderError {
            code: "AADSTS70021",
            rule: Some("token/federated-identity"),
            means: "No federated credential has issuer, subject and audience of this token.",
            fix: "In the Entra admin center, open the app or managed identity, Federated credentials, and compare Issuer, Subject and Audience with the token, letter for letter.",
        },
        ProviderError {
            code: "AADSTS650053",
            rule: Some("scope/refused"),
            means: "The scope does not exist on the API that it names; a bare name is looked up at Microsoft Graph.",
            fix: "Take this scope out, or write it in full (api://CLIENT-ID/SCOPE); what the app's API offers stands under App registrations, the API, Expose an API.",
        },
        ProviderError {
            code: "AADSTS900144",
            rule: None,
            means: "The body of the token request lacks the parameter that the message names, or it is empty, or the body is no form.",
            fix: "Send the parameter in a body of application/x-www-form-urlencoded; where it is code, look whether the callback carried an error in place of a code.",
        },
        ProviderError {
            code: "AADSTS50011",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI.",
        },
        ProviderError {
            code: "AADSTS7000215",
            rule: None,
            means: "The client secret is wrong: often its Secret ID was copied in place of its Value.",
            fix: SECRETS,
        },
        ProviderError {
            code: "AADSTS7000222",
            rule: None,
            means: "The client secret has expired.",
            fix: SECRETS,
        },
        ProviderError {
            code: "AADSTS9002326",
            rule: None,
            means: "A page exchanges the code, but the redirect URI is not registered as a single-page application.",
            fix: SPA,
        },
        ProviderError {
            code: "AADSTS9002327",
            rule: None,
            means: "The redirect URI is registered as a single-page application, and the token request has no Origin header.",
            fix: "Register it under Authentication as Web where a server exchanges the code; where a page does, look for what keeps Origin out of its request (web security switched off, an extension, a proxy, a native client).",
        },
        ProviderError {
            code: "AADSTS700016",
            rule: Some("authorize/client-unknown"),
            means: "The tenant has no app with this client_id.",
            fix: "Compare client_id with the Application (client) ID under App registrations, and the tenant in the URL with the app's.",
        },
        ProviderError {
            code: "AADSTS65001",
            rule: None,
            means: "Nobody has consented to what the app asks for.",
            fix: "Send the user through a login with prompt=consent, or grant admin consent under App registrations, API permissions.",
        },
        ProviderError {
            code: "AADSTS54005",
            rule: None,
            means: "The code was exchanged before.",
            fix: "Exchange each code once: keep a reloaded callback page from sending it again.",
        },
        ProviderError {
            code: "AADSTS501481",
            rule: None,
            means: "The code_verifier does not belong to the code_challenge of this login.",
            fix: "Store one code_verifier for each login under its state, and send that one with the code.",
        },
        ProviderError {
            code: "AADSTS700084",
            rule: None,
            means: "The refresh token of a single-page app is over: it lives 24 hours.",
            fix: "Send the user through the login again; silently, where the session is still there.",
        },
        ProviderError {
            code: "AADSTS900971",
            rule: Some("redirect-uri/refused"),
            means: "The request has no redirect_uri, or the app has none.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, add the redirect URI, and send it.",
        },
        ProviderError {
            code: "AADSTS500113",
            rule: Some("redirect-uri/refused"),
            means: "The app has no redirect URI.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI.",
        },
        ProviderError {
            code: "AADSTS7000218",
            rule: None,
            means: "The app is registered as a web app, and the token request has no secret.",
            fix: "Send the client secret, or set the redirect URI to the platform of the app: single-page, or mobile and desktop.",
        },
        ProviderError {
            code: "AADSTS700025",
            rule: None,
            means: "The app is registered as a public client, and the token request has a secret.",
            fix: "Take client_secret out of the token request.",
        },
        ProviderError {
            code: "AADSTS70008",
            rule: None,
            means: "The code or refresh token has expired.",
            fix: "Exchange each code right after it arrives; send the user through the login again where a refresh token is over.",
        },
        ProviderError {
            code: "AADSTS700082",
            rule: None,
            means: "The refresh token has not been used for too long.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "AADSTS70011",
            rule: Some("scope/refused"),
            means: "The scope is not one that this API has, or scopes are mixed that do not go together.",
            fix: "Send scopes of one API, in full, for instance https://graph.microsoft.com/User.Read.",
        },
        ProviderError {
            code: "AADSTS1002012",
            rule: None,
            means: "An app without a user (client credentials) asks for single permissions.",
            fix: "Send scope=RESOURCE/.default (for instance https://graph.microsoft.com/.default), and grant the app its application permissions under API permissions.",
        },
        ProviderError {
            code: "AADSTS28002",
            rule: None,
            means: "The scopes are those of several APIs.",
            fix: "Ask for the tokens of one API in each request.",
        },
        ProviderError {
            code: "AADSTS65004",
            rule: None,
            means: "The user declined the consent.",
            fix: "Show the user a page from which the login can begin again.",
        },
        ProviderError {
            code: "AADSTS90094",
            rule: None,
            means: "An administrator has to consent.",
            fix: "Let an administrator grant consent under App registrations, API permissions.",
        },
        ProviderError {
            code: "AADSTS50105",
            rule: None,
            means: "The user is not assigned to this app.",
            fix: "In the Entra admin center, open Enterprise applications, the app, Users and groups, and add the user.",
        },
        ProviderError {
            code: "AADSTS50020",
            rule: None,
            means: "The account is of another tenant, and no guest in this one.",
            fix: "Invite the account as a guest, or set Supported account types of the app to several tenants.",
        },
        ProviderError {
            code: "AADSTS50194",
            rule: None,
            means: "The app is open to one tenant alone, and was called at /common.",
            fix: "Put the tenant's id in place of common into the URLs of the provider.",
        },
        ProviderError {
            code: "AADSTS90002",
            rule: None,
            means: "There is no such tenant.",
            fix: "Compare the tenant in the URL with the Directory (tenant) ID of the app.",
        },
        ProviderError {
            code: "AADSTS50076",
            rule: None,
            means: "The user has to give a second factor for this.",
            fix: "Begin a login in which the provider may show its pages, and pass on the claims of the answer.",
        },
        ProviderError {
            code: "AADSTS53003",
            rule: None,
            means: "A Conditional Access policy refuses.",
            fix: "Ask the administrator to look at the sign-in log of the Entra admin center: it names the policy.",
        },
        ProviderError {
            code: "AADSTS50058",
            rule: None,
            means: "The user has no session, and the request has prompt=none.",
            fix: "Begin a login in which the provider may show its pages: repeat the request without prompt=none.",
        },
        ProviderError {
            code: "AADSTS700054",
            rule: Some("authorize/response-type-refused"),
            means: "The app may not get ID tokens from the authorization endpoint.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and tick ID tokens, or send response_type=code.",
        },
        ProviderError {
            code: "AADSTS70004",
            rule: Some("redirect-uri/refused"),
            means: "The redirect_uri is not registered for this app.",
            fix: "In the Entra admin center, open App registrations, the app, Authentication, and add this redirect URI.",
        },
        ProviderError {
            code: "AADSTS700011",
            rule: Some("authorize/client-unknown"),
            means: "The tenant has no app with this client_id.",
            fix: "Compare client_id with the Application (client) ID under App registrations, and the tenant in the URL with the app's.",
        },
        ProviderError {
            code: "AADSTS70005",
            rule: Some("authorize/response-type-refused"),
            means: "The app may not use this response_type.",
            fix: "Send response_type=code, or tick the kind of token under App registrations, the app, Authentication.",
        },
        ProviderError {
            code: "AADSTS700051",
            rule: Some("authorize/response-type-refused"),
            means: "The app may not get access tokens from the authorization endpoint.",
            fix: "Send response_type=code, or tick Access tokens under App registrations, the app, Authentication.",
        },
        ProviderError {
            code: "AADSTS500011",
            rule: Some("authorize/resource-invalid"),
            means: "The tenant has no API with this identifier, or nobody there has consented to it.",
            fix: "Compare the resource with the Application ID URI of the API (App registrations, Expose an API), and the tenant in the URL with the API's.",
        },
        ProviderError {
            code: "AADSTS901002",
            rule: Some("authorize/resource-invalid"),
            means: "The endpoint of version 2.0 takes no resource.",
            fix: "Take resource out of the request, and name the API in scope, for instance https://graph.microsoft.com/.default.",
        },
        ProviderError {
            code: "AADSTS90015",
            rule: Some("authorize/url-too-long"),
            means: "The address of the request is too long.",
            fix: "Keep what the state carries on the server, and send a short name for it.",
        },
        ProviderError {
            code: "AADSTS50196",
            rule: None,
            means: "The app asked for tokens again and again in a loop.",
            fix: "Keep the tokens of the first answer, and look why the app thinks that it has none.",
        },
    ],
};
