//! What stands behind the words of a program that only wrap an error: the status with which the call was answered.

use std::ops::Range;

use crate::actor::Actor;

/// What a status says of a call that a program made for a login.
pub(crate) struct Behind {
    /// The status (RFC 9110 §15).
    pub(crate) status: u16,
    /// Where it stands.
    pub(crate) at: Range<usize>,
    /// What it means.
    pub(crate) means: &'static str,
    /// What to do.
    pub(crate) fix: &'static str,
    /// Who.
    pub(crate) actor: Option<Actor>,
}

/// Bytes behind the beginning of the words in which the status is looked for.
const FAR: usize = 600;

/// What an address is by its last segment, where nothing else tells it (RFC 6749 §3.2, RFC 7662 §2, RFC 7009 §2).
pub(crate) fn named(uri: &http::Uri) -> Option<&'static str> {
    let last = uri.path().trim_end_matches('/').rsplit('/').next()?;
    match last.split('.').next()? {
        "token" | "access_token" => Some("Its address is that of a token endpoint."),
        "userinfo" => Some("Its address is that of UserInfo."),
        "introspect" | "introspection" => Some("Its address is that of token introspection."),
        "revoke" | "revocation" => Some("Its address is that of token revocation."),
        "jwks" | "certs" => Some("Its address is that of a key set."),
        _ => None,
    }
}

/// What goes before a status that has no reason phrase.
const BEFORE: [&str; 14] = [
    "httperror",
    "httpexception",
    "status",
    "status code",
    "status code of",
    "statuscode",
    "responded with",
    "http status error",
    "http",
    "http/1.1",
    "http/2",
    "http error",
    "status_code",
    "response code",
];

/// What clients for HTTP write behind one.
const BEHIND: [&str; 3] = ["client error: ", "server error: ", ", message="];

impl Behind {
    /// Reads a statement from the beginning of the known words on.
    pub(crate) fn of(text: &str, from: usize) -> Option<Self> {
        let end = text.len().min(from + FAR);
        let end = (from..=end).rev().find(|at| text.is_char_boundary(*at))?;
        let part = text.get(from..end)?;
        let mut at = 0;
        while let Some(digit) = part.get(at..)?.find(|c: char| c.is_ascii_digit()) {
            let start = at + digit;
            let rest = part.get(start..)?;
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            at = start + digits;
            let place = start..at;
            if digits == 3
                && let Some(status) = part.get(place.clone()).and_then(|digits| digits.parse().ok())
                && is_status(part, &place, status)
            {
                let said = part.get(place.end..)?.lines().next().unwrap_or_default();
                let (means, fix, actor) = of_token(status, said).or_else(|| meaning(status))?;
                return Some(Behind { status, at: from + place.start..from + place.end, means, fix, actor });
            }
        }
        None
    }
}

/// Whether a number is a status: its reason phrase stands behind it, or a word for it before.
fn is_status(text: &str, place: &Range<usize>, status: u16) -> bool {
    let around = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let (before, after) = (&text[..place.start], &text[place.end..]);
    if around(before.chars().next_back()) || after.starts_with(|c: char| c.is_alphanumeric()) || status < 300
    {
        return false;
    }
    let behind = after.trim_start_matches([' ', '(', '\'', '"', '-', ':']).to_ascii_lowercase();
    if reason(status).is_some_and(|reason| behind.starts_with(reason)) {
        return true;
    }
    // `401 Client Error: …` of requests, `400, message='…'` of aiohttp.
    if BEHIND.iter().any(|word| behind.starts_with(word)) {
        return true;
    }
    // `failed [403]`, as Meteor's calls have it.
    let is_marked = before.ends_with("ailed [") && after.starts_with(']');
    let before = before.trim_end_matches([' ', '=', ':', '\'', '"', '(', '[', ']']).to_ascii_lowercase();
    // `server replied: Forbidden" 403`, as Qt's have it.
    let is_named = reason(status).is_some_and(|reason| before.ends_with(reason));
    is_marked || is_named || BEFORE.iter().any(|word| before.ends_with(word))
}

/// Whether a text is the reason phrase of a status, which every server says.
pub(crate) fn is_reason(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    (300..600).any(|status| reason(status).is_some_and(|reason| reason == lower))
}

/// The reason phrase (RFC 9110 §15), as far as servers write the same.
fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication",
        408 => "request time",
        411 => "length required",
        413 => "request entity",
        415 => "unsupported media",
        421 => "misdirected request",
        422 => "unprocessable",
        429 => "too many requests",
        431 => "request header",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway time",
        _ => return None,
    })
}

/// What a status means whose reason names the token.
fn of_token(status: u16, said: &str) -> Option<(&'static str, &'static str, Option<Actor>)> {
    const FAULTS: [&str; 5] = ["invalid", "expired", "malformed", "not valid", "bad"];
    let lower = said.to_ascii_lowercase();
    let is_of_token = lower.contains("token") && FAULTS.iter().any(|fault| lower.contains(fault));
    (status == 401 && is_of_token).then_some((
        "The server that was called did not accept the token of the call",
        "Read the token (oauth-lens token TOKEN): who issued it, for whom (aud), of whom (sub), until when. Compare each with what that server is told to accept.",
        None,
    ))
}

/// What a status means to whoever called, what to do, and who.
pub(crate) fn meaning(status: u16) -> Option<(&'static str, &'static str, Option<Actor>)> {
    Some(match status {
        300..=399 => (
            "The address that was called redirects, so that the call did not reach what it was for",
            "Call the address with curl -i from where this program runs and read Location: it says which address to configure (https in place of http, a slash, another host), or shows a login page in front.",
            Some(Actor::AppServer),
        ),
        401 => (
            "The server that was called did not accept the credentials of the call: at the token endpoint the client's id and secret or the way they are sent, elsewhere the token",
            "At the token endpoint compare client id and secret with the provider's registration, and whether they go in the Authorization header or in the body; elsewhere look at the token (oauth-lens token TOKEN). The answer's body and WWW-Authenticate say more.",
            None,
        ),
        403 => (
            "The server that was called, or a web server, proxy or firewall in front of it, forbids the call",
            "Call the address with curl -i from where this program runs: a page tells that something in front of the server forbids it (rules, addresses that are allowed), JSON that the server itself does (a scope or permission that is missing).",
            None,
        ),
        404 | 410 => (
            "There is nothing at the address that was called: its path, realm, tenant or host is another one",
            "Compare the address in the settings with the discovery document of the provider (/.well-known/openid-configuration), and call it with curl -i from where this program runs: a proxy may cut or add a part of the path.",
            Some(Actor::AppServer),
        ),
        405 => (
            "The address that was called does not take this method: it is another endpoint's, or a redirect made a GET of the POST",
            "Compare the address in the settings with the discovery document of the provider: the token endpoint takes POST alone.",
            Some(Actor::AppServer),
        ),
        407 => (
            "The outgoing proxy wants a login of its own",
            "Give this program the proxy's credentials, or list the host in NO_PROXY.",
            Some(Actor::Network),
        ),
        415 => (
            "The server does not take a body of this type: a token request is a form",
            "Send it as application/x-www-form-urlencoded.",
            Some(Actor::AppServer),
        ),
        429 => (
            "The server that was called got too many requests and takes none for a while",
            "Wait as long as Retry-After says, and mend what calls so often: a loop, every instance for itself, a key set that is not kept.",
            Some(Actor::AppServer),
        ),
        431 | 413 => (
            "The request was larger than the server, or a proxy before it, takes",
            "Make headers and cookies smaller, or raise the limit there.",
            None,
        ),
        502..=504 => (
            "What stands before the server that was called could not reach it, or the server is overloaded",
            "Look whether that server runs and is ready, and into the log of the proxy or load balancer before it; try it with curl -i from where this program runs.",
            Some(Actor::Network),
        ),
        500..=599 => (
            "The server that was called failed on the call with an error of its own",
            "Read that server's own log at this second.",
            None,
        ),
        400..=499 => (
            "The server that was called found fault with the request; where it says with what, that stands in its answer's body",
            "Read the body of the answer: the lines behind this one, or the debug log of the HTTP client (oauth-lens inputs says how).",
            None,
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(text: &str) -> Option<u16> {
        Behind::of(text, 0).map(|behind| behind.status)
    }

    #[test]
    fn a_status_has_its_reason_behind_it_or_a_word_before_it() {
        assert_eq!(status("oauth2: cannot fetch token: 403 Forbidden"), Some(403));
        assert_eq!(status("expected 200 OK, got: 404 Not Found"), Some(404));
        assert_eq!(status("response indicates failure, status=503, body=<html>"), Some(503));
        assert_eq!(status("Request failed with status code 401"), Some(401));
        assert_eq!(status("does not indicate success: 401 (Unauthorized)."), Some(401));
        assert_eq!(status("HTTP Error 403: Forbidden"), Some(403));
        assert_eq!(status("401 Client Error: for url: https://a.example/token"), Some(401));
        assert_eq!(status("[status code] 400 [reason phrase] Bad Request"), Some(400));
        assert_eq!(status("400, message='', url=URL('https://a.example')"), Some(400));
        assert_eq!(status("Received HTTP status code [400]"), Some(400));
        assert_eq!(status("userinfo. failed [403] {}"), Some(403));
        assert_eq!(status("a/token - server replied: Method Not Allowed\" 405"), Some(405));
    }

    #[test]
    fn other_numbers_are_none() {
        for text in
            ["took 401 ms", "port 443", "line 404, in get", "10.0.0.401", "status 200", "user-404 Not Found"]
        {
            assert_eq!(status(text), None, "{text}");
        }
    }
}
