//! The things of a login that a sentence can speak of, how they fail, and the row that says what both together mean.

use super::clauses::{BEFORE, NO};

/// How something fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another value than the one that is expected.
    Differs,
    /// Whoever decides says no.
    Refused,
    /// It has not the form that it should have.
    Invalid,
    /// Whoever reads it does not know it.
    Unknown,
    /// It is not there.
    Missing,
    /// What stands behind it is not there.
    Lacking,
    /// Its time is over.
    Over,
    /// It was used before.
    Used,
    /// A clock says that its time has not come, or is over.
    Untimely,
    /// It could not be read.
    Unreadable,
    /// It could not be reached.
    Unreached,
    /// Nothing more than that it failed.
    Failed,
    /// A status of four hundred or more.
    Status,
    /// The status 401.
    Status401,
    /// The status 404 or 405.
    Status404,
    /// It is there already.
    Exists,
    /// Nobody has verified it.
    NotVerified,
    /// There is none such.
    NotThere,
}

pub(super) use Fault::{
    Differs, Exists, Failed, Invalid, Lacking, Missing, NotThere, NotVerified, Over, Refused, Status,
    Status401, Status404, Unknown, Unreached, Unreadable, Untimely, Used,
};

/// The words in which it is said.
pub(super) const FAULTS: &[(Fault, &[&str])] = &[
    (
        Differs,
        &[
            "mismatch",
            "mismatched",
            "mismatching",
            "does not match",
            "doesn t match",
            "do not match",
            "don t match",
            "did not match",
            "didn t match",
            "not matching",
            "not match",
            "differ",
            "different",
            "unexpected",
            "wrong",
            "incorrect",
            "not equal",
            "not the same",
        ],
    ),
    (
        Refused,
        &[
            "not registered",
            "not allowed",
            "not permitted",
            "not whitelisted",
            "not authorized",
            "not accepted",
            "not approved",
            "unauthorized",
            "unregistered",
            "disallowed",
            "forbidden",
            "refused",
            "rejected",
            "denied",
            "must be registered",
            "must use",
            "must be",
        ],
    ),
    (Invalid, &["invalid", "not valid", "malformed", "illegal", "bad"]),
    (
        Unknown,
        &[
            "unsupported",
            "not supported",
            "not support",
            "doesn t support",
            "not enabled",
            "not available",
            "unknown",
        ],
    ),
    (
        Missing,
        &[
            "missing",
            "not found",
            "absent",
            "required",
            "empty",
            "not provided",
            "not present",
            "not set",
            "must be provided",
            "must be specified",
            "must be supplied",
            "not included",
            "omitted",
            "not returned",
            "not supplied",
            "not specified",
        ],
    ),
    (
        Lacking,
        &[
            "require",
            "requires",
            "must include",
            "must contain",
            "lacks",
            "without",
            "not contain",
            "has no",
            "contains no",
            "could not find",
            "has insufficient",
            "with insufficient",
            NO,
        ],
    ),
    (Over, &["expired", "has expired", "too old", "no longer valid", "revoked"]),
    (
        Used,
        &[
            "already used",
            "already been used",
            "already redeemed",
            "already been redeemed",
            "already been refreshed",
            "already refreshed",
            "already been rotated",
            "already rotated",
            "already consumed",
            "already exchanged",
            "already been exchanged",
            "been used before",
            "was used before",
            "used twice",
            "reused",
            "reuse",
            "used more than once",
            "used once",
        ],
    ),
    (
        Unreadable,
        &[
            "parse",
            "parsing",
            "decode",
            "decoding",
            "unmarshal",
            "deserialize",
            "not valid json",
            "invalid json",
            "not json",
        ],
    ),
    (
        Unreached,
        &[
            "not reachable",
            "unreachable",
            "could not reach",
            "couldn t reach",
            "cannot reach",
            "could not connect",
            "cannot connect",
            "failed to connect",
            "unable to connect",
            "connection refused",
            "timed out",
            "timeout",
            "fetch failed",
        ],
    ),
    (
        Failed,
        &[
            "failed",
            "fail",
            "failure",
            "could not",
            "couldn t",
            "cannot",
            "can t",
            "unable",
            BEFORE,
            "not verified",
            "not be verified",
        ],
    ),
    (
        Untimely,
        &["in the past", "in the future", "too early", "not yet valid", "not valid yet", "before now"],
    ),
    (Status, &["#4", "#401", "#404", "non 200", "non 2xx"]),
    (Status401, &["#401"]),
    (Status404, &["#404"]),
    (Exists, &["already exists", "already registered", "already linked", "already in use", "exists"]),
    (NotVerified, &["not verified", "unverified"]),
    (NotThere, &["not found", "does not exist", "doesn t exist"]),
];

const REDIRECT: &[&str] = &[
    "redirect uri",
    "redirecturi",
    "redirect url",
    "redirecturl",
    "redirection uri",
    "redirection url",
    "callback url",
    "callback uri",
    "reply url",
];
const VERIFIER: &[&str] = &["code verifier", "codeverifier", "pkce verifier"];
const PKCE: &[&str] = &["code challenge", "codechallenge", "pkce"];
const METHOD: &[&str] = &["code challenge method", "challenge method", "pkce method"];
const SECRET: &[&str] = &["client secret", "clientsecret", "client credential", "client authentication"];
const CLIENT_ID: &[&str] = &["client id", "clientid", "oauth client id", "oauth2 client id"];
/// The same in words of everyday.
const CLIENT_ID_IN_SHORT: &[&str] = &["client identifier"];
const CLIENT: &[&str] = &["client", "oauth client", "oauth2 client"];
const REFRESH: &[&str] = &[
    "refresh token",
    "refresh the token",
    "refresh access token",
    "refresh the access token",
    "refreshing token",
];
const LOGOUT: &[&str] = &[
    "id token hint",
    "post logout redirect uri",
    "postlogoutredirecturi",
    "logout redirect uri",
    "logout uri",
];
const CODE: &[&str] = &[
    "authorization code",
    "authorisation code",
    "auth code",
    "oauth code",
    "access code",
    "grant code",
    "this code",
];
const ID_TOKEN: &[&str] = &["id token", "idtoken"];
pub(super) const ACCESS_TOKEN: &[&str] = &["access token", "accesstoken", "bearer token"];
const REGISTRATION: &[&str] = &[
    "dynamic registration",
    "dynamic client registration",
    "registration endpoint",
    "registration request",
    "register client",
    "register oauth client",
    "register an oauth client",
    "register as a client",
];
/// What programs call their own entry for a provider, too: that it is not there says nothing of a request.
const CLIENT_REGISTRATION: &[&str] = &["client registration"];
const RESOURCE_METADATA: &[&str] = &["protected resource metadata", "resource metadata"];
const DISCOVERY: &[&str] = &[
    "openid configuration",
    "oidc metadata",
    "oauth metadata",
    "oidc configuration",
    "oidc discovery",
    "openid discovery",
    "oauth discovery",
    "discover openid provider",
    "discover oidc provider",
];
/// The same in words of everyday.
const DISCOVERY_IN_SHORT: &[&str] = &[
    "discovery document",
    "discovery endpoint",
    "discovery url",
    "discovery",
    "provider metadata",
    "server metadata",
    "issuer metadata",
    "discover provider",
    "discover issuer",
];
const PROVIDER: &[&str] =
    &["oidc provider", "openid provider", "openid connect provider", "identity provider"];
const KEYS: &[&str] = &["jwks", "jwks uri", "jwks endpoint", "json web key set"];
/// The same in words of everyday.
const KEYS_IN_SHORT: &[&str] = &["key set", "public key"];
const USER_INFO: &[&str] = &["userinfo", "userinfo endpoint"];
/// The same in words of everyday.
const USER_INFO_IN_SHORT: &[&str] =
    &["user info", "user profile", "user information", "user data", "user detail"];
const EXCHANGE: &[&str] = &[
    "token endpoint",
    "token request",
    "token exchange",
    "token url",
    "token response",
    "code exchange",
    "exchange code",
    "exchange the code",
    "exchange authorization code",
    "exchanging code",
    "exchanging authorization code",
    "exchanging the code",
    "exchange token",
    "redeem code",
    "redeem the code",
    "redeem authorization code",
    "get id token",
    "get the id token",
    "fetch id token",
    "obtain id token",
    "retrieve id token",
    "get token",
    "get a token",
    "get access token",
    "get the token",
    "get oauth token",
    "getting token",
    "getting access token",
    "obtain token",
    "obtain access token",
    "obtain an access token",
    "obtaining access token",
    "fetch token",
    "fetch access token",
    "fetching token",
    "retrieve token",
    "retrieve access token",
    "retrieving access token",
    "request token",
    "requesting token",
    "acquire token",
    "acquire access token",
    "authorize access token",
];

pub(super) const ALGORITHM: &str = "the signing algorithm does not fit";
pub(super) const ENCRYPTED: &str = "the token is encrypted";

pub(super) const ACCESS_REFUSED: &str = "the access token is not accepted";

/// What a message can speak of.
pub(super) struct Spoken {
    /// The text of its row.
    pub(super) row: &'static str,
    pub(super) things: &'static [&'static str],
    pub(super) faults: &'static [Fault],
    /// Whether the thing is one of OAuth alone; one of everyday needs something near that is.
    pub(super) is_own: bool,
    /// Whether the thing is a step, of which much can be said: a parameter says more.
    pub(super) is_step: bool,
}

const fn parameter(row: &'static str, things: &'static [&'static str], faults: &'static [Fault]) -> Spoken {
    Spoken { row, things, faults, is_own: true, is_step: false }
}

const fn everyday(row: &'static str, things: &'static [&'static str], faults: &'static [Fault]) -> Spoken {
    Spoken { is_own: false, ..parameter(row, things, faults) }
}

const fn step(row: &'static str, things: &'static [&'static str], faults: &'static [Fault]) -> Spoken {
    Spoken { is_step: true, ..parameter(row, things, faults) }
}

const fn everyday_step(
    row: &'static str,
    things: &'static [&'static str],
    faults: &'static [Fault],
) -> Spoken {
    Spoken { is_own: false, ..step(row, things, faults) }
}

/// Of two that have the same thing and way of failing the first counts.
pub(super) const ALL: &[Spoken] = &[
    parameter("the redirect URI is not accepted", REDIRECT, &[Differs, Refused, Invalid, Unknown]),
    parameter("a redirect URI is missing", REDIRECT, &[Missing, Lacking]),
    parameter("the code verifier is missing", VERIFIER, &[Missing, Lacking]),
    parameter("the code verifier does not fit", VERIFIER, &[Differs, Invalid, Failed]),
    parameter(
        "the code challenge method is not accepted",
        METHOD,
        &[Unknown, Invalid, Refused, Missing, Lacking],
    ),
    parameter("a code challenge is missing", PKCE, &[Missing, Lacking]),
    parameter("the code verifier does not fit", PKCE, &[Differs, Invalid, Failed]),
    everyday("a scope is not accepted", &["scope"], &[Refused, Invalid, Unknown]),
    everyday(
        "a scope is missing",
        &["scope", "required scope", "api permission", "application permission", "delegated permission"],
        &[Missing, Lacking],
    ),
    parameter(
        "the client secret is not accepted",
        SECRET,
        &[Differs, Invalid, Missing, Lacking, Failed, Refused, Over, Status401],
    ),
    parameter("the client id is not known", CLIENT_ID, &[NotThere, Differs, Invalid, Refused, Unknown]),
    everyday(
        "the client id is not known",
        CLIENT_ID_IN_SHORT,
        &[NotThere, Differs, Invalid, Refused, Unknown],
    ),
    everyday("the client id is not known", CLIENT, &[NotThere]),
    parameter("the client id is missing", CLIENT_ID, &[Missing, Lacking]),
    everyday("the client id is missing", CLIENT_ID_IN_SHORT, &[Missing, Lacking]),
    everyday("the audience does not fit", &["audience", "aud"], &[Differs, Invalid, Refused, Unknown]),
    everyday("the issuer does not fit", &["issuer", "iss"], &[Differs, Invalid, Unknown]),
    everyday("the nonce does not fit", &["nonce"], &[Differs, Invalid, Missing, Lacking, Refused]),
    parameter(
        "the state does not fit",
        &["oauth state", "state parameter", "state cookie", "csrf state", "oauth2 state"],
        &[Differs, Invalid, Missing, Lacking, Over, Refused, Failed],
    ),
    everyday("the state does not fit", &["state"], &[Differs, Invalid, Missing, Lacking, Over]),
    parameter(
        "the cookie of the login is missing",
        &["oauth cookie", "oidc cookie", "openid cookie", "nonce cookie", "correlation cookie"],
        &[Missing, Lacking, Failed, Invalid, Over, NotThere],
    ),
    everyday(
        "the cookie of the login is missing",
        &["session cookie", "login cookie", "session id", "login session"],
        &[Missing, Lacking, NotThere],
    ),
    everyday("the token names no key", &["kid"], &[Missing]),
    everyday("no key with this kid", &["kid", "key id"], &[Missing, Lacking, Failed, Unknown, Invalid]),
    everyday("the time of the token does not fit", &["token", "id token", "jwt", "iat", "nbf"], &[Untimely]),
    everyday("the signature does not fit", &["signature"], &[Invalid, Failed, Differs]),
    everyday(ALGORITHM, &["algorithm", "alg"], &[Differs, Refused, Unknown]),
    parameter(
        "the refresh token is not accepted",
        REFRESH,
        &[Over, Used, Invalid, Failed, Differs, Refused, Status],
    ),
    parameter("there is no refresh token", REFRESH, &[Missing, Lacking]),
    parameter("the authorization code was used before", CODE, &[Used]),
    parameter("the authorization code is not accepted", CODE, &[Over, Invalid, NotThere]),
    parameter(
        "the grant type is not accepted",
        &["grant type", "granttype", "client credentials grant"],
        &[Refused, Unknown, Invalid, Missing, Lacking],
    ),
    everyday(
        "the response type is not accepted",
        &["response type", "responsetype"],
        &[Refused, Unknown, Invalid, Missing, Lacking],
    ),
    everyday(
        "the user's e-mail address is missing",
        &["email", "email address"],
        &[Missing, Lacking, NotVerified],
    ),
    parameter(
        "the logout is not accepted",
        LOGOUT,
        &[Differs, Refused, Invalid, Missing, Lacking, Unreadable, Failed, Unknown],
    ),
    // Things of their own, of which no more is said.
    parameter(
        "",
        &[
            "access token hash",
            "id token claim",
            "access token type",
            "refresh token grant",
            "client credentials flow",
            "client error",
            "http client",
            "access key id",
            "client credentials client",
            "client secret jwt",
            "client authentication method",
        ],
        &[],
    ),
    everyday(
        "an account with this address exists",
        &["account", "user", "email", "email address"],
        &[Exists],
    ),
    everyday("a claim is missing", &["claim"], &[Missing, Lacking]),
    everyday(
        "the claims of the token cannot be read",
        &["claim", "id token claim", "token claim"],
        &[Unreadable],
    ),
    step(
        "the client could not be registered",
        REGISTRATION,
        &[Unknown, Failed, Refused, Invalid, Status, Missing, Lacking],
    ),
    step(
        "the client could not be registered",
        CLIENT_REGISTRATION,
        &[Unknown, Failed, Refused, Invalid, Status],
    ),
    step(
        "the protected resource metadata cannot be used",
        RESOURCE_METADATA,
        &[Missing, Lacking, Invalid, Unreadable, Status, Failed, Differs],
    ),
    step("the discovery document cannot be read", PROVIDER, &[Unreached]),
    step("the discovery document cannot be read", DISCOVERY, &[Unreached, Status, Unreadable, Failed]),
    everyday_step(
        "the discovery document cannot be read",
        DISCOVERY_IN_SHORT,
        &[Unreached, Status, Unreadable, Failed],
    ),
    step("no fitting public key", KEYS, &[Missing, Lacking]),
    everyday_step("no fitting public key", KEYS_IN_SHORT, &[Missing, Lacking]),
    step("the keys cannot be fetched", KEYS, &[Unreached, Status, Unreadable, Failed]),
    everyday_step("the keys cannot be fetched", KEYS_IN_SHORT, &[Unreached, Status, Unreadable, Failed]),
    step(
        "the user's data could not be fetched",
        USER_INFO,
        &[Failed, Status, Unreached, Invalid, Unreadable],
    ),
    everyday_step(
        "the user's data could not be fetched",
        USER_INFO_IN_SHORT,
        &[Failed, Status, Unreached, Invalid, Unreadable],
    ),
    step("there is no ID token", ID_TOKEN, &[Missing, Lacking]),
    step("the token has expired", ID_TOKEN, &[Over]),
    step("the ID token is not accepted", ID_TOKEN, &[Invalid, Failed, Unreadable, Differs]),
    step("there is no access token", ACCESS_TOKEN, &[Missing, Lacking]),
    step("the token has expired", ACCESS_TOKEN, &[Over]),
    step(ACCESS_REFUSED, ACCESS_TOKEN, &[Invalid, Refused]),
    step("the token endpoint refuses the client", EXCHANGE, &[Status401]),
    step("there is no token endpoint at this address", EXCHANGE, &[Status404]),
    step("the token endpoint's answer cannot be read", EXCHANGE, &[Unreadable]),
    step("the token could not be fetched", EXCHANGE, &[Failed, Invalid, Status, Unreached]),
];
