//! JWTs with which a request proves something (RFC 7523): what their times say at the moment of the request.

use jose::Jwt;
use oauth::TokenExchange;

use crate::evidence::Phrase;

/// Less than this ahead may be rounding and travel, in seconds.
const NOISE: f64 = 5.0;

/// What helps against both.
pub(crate) const SIGN_ANEW: &str =
    "Sign a new one for each request, on a machine whose clock is right (NTP).";

/// What is wrong with the times of a JWT that a token request carries, as a sentence about "it"; by the provider's clock,
/// where its answer tells it.
pub(crate) fn fault_of_times(jwt: &Jwt, token: &TokenExchange<'_>) -> Option<Phrase> {
    let now = token.exchange.server_time().or(token.exchange.started)?.as_seconds();
    let ahead = |claim: &str| jwt.time(claim).map(|time| time - now);
    if let Some(over) = ahead("exp").map(|left| -left).filter(|over| *over > 0.0) {
        return Some(Phrase::from("It had expired ").duration(over).text(" before the request."));
    }
    let early =
        ["iat", "nbf"].into_iter().find_map(|claim| Some((claim, ahead(claim).filter(|by| *by > NOISE)?)));
    early
        .map(|(claim, by)| Phrase::from("Its ").text(claim).text(" is ").duration(by).text(" in the future."))
}
