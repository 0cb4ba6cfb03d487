//! JWTs with which a request proves something (RFC 7523): what their times say at the moment of the request.

use http::Uri;
use jose::Jwt;
use oauth::TokenExchange;

use crate::evidence::Phrase;
use crate::parties::miswritten;

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

/// In what an audience of a JWT differs from the address that was called, where it is meant to be that one. One of several that is right
/// is enough.
pub(crate) fn miswritten_audience(jwt: &Jwt, called: &Uri) -> Option<&'static str> {
    let audiences: Vec<Uri> = jwt.audiences().iter().filter_map(|name| Uri::parse(name)).collect();
    let is_right = audiences.iter().any(|audience| audience.text() == called.text());
    audiences.iter().find_map(|audience| miswritten(audience, called)).filter(|_| !is_right)
}
