//! What became of a login whose authorization request has a fault.
//!
//! A fault that the provider and the app let pass is none of the reasons for a failure that comes later.

use oauth::{AuthorizationRequest, Flow};

use crate::error_page::ErrorPage;
use crate::login::{has_used_token, turned_down, uses_token_later};
use crate::refusal::{Refused, TokenError};
use crate::rule::Severity;

/// What became of an authorization request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestOutcome {
    /// The provider refused the request, and says nothing else than what fits the fault.
    Refused,
    /// The provider refused the code.
    CodeRefused,
    /// The app's server failed on the code; what it did with it was not seen.
    AppFailed,
    /// It failed for a reason of its own.
    Elsewhere,
    /// It went on, or how it ended was not seen.
    WentOn,
}

impl RequestOutcome {
    /// `words` are those (in lower case) with which providers name the fault.
    pub(crate) fn of(request: &AuthorizationRequest<'_>, flow: &Flow<'_>, words: &[&str]) -> Self {
        if flow.has_tokens() {
            return RequestOutcome::WentOn;
        }
        if let Some(token) = flow.token_exchanges().last() {
            return match TokenError::of(token) {
                Some(refusal) if refusal.what == Refused::Grant => RequestOutcome::CodeRefused,
                Some(_) => RequestOutcome::Elsewhere,
                None if token.response().error().is_some() => RequestOutcome::Elsewhere,
                None => RequestOutcome::WentOn,
            };
        }
        let Some(response) = flow.authorization_responses().last() else {
            return match ErrorPage::of(request, flow) {
                Some(page) if page.says(words).is_some() || page.url_says(words).is_some() => {
                    RequestOutcome::Refused
                }
                Some(_) => RequestOutcome::Elsewhere,
                None => RequestOutcome::WentOn,
            };
        };
        match response.error() {
            Some("invalid_request") => {
                let description = response.parameters.text("error_description").unwrap_or_default();
                let description = description.to_ascii_lowercase();
                let fits = description.is_empty() || words.iter().any(|word| description.contains(word));
                if fits { RequestOutcome::Refused } else { RequestOutcome::Elsewhere }
            }
            Some(_) => RequestOutcome::Elsewhere,
            None if response.delivered && response.exchange.status().is_some_and(is_failure) => {
                RequestOutcome::AppFailed
            }
            None => RequestOutcome::WentOn,
        }
    }

    /// How bad a fault is that a correct peer refuses: a warning where nobody was seen to; `None` where something else
    /// ended the login.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            RequestOutcome::Refused | RequestOutcome::CodeRefused | RequestOutcome::AppFailed => {
                Some(Severity::Error)
            }
            RequestOutcome::WentOn => Some(Severity::Warning),
            RequestOutcome::Elsewhere => None,
        }
    }
}

/// How bad a fault of tokens is that some clients pass over and others refuse: an error where the app's server was seen to
/// fail, and the app did not go on; `None` where this client was seen to use them with success.
pub(crate) fn of_tokens(flow: &Flow<'_>, message: usize) -> Option<Severity> {
    if has_used_token(flow, message) {
        return None;
    }
    let failed = flow.authorization_responses().iter().any(|response| turned_down(response, flow));
    let is_error = failed && !uses_token_later(flow, message);
    Some(if is_error { Severity::Error } else { Severity::Warning })
}

/// Whether an app's server says with a status that it failed on a code. A missing route (404, 405) is another matter.
pub(crate) fn is_failure(status: u16) -> bool {
    matches!(status, 400 | 401 | 403) || status >= 500
}
