//! What the traffic shows of a code on its way: whether what belongs to it fits, and how long it took.

use http::Timestamp;
use oauth::{Flow, TokenExchange};

/// The moments and values that a provider compares before it accepts a code.
pub(crate) struct CodeFacts {
    /// Whether the token request has the `redirect_uri` of the authorization request.
    pub(crate) same_uri: bool,
    /// Whether the code verifier hashes to the code challenge.
    pub(crate) verifier_fits: bool,
    /// Whether an earlier token request carried the same code.
    pub(crate) used_before: bool,
    /// From the arrival of the code to the answer, in seconds.
    pub(crate) age: Option<f64>,
    /// From the arrival of the code to the request, in seconds.
    pub(crate) age_when_sent: Option<f64>,
}

impl CodeFacts {
    /// Compares a token request with the login it belongs to.
    pub(crate) fn of(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Self {
        let request = flow.authorization_request();
        let fits =
            |challenge: &str, verifier: &str| challenge == verifier || challenge == jose::s256(verifier);
        let before =
            |other: &TokenExchange<'_>| other.message < token.message && other.code() == token.code();
        CodeFacts {
            same_uri: request.as_ref().is_some_and(|request| {
                request.redirect_uri().is_some() && request.redirect_uri() == token.redirect_uri()
            }),
            verifier_fits: request.as_ref().is_some_and(|request| {
                request.code_challenge().zip(token.code_verifier()).is_some_and(|(c, v)| fits(c, v))
            }),
            used_before: flow.token_exchanges().iter().any(before),
            age: age(token, flow, token.exchange.finished),
            age_when_sent: age(token, flow, token.exchange.started),
        }
    }
}

/// From the arrival of the code to that moment, in seconds.
fn age(token: &TokenExchange<'_>, flow: &Flow<'_>, until: Option<Timestamp>) -> Option<f64> {
    let responses = flow.authorization_responses();
    let response =
        responses.iter().find(|response| response.code().is_some() && response.code() == token.code())?;
    let (arrived, until) = response.exchange.started.zip(until)?;
    Some(until.as_seconds() - arrived.as_seconds()).filter(|age| *age >= 0.0)
}
