//! The same authorization response at the redirect URI more than once.

use http::{Exchange, Observer};
use oauth::{AuthorizationResponse, Flow};

/// Deliveries that are looked at: a page that loads itself for ever says nothing new.
const DELIVERIES: usize = 32;

/// The first delivery of a response, where this is another one: the same address with the same code, to which nothing
/// redirected the browser again.
pub(crate) fn first_delivery<'f, 'r>(
    response: &AuthorizationResponse<'_>,
    flow: &'f Flow<'r>,
) -> Option<&'f AuthorizationResponse<'r>> {
    let uri = &response.exchange.request.uri;
    let is_same = |earlier: &&AuthorizationResponse<'r>| {
        let codes = earlier.code().zip(response.code());
        let other = earlier.exchange;
        earlier.message < response.message
            && earlier.delivered
            && codes.is_some_and(|(a, b)| a.same(b) == Some(true))
            && other.request.uri.same_resource(uri)
            // What the app's server writes down, or a second recording shows, is the same request.
            && other.observer == Observer::Browser
            && response.exchange.observer == Observer::Browser
            && other.started.zip(response.exchange.started).is_some_and(|(a, b)| a < b)
    };
    let deliveries = || flow.authorization_responses().iter().take(DELIVERIES);
    let first = deliveries().find(is_same)?;
    if !deliveries().any(|delivery| delivery.message == response.message) {
        return None;
    }
    let redirected = flow.messages[first.message..response.message]
        .iter()
        .any(|message| message.exchange.location().is_some_and(|to| to.same_resource(uri)));
    (!redirected).then_some(first)
}

/// Whether the app took a response, as far as its status tells.
pub(crate) fn was_taken(response: &AuthorizationResponse<'_>) -> bool {
    response.exchange.error.is_none() && response.exchange.status().is_some_and(|status| status < 400)
}

/// Seconds between two deliveries.
pub(crate) fn apart(first: &AuthorizationResponse<'_>, second: &AuthorizationResponse<'_>) -> f64 {
    let times = first.exchange.started.zip(second.exchange.started);
    times.map_or(0.0, |(a, b)| b.as_seconds() - a.as_seconds())
}

/// The header with which a browser says that nobody looks at the page yet.
pub(crate) fn prefetch(exchange: &Exchange) -> Option<&'static str> {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .find(|name| exchange.request_header(name).is_some_and(|value| value.contains("prefetch")))
}

/// Whether the provider refused the code when it was exchanged after a delivery.
pub(crate) fn refused_after(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> bool {
    flow.token_exchanges()
        .iter()
        .filter(|token| token.message > response.message && token.grant_type() == "authorization_code")
        .any(|token| {
            token.response().error().is_some() || token.response().status().is_some_and(|s| s >= 400)
        })
}
