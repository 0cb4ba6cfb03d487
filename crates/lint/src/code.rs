//! What the traffic shows of a code on its way: whether what belongs to it fits, and how long it took.

use http::{Timestamp, Value};
use oauth::{Flow, TokenExchange};

/// At many providers a code lives no longer, in seconds.
const SHORT_LIFE: f64 = 60.0;

/// What to do where a code was sent in time and came too late.
pub(crate) const HELD_UP: &str =
    "Find out what held the token request up on its way to the provider: many let a code live for a minute.";

/// The moments and values that a provider compares before it accepts a code.
pub(crate) struct CodeFacts {
    /// Whether the token request has the `redirect_uri` of the authorization request.
    pub(crate) same_uri: bool,
    /// Whether the code verifier hashes to the code challenge.
    pub(crate) verifier_fits: bool,
    /// Whether an earlier token request carried the same code.
    pub(crate) used_before: bool,
    /// Whether no earlier token request carried it.
    pub(crate) is_new: bool,
    /// From the arrival of the code to the answer, in seconds.
    pub(crate) age: Option<f64>,
    /// From the arrival of the code to the request, in seconds.
    age_when_sent: Option<f64>,
}

impl CodeFacts {
    /// Compares a token request with the login it belongs to.
    pub(crate) fn of(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Self {
        let request = flow.authorization_request();
        let asked = request.and_then(|request| request.redirect_uri());
        let challenge = request.and_then(|request| request.code_challenge());
        let fits = |(challenge, verifier): (Value<'_>, Value<'_>)| {
            challenge.same(verifier) == Some(true) || oauth::is_s256_of(challenge, verifier) == Some(true)
        };
        let earlier = || flow.token_exchanges().iter().filter(|other| other.message < token.message);
        CodeFacts {
            same_uri: asked
                .zip(token.redirect_uri())
                .is_some_and(|(asked, sent)| asked.same(sent) == Some(true)),
            verifier_fits: challenge.zip(token.code_verifier()).is_some_and(fits),
            used_before: earlier().any(|other| other.same_code(token) == Some(true)),
            is_new: earlier().all(|other| other.same_code(token) == Some(false)),
            age: age(token, flow, token.exchange.finished),
            age_when_sent: age(token, flow, token.exchange.started),
        }
    }

    /// Whether the answer came later than many providers let a code live.
    pub(crate) fn is_late(&self) -> bool {
        self.age.is_some_and(|age| age > SHORT_LIFE)
    }

    /// Whether the request already left too late for them.
    pub(crate) fn is_sent_late(&self) -> bool {
        self.age_when_sent.is_some_and(|age| age > SHORT_LIFE)
    }
}

/// From the arrival of the code to that moment, in seconds.
fn age(token: &TokenExchange<'_>, flow: &Flow<'_>, until: Option<Timestamp>) -> Option<f64> {
    let responses = flow.authorization_responses();
    let response = responses.iter().find(|response| {
        response.code().zip(token.code()).is_some_and(|(arrived, sent)| arrived.same(sent) == Some(true))
    })?;
    let (arrived, until) = response.exchange.started.zip(until)?;
    Some(until.as_seconds() - arrived.as_seconds()).filter(|age| *age >= 0.0)
}
