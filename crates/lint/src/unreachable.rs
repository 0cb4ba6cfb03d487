//! A server that was never reached.

/// What follows where a request got no answer: the rules for what the answer should have had, and for what the app does without.
pub(crate) const NO_ANSWER: &[&str] = &[
    "authorize/error-page",
    "authorize/no-callback",
    "callback/back-to-login",
    "callback/error",
    "callback/server-error",
    "callback/slow",
    "cors/no-acao",
    "cors/preflight-status",
    "discovery/fetch-failed",
    "jwks/fetch-failed",
    "token/invalid-grant",
];
