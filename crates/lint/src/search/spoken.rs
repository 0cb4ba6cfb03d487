//! A sentence in words that nobody knows: of which step or parameter of a login it speaks, and how that failed.
//!
//! Thousands of programs say in their own words that a redirect URI is not registered. What such a sentence means is what it says;
//! so the answer is a perhaps that says no more than the sentence does, and who can do what about it. Each way of failing belongs to
//! the thing that stands nearest to it; where a sentence speaks of two parameters, it is not told which of them failed.

use crate::known::{Known, is_about_oauth, just};

/// Words of the longest sentence that is read so; a longer text tells of more than one thing.
const LONGEST: usize = 90;
/// Words that may stand between a thing and how it failed.
const NEAR: usize = 5;

/// Says that something failed where it stands before it: `error getting token`; behind it begins what failed.
const BEFORE: &str = "error";

/// Of what stands before it where its sentence ends so.
const MISSING: &str = "missing";
const AFTER_MISSING: [&str; 16] = [
    END,
    COLON,
    "from",
    "in",
    "or",
    "and",
    "for",
    "at",
    "when",
    "on",
    "parameter",
    "value",
    "field",
    "header",
    "but",
    "with",
];
/// Denies the thing that stands behind it: `no refresh token`.
const NO: &str = "no";
/// Words that may stand between.
const NEAR_NO: usize = 1;

/// How something fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
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

use Fault::{
    Differs, Exists, Failed, Invalid, Lacking, Missing, NotThere, NotVerified, Over, Refused, Status,
    Status401, Status404, Unknown, Unreached, Unreadable, Untimely, Used,
};

/// The words in which it is said.
const FAULTS: &[(Fault, &[&str])] = &[
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
const METHOD: &[&str] = &["code challenge method", "challenge method"];
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
    "end session endpoint",
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
const ACCESS_TOKEN: &[&str] = &["access token", "accesstoken", "bearer token"];
const REGISTRATION: &[&str] = &[
    "dynamic registration",
    "dynamic client registration",
    "client registration",
    "registration endpoint",
    "registration request",
    "register client",
    "register oauth client",
    "register an oauth client",
    "register as a client",
];
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
const KEYS_IN_SHORT: &[&str] = &["key set", "signing key", "public key"];
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

const ALGORITHM: &str = "the signing algorithm does not fit";
const ENCRYPTED: &str = "the token is encrypted";

const ACCESS_REFUSED: &str = "the access token is not accepted";

/// What a message can speak of.
struct Spoken {
    /// The text of its row.
    row: &'static str,
    things: &'static [&'static str],
    faults: &'static [Fault],
    /// Whether the thing is one of OAuth alone; one of everyday needs something near that is.
    is_own: bool,
    /// Whether the thing is a step, of which much can be said: a parameter says more.
    is_step: bool,
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
const ALL: &[Spoken] = &[
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
    parameter("the authorization code is not accepted", CODE, &[Over, Invalid]),
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

/// What a message speaks of, where it is one thing. What it says of a step tells less than a code of the specifications does.
pub(super) fn spoken(message: &str, has_code: bool) -> Option<&'static Known> {
    let words = words(message);
    if words.len() > LONGEST {
        return None;
    }
    let is_of_oauth = is_about_oauth(message) || is_about_login(message, &words);
    let mut heard = heard(&words);
    // Beside a code of OAuth every word is about OAuth.
    heard.retain(|(spoken, _)| spoken.is_own || is_of_oauth || has_code);
    // `failed to refresh: missing refresh token`: that it failed says less than how.
    if heard.iter().any(|(spoken, way)| !spoken.is_step && *way != Failed) {
        heard.retain(|(_, way)| *way != Failed);
    }
    let heard: Vec<&Spoken> = heard.into_iter().map(|(spoken, _)| spoken).collect();
    let parameters: Vec<&str> = distinct(heard.iter().filter(|spoken| !spoken.is_step));
    let row = match parameters.as_slice() {
        [] if has_code => return None,
        // `missing, invalid or expired access token`: which of them is not told.
        [] if heard.len() > 1 && heard.iter().all(|spoken| spoken.things == ACCESS_TOKEN) => ACCESS_REFUSED,
        [] => heard.last()?.row,
        [ALGORITHM] if names_encryption(message) => ENCRYPTED,
        [row] => row,
        // Which of them failed is not told.
        _ => return None,
    };
    just(row)
}

/// Whether words of everyday can be nothing but those of a login: an issuer that is an address, the state of a callback.
fn is_about_login(message: &str, words: &[String]) -> bool {
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_of_tls = || ["certificate", "x509", "cert", "ssl", "tls", "chain"].into_iter().any(has);
    // One that is told beside another.
    let is_compared =
        message.matches("https://").count() > 1 || has("expected") || has("token") || has("iss");
    let is_issuer = has("issuer") && message.contains("https://") && is_compared && !is_of_tls();
    let is_told = has("csrf") || has("callback") && (has("parameter") || has("request") || has("stored"));
    let is_of_page = || ["redux", "react", "reducer", "component", "hydration"].into_iter().any(has);
    let is_state = has("state") && is_told && !is_of_page();
    // What nobody writes so who speaks of something else.
    const CODES: [&str; 4] = ["state_mismatch", "nonce_mismatch", "missing_nonce", "invalid_nonce"];
    is_issuer || is_state || CODES.iter().any(|code| message.contains(code))
}

/// Whether an algorithm stands in a message with which tokens are encrypted and not signed (RFC 7518 §4.1).
fn names_encryption(message: &str) -> bool {
    const ALGORITHMS: [&str; 8] =
        ["RSA-OAEP", "RSA1_5", "ECDH-ES", "A128KW", "A192KW", "A256KW", "GCMKW", "PBES2-"];
    ALGORITHMS.iter().any(|algorithm| message.contains(algorithm))
}

fn distinct<'s>(spoken: impl Iterator<Item = &'s &'s Spoken>) -> Vec<&'static str> {
    let mut rows = Vec::new();
    for spoken in spoken {
        if !rows.contains(&spoken.row) {
            rows.push(spoken.row);
        }
    }
    rows
}

/// A phrase in a message: whose it is, and its words.
struct Phrase<T> {
    of: T,
    at: usize,
    end: usize,
}

/// What is said of the things in a message, in the order of its words: each way of failing of the thing that is nearest.
fn heard(words: &[String]) -> Vec<(&'static Spoken, Fault)> {
    let things = phrases(words, ALL.iter().enumerate().map(|(number, spoken)| (number, spoken.things)));
    if things.is_empty() {
        return Vec::new();
    }
    let mut faults = phrases(words, FAULTS.iter().copied());
    faults.retain(|fault| !is_denied(words, fault.at));
    let mut heard = Vec::new();
    for fault in &faults {
        let near = things.iter().filter_map(|thing| Some((between(words, thing, fault)?, thing.of)));
        let Some(least) = near.clone().map(|(gap, _)| gap).min() else { continue };
        let nearest: Vec<usize> = near.filter(|(gap, _)| *gap == least).map(|(_, thing)| thing).collect();
        let with = |way: Fault| {
            ALL.iter().enumerate().find(|(number, spoken)| {
                // What stands behind a colon is of a step, as what it failed of; of a parameter it is another statement.
                (spoken.is_step || !least.has_colon)
                    && nearest.contains(number)
                    && spoken.faults.contains(&way)
            })
        };
        // What could not be got is not there; of what was not got it is not said that it is bad.
        let lacking = Some(Lacking).filter(|_| fault.of == Failed && is_getting(words, fault.end));
        let spoken = lacking.and_then(with).or_else(|| with(fault.of));
        heard.extend(spoken.map(|(_, spoken)| (spoken, fault.of)));
    }
    heard
}

/// Whether it is getting something that failed: `failed to get`, `error fetching`.
fn is_getting(words: &[String], at: usize) -> bool {
    const GETS: [&str; 21] = [
        "get",
        "getting",
        "fetch",
        "fetching",
        "obtain",
        "obtaining",
        "retrieve",
        "retrieving",
        "find",
        "finding",
        "generate",
        "generating",
        "create",
        "creating",
        "acquire",
        "acquiring",
        "request",
        "requesting",
        "mint",
        "load",
        "loading",
    ];
    let mut verb = words.iter().skip(at).skip_while(|word| *word == "to");
    verb.next().is_some_and(|verb| GETS.contains(&verb.as_str()))
}

/// Whether the words before a place say that it is not so: `is not expired`, `has never been refused`.
fn is_denied(words: &[String], at: usize) -> bool {
    const NOT: [&str; 5] = ["not", "never", "cannot", "neither", "nor"];
    const BETWEEN: [&str; 4] = ["be", "been", "even", "yet"];
    let mut before = words.get(..at).unwrap_or_default().iter().rev().map(String::as_str).peekable();
    while before.next_if(|word| BETWEEN.contains(word)).is_some() {}
    let is_short = |own: &str| own.len() > 2 && own.ends_with('n') || own == "can";
    match before.next() {
        // `isn't` are two words here.
        Some("t") => before.next().is_some_and(is_short),
        word => word.is_some_and(|word| NOT.contains(&word)),
    }
}

/// The phrases of some lists in a message; what is part of a longer one is none.
fn phrases<T>(words: &[String], lists: impl Iterator<Item = (T, &'static [&'static str])>) -> Vec<Phrase<T>>
where
    T: Copy,
{
    let mut found: Vec<Phrase<T>> = Vec::new();
    for (of, list) in lists {
        for text in list {
            let first = text.split(' ').next().unwrap_or_default();
            for (at, _) in words.iter().enumerate().filter(|(_, word)| is_word(first, word)) {
                let rest = words.get(at..).unwrap_or_default();
                let length = text.split(' ').count();
                if length <= rest.len() && text.split(' ').zip(rest).all(|(own, word)| is_word(own, word)) {
                    found.push(Phrase { of, at, end: at + length });
                }
            }
        }
    }
    let places: Vec<(usize, usize)> = found.iter().map(|phrase| (phrase.at, phrase.end)).collect();
    found.retain(|phrase| {
        let own = phrase.end - phrase.at;
        !places.iter().any(|(at, end)| *at <= phrase.at && phrase.end <= *end && end - at > own)
    });
    found.sort_by_key(|phrase| phrase.at);
    found
}

/// Whether a word is one of a phrase, in the plural too.
fn is_word(own: &str, word: &str) -> bool {
    word == own || word.strip_suffix('s') == Some(own)
}

/// What stands between a thing and how it failed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gap {
    has_colon: bool,
    words: usize,
}

/// `None` where they overlap, are far from each other or of two sentences.
fn between(words: &[String], thing: &Phrase<usize>, fault: &Phrase<Fault>) -> Option<Gap> {
    let is_before = fault.end <= thing.at;
    let (from, to) = if is_before { (fault.end, thing.at) } else { (thing.end, fault.at) };
    let between = words.get(from..to)?;
    let has = |mark: &str| between.iter().any(|word| word == mark);
    let is = |word: &str| words.get(fault.at).is_some_and(|own| own == word) && fault.end == fault.at + 1;
    // `id_token is missing the claim`: it is there.
    let has_more = || words.get(fault.end).is_some_and(|next| !AFTER_MISSING.contains(&next.as_str()));
    let is_said = is_before || !is(BEFORE) && fault.of != Lacking && !(is(MISSING) && has_more());
    let far = if is(NO) { NEAR_NO } else { NEAR };
    let is_near = is_said && between.len() <= far && !has(END);
    is_near.then(|| Gap { has_colon: has(COLON), words: between.len() })
}

/// Stands between two sentences.
const END: &str = ".";
/// Stands between what failed and why.
const COLON: &str = ":";

/// The words of a message in lower case, and where its sentences end. Addresses are none; a status of four hundred and more is one
/// of the words above.
fn words(message: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    // Two members of JSON are two statements.
    let message = message.replace("\",\"", "\"\n\"").replace("\", \"", "\"\n\"");
    for line in message.lines() {
        let tokens: Vec<&str> = line
            .split_whitespace()
            .filter(|token| !token.contains("://") || token.contains("well-known"))
            .collect();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before)).copied();
            let status = status(token).filter(|_| is_status(before, token, tokens.get(at + 1).copied()));
            let pieces = token.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
            match status {
                Some(status) => words.push(status.to_owned()),
                None => words.extend(pieces.flat_map(apart)),
            }
            match token.trim_end_matches(['"', '\'', ')', ']']).chars().next_back() {
                Some('.' | ';' | '!' | '?') => words.push(END.to_owned()),
                Some(':') => words.push(COLON.to_owned()),
                _ => {}
            }
        }
        words.push(END.to_owned());
    }
    words
}

/// The word for a status that means a refusal, which may stand behind its name: `status=404`.
fn status(token: &str) -> Option<&'static str> {
    let last = token.trim_matches(|c: char| !c.is_alphanumeric()).rsplit(['=', ':', '/', '(']).next()?;
    match last.parse().ok()? {
        401 => Some("#401"),
        404 | 405 => Some("#404"),
        400..600 => Some("#4"),
        _ => None,
    }
}

/// Whether a number is a status: by its name before it, by its reason behind it, or as all that is said.
fn is_status(before: Option<&str>, token: &str, behind: Option<&str>) -> bool {
    const NAMES: [&str; 11] = [
        "status",
        "statuscode",
        "code",
        "http",
        "error",
        "returned",
        "returns",
        "response",
        "responded",
        "with",
        "got",
    ];
    const REASONS: [&str; 10] = [
        "unauthorized",
        "bad",
        "forbidden",
        "not",
        "method",
        "too",
        "internal",
        "service",
        "gateway",
        "conflict",
    ];
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_of =
        |list: &[&str], word: Option<&str>| word.is_some_and(|word| list.contains(&plain(word).as_str()));
    let is_marked = token.starts_with(['(', '[']) || token.contains(['=', ':']) || token.starts_with("HTTP/");
    let is_behind_mark =
        before.is_none_or(|word| word.ends_with([':', '-', '=']) || word.starts_with("HTTP/"));
    // `450 ms`, `404 users`.
    let is_counted = behind.is_some_and(|word| {
        word.starts_with(char::is_alphabetic)
            && !is_of(&REASONS, behind)
            && !token.ends_with([':', ',', ')', ';', '.'])
    });
    is_of(&REASONS, behind)
        || !is_counted && (behind.is_none() || is_marked || is_behind_mark || is_of(&NAMES, before))
        || is_of(&NAMES[..5], before)
}

/// Names that have a capital within.
const WHOLE: [&str; 4] = ["OpenID", "OAuth", "OAuth2", "UserInfo"];

/// A word, or the words of `redirectUri`; the name of a class is one: no state is illegal of an `IllegalStateException`.
fn apart(piece: &str) -> Vec<String> {
    let is_class = piece.ends_with("Exception") || piece.ends_with("Error");
    if is_class || WHOLE.iter().any(|whole| whole.eq_ignore_ascii_case(piece)) {
        return vec![piece.to_lowercase()];
    }
    let mut all = Vec::new();
    let mut word = String::new();
    let mut is_behind_lower = false;
    for c in piece.chars() {
        if c.is_uppercase() && is_behind_lower {
            all.push(std::mem::take(&mut word));
        }
        is_behind_lower = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    all.push(word);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(message: &str) -> Option<&'static str> {
        spoken(message, false).map(|known| known.text)
    }

    #[test]
    fn a_sentence_in_unknown_words_says_what_failed_and_how() {
        for (message, expected) in [
            (
                "acme-sso: the Redirect URI you gave us is not registered here",
                "the redirect URI is not accepted",
            ),
            ("redirectUri mismatch!", "the redirect URI is not accepted"),
            ("login broke: no redirect_uri in the request", "a redirect URI is missing"),
            ("id_token signed with the wrong algorithm: HS256", ALGORITHM),
            ("id_token signed with the wrong algorithm: RSA-OAEP-256, expected RS256", ENCRYPTED),
            ("we could not find the code verifier in your browser", "the code verifier is missing"),
            ("this client has to send a code_challenge, which is required", "a code challenge is missing"),
            ("client secret of tenant 7 was rejected", "the client secret is not accepted"),
            (
                "registration request failed with status 404: Cannot POST /register",
                "the client could not be registered",
            ),
            ("could not exchange code: HTTP 401", "the token endpoint refuses the client"),
            ("oauth: this code has already been exchanged", "the authorization code was used before"),
            ("unauthorized: access token has insufficient scopes.", "a scope is missing"),
            ("Missing, invalid or expired access token", "the access token is not accepted"),
            ("failed to get the ID token: xyzzy", "the token could not be fetched"),
            ("failed to refresh access token: Error: Missing refresh token.", "there is no refresh token"),
            ("unable to get the current id_token", "there is no ID token"),
            ("unable to check the current id_token", "the ID token is not accepted"),
            ("the request must include a 'client_id' input parameter", "the client id is missing"),
            ("[shop/ERROR] Could not find OAuth cookie", "the cookie of the login is missing"),
            ("OAuth2AuthHandler was created without a origin/callback URL", "a redirect URI is missing"),
            ("error getting access token: it took too long", "the token could not be fetched"),
            ("OIDC discovery: timed out", "the discovery document cannot be read"),
            ("Refresh token was already used", "the refresh token is not accepted"),
            (
                "Wrong issuer: got https://a.example/x, expected https://b.example/x",
                "the issuer does not fit",
            ),
            ("the state of the callback does not match the stored one", "the state does not fit"),
            ("there is no refresh token for this user", "there is no refresh token"),
            // The token is there, and lacks something.
            ("the access token is missing the claim of the tenant", "a claim is missing"),
            ("post_logout_redirect_uri is not allowed", "the logout is not accepted"),
        ] {
            assert_eq!(row(message), Some(expected), "{message}");
        }
    }

    #[test]
    fn every_row_is_one_of_the_table() {
        for spoken in ALL.iter().filter(|spoken| !spoken.faults.is_empty()) {
            let known = just(spoken.row);
            assert!(
                known.is_some_and(|known| !known.suspects.is_empty() || known.own.id.ends_with("exists")),
                "{}",
                spoken.row
            );
        }
    }

    #[test]
    fn what_is_not_of_a_login_says_nothing() {
        for message in [
            "java.lang.IllegalStateException: the scope is closed",
            "invalid state transition",
            r#"{"error_description":"The OAuth launch is no longer valid","state":"0b52142e"}"#,
            "unknown issuer of the certificate of https://a.example",
            "callback left the state machine in an unexpected state",
            "scope 'job' is not active",
            "the issuer of this bond is unknown",
            "gpg: BAD signature",
            // Of which of the two it is said is not told.
            "client_id or redirect_uri: one of redirect_uri invalid, client_secret invalid",
            "Error: the user gave no server metadata, error",
            "the access token is not expired",
            "the id_token hasn't been rejected",
            "the refresh token was never used before",
            "fetched the jwks, which took 450 ms",
            "the discovery document lists 404 algorithms",
            "",
        ] {
            assert_eq!(row(message), None, "{message}");
        }
    }

    #[test]
    fn a_code_of_the_specifications_says_more_than_a_step() {
        let message = "error getting token: invalid_grant";
        assert!(spoken(message, false).is_some() && spoken(message, true).is_none());
    }

    #[test]
    fn long_texts_are_not_read_so() {
        let message = format!("redirect_uri is not registered {}", "x ".repeat(LONGEST));
        assert_eq!(row(&message), None);
    }
}
