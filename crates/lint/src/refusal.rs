//! What a token endpoint refuses: the client, or what the client brings.
//!
//! Most answers have RFC 6749's word for it. Some providers say it in other words, and some recordings hold the status
//! alone; both are less sure.

use http::Captured;
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::evidence::{Evidence, Place};
use crate::json_fault::Content;
use crate::rule::Confidence;

/// An error response of the token endpoint (RFC 6749 §5.2), or what stands for one.
pub(crate) struct TokenError {
    /// What it refuses.
    pub(crate) what: Refused,
    /// How it says so.
    pub(crate) said: Said,
}

/// What to do where the traffic tells nothing of the reason, and the provider's words do.
pub(crate) const READ_DESCRIPTION: &str =
    "Read the provider's description of the error: it names what is wrong with the grant.";

/// What to do where the description of an error is none.
pub(crate) const NO_DESCRIPTION: &str = "Search the provider's log at the time of this request: in place of a description its answer has a second code, which does not say what is wrong.";

/// Whether what stands as the description of an error is a code again (RFC 6749 §4.1.2.1, §5.2; RFC 8628 §3.5).
pub(crate) fn is_code(description: &str) -> bool {
    const CODES: [&str; 14] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "invalid_scope",
        "invalid_token",
        "invalid_target",
        "unauthorized_client",
        "unsupported_grant_type",
        "unsupported_response_type",
        "access_denied",
        "server_error",
        "temporarily_unavailable",
        "expired_token",
        "authorization_pending",
    ];
    CODES.contains(&description.trim().trim_end_matches('.').to_ascii_lowercase().as_str())
}

/// What a token endpoint refuses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// `invalid_client`.
    Client,
    /// `invalid_grant`.
    Grant,
}

/// How it says so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// With the word of RFC 6749 §5.2.
    Plainly,
    /// With another error code and a description that tells.
    InOtherWords,
    /// With a status alone, as far as the recording shows.
    ByStatus,
}

impl TokenError {
    /// `None` where a token request was not refused, or for another reason.
    pub(crate) fn of(token: &TokenExchange<'_>) -> Option<Self> {
        let response = token.response();
        let refusal = |what, said| Some(TokenError { what, said });
        match response.error() {
            Some("invalid_client") => refusal(Refused::Client, Said::Plainly),
            Some("invalid_grant") => refusal(Refused::Grant, Said::Plainly),
            Some(error) => {
                let description = response.text("error_description").unwrap_or_default();
                refusal(in_other_words(error, &description.to_ascii_lowercase())?, Said::InOtherWords)
            }
            None => refusal(by_status(token)?, Said::ByStatus),
        }
    }

    /// Shows where the provider says so.
    pub(crate) fn show(&self, token: &TokenExchange<'_>, evidence: Evidence<impl Place>) -> Evidence {
        let response = token.response();
        let evidence = match self.said {
            Said::Plainly => evidence.at(response.pointer("error")),
            Said::InOtherWords => evidence.confidence(Confidence::Medium).at(response.pointer("error")),
            Said::ByStatus => evidence.confidence(Confidence::Medium).noted(
                Pointer::new(token.message, Part::Status),
                "There is no more than the status to tell.",
            ),
        };
        match response.text("error_description") {
            Some(said) if is_code(said) => evidence.noted(
                response.pointer("error_description"),
                "A second code in place of words: it does not say what is wrong.",
            ),
            Some(_) => evidence.noted(response.pointer("error_description"), "What the provider says."),
            None => evidence,
        }
    }
}

/// Whether the provider has read the parameters of a token request: it gave tokens, or found fault with what they say.
pub(crate) fn has_read_parameters(token: &TokenExchange<'_>) -> bool {
    let response = token.response();
    let unread = ["invalid_request", "unsupported_grant_type"];
    response.gives_tokens()
        || response.is_unseen_success()
        || response.error().is_some_and(|error| !unread.contains(&error))
}

/// Whether a request is addressed to a token endpoint, as far as it says: an app may send a code to its own server too.
pub(crate) fn is_token_call(token: &TokenExchange<'_>, flow: &Flow<'_>) -> bool {
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.token_endpoint.as_ref());
    token.parameters.has("grant_type")
        || token.parameters.has("client_secret")
        || token.exchange.request.body.present().is_none()
        || stated.is_some_and(|stated| stated.same_endpoint(&token.exchange.request.uri))
}

/// Whether the provider does not accept the code or the refresh token.
pub(crate) fn is_refused_grant(token: &TokenExchange<'_>) -> bool {
    TokenError::of(token).is_some_and(|refusal| refusal.what == Refused::Grant)
}

/// Whether a token request was refused for what it says of the client or the grant.
pub(crate) fn is_refused_for_its_parameters(token: &TokenExchange<'_>) -> bool {
    const ERRORS: [&str; 4] = ["invalid_client", "invalid_grant", "invalid_request", "unauthorized_client"];
    let response = token.response();
    match response.error() {
        Some(error) => ERRORS.contains(&error) && !response.gives_tokens(),
        None => is_refused(token) && matches!(response.status(), Some(400 | 401 | 403 | 422)),
    }
}

/// Whether a token request was refused, by an error or by a status of the client's (RFC 9110 §15.5).
pub(crate) fn is_refused(token: &TokenExchange<'_>) -> bool {
    let response = token.response();
    !response.gives_tokens()
        && (response.refusal().is_some()
            || response.status().is_some_and(|status| (400..500).contains(&status)))
}

fn in_other_words(error: &str, description: &str) -> Option<Refused> {
    const CREDENTIALS: [&str; 5] = [
        "client authentication",
        "authorization header",
        "client_secret",
        "client secret",
        "client credentials",
    ];
    const CODE: [&str; 5] =
        ["redirect uri", "redirect_uri", "verifier", "authorization code", "code challenge"];
    const WRONG: [&str; 5] = ["match", "invalid", "incorrect", "expired", "already"];
    const ABSENT: [&str; 3] = ["missing", "required", "must be"];
    let has = |words: &[&str]| words.iter().any(|word| description.contains(word));
    match error {
        // Of two codes the narrower one says more.
        "invalid_request" | "server_error" if description == "invalid_client" => Some(Refused::Client),
        "invalid_request" | "server_error" if description == "invalid_grant" => Some(Refused::Grant),
        "invalid_request" | "unauthorized_client" if has(&CREDENTIALS) => Some(Refused::Client),
        "invalid_request" if has(&CODE) && has(&WRONG) && !has(&ABSENT) => Some(Refused::Grant),
        _ => None,
    }
}

/// 401 is for clients alone (RFC 6749 §5.2); what is left of 400, for a request that has all it needs, is about the code.
fn by_status(token: &TokenExchange<'_>) -> Option<Refused> {
    let response = token.response();
    // Neither a page of somebody else, nor an error of another kind. A server that wants another DPoP nonce says so
    // with 401 too (RFC 9449 §8).
    let wordless = match token.exchange.response_body() {
        Captured::Present(body) => matches!(Content::of(body, None), Content::Json | Content::Blank),
        Captured::Missing(_) => true,
    };
    let unseen = token.exchange.response_body().present().is_none();
    let wants_nonce = token
        .exchange
        .response
        .as_ref()
        .and_then(|r| r.headers.present())
        .is_some_and(|h| h.has("dpop-nonce"));
    if token.exchange.error.is_some() || response.refusal().is_some() || !wordless || wants_nonce {
        return None;
    }
    let is_complete = token.grant_type() == "authorization_code"
        && token.code().is_some()
        && token.exchange.form().is_some();
    match response.status() {
        Some(401) => Some(Refused::Client),
        Some(400) if unseen && is_complete => Some(Refused::Grant),
        _ => None,
    }
}
