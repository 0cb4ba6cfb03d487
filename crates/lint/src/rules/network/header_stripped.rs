//! RFC 9110 §11.6.2: a proxy "forwarding a request MUST NOT modify any Authorization header fields in that request".

use http::Exchange;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Words, each_word};
use crate::token_use::gets_past;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/header-stripped",
    title: "The Authorization header gets lost on the way",
    lead: "The app sends the access token, or the client's credentials, in the Authorization header, and the server says that there is none.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "11.6.2"), Reference::Rfc(6750, "2.1")],
    why: "The request has an Authorization header, and the server says that there is none. Something between them takes the header out: a proxy, a gateway, or the web server in front of the server's program.",
    fix: "Pass the Authorization header on: to the program behind the web server, and through every proxy before it.",
    verify: "Repeat the call and log the headers where it arrives: Authorization is there as it was sent.",
    disproof: "The program that refuses the call logs an Authorization header with what was sent.",
    explains: &[
        "answer/refused",
        "api/401-invalid-token",
        "token/error-shape",
        "token/invalid-client",
        "token/invalid-request",
        "userinfo/failed",
    ],
    since: "0.1.0",
    page: page!("header_stripped.md"),
    check: Check::Message(check),
};

/// What servers miss, in the words in which they write it.
const HEADERS: [&[&str]; 5] = [
    &["authorization", "header"],
    &["authorization", "in", "headers"],
    &["authorization", "token"],
    &["auth", "header"],
    &["client", "credentials"],
];
const TOKENS: [&[&str]; 3] = [&["bearer", "token"], &["access", "token"], &["token"]];

/// How they say so before it.
const BEFORE: [&[&str]; 3] = [&["missing"], &["no"], &["missing", "an"]];

/// How they say so behind it; of a token that was not found it may be told that nobody knows it.
const BEHIND: [&[&str]; 6] = [
    &["is", "missing"],
    &["missing"],
    &["not", "provided"],
    &["was", "not", "provided"],
    &["is", "required"],
    &["not", "present"],
];
const NOT_FOUND: [&[&str]; 3] = [&["not", "found"], &["was", "not", "found"], &["were", "not", "found"]];

/// What may stand between that and the end of the sentence: `no token was provided in the request header`.
const PASSED: [&str; 9] =
    ["found", "passed", "present", "provided", "received", "sent", "supplied", "was", "were"];
const WHERE: [&str; 2] = ["from", "in"];
const PLACES: [&str; 7] = ["authorization", "body", "header", "headers", "http", "or", "request"];

/// Words before a token that say which: what else is missing is none that the header has.
const WHICH: [&str; 8] = ["a", "access", "an", "authorization", "bearer", "missing", "no", "the"];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let Some((scheme, sent)) = message.exchange.authorization() else { return Verdict::NotApplicable };
    let is_of_client = message.kind == MessageKind::TokenRequest && scheme.eq_ignore_ascii_case("basic");
    let requests = flow.protected_requests();
    let request = requests.iter().find(|request| request.message == index);
    let is_of_token = request.is_some() && scheme.eq_ignore_ascii_case("bearer");
    let refused = matches!(message.exchange.status(), Some(400 | 401 | 403));
    // A header that says nothing is as good as none.
    let is_empty = sent.is_empty() || matches!(sent, "undefined" | "null");
    let is_well_later = match request {
        Some(request) => gets_past(request, flow),
        None => succeeds_later(flow, index),
    };
    if !(is_of_client || is_of_token) || !refused || is_empty || is_well_later {
        return Verdict::NotApplicable;
    }
    let Some(said) = says_none(index, message.exchange, is_of_client) else { return Verdict::Pass };
    let header = Pointer::new(index, Part::RequestHeader("authorization".into()));
    let summary = match is_of_client {
        true => {
            "The request carries the client's credentials in its Authorization header, and the token endpoint answers that it found none."
        }
        false => {
            "The request carries the access token in its Authorization header, and the API answers that it got none."
        }
    };
    let evidence = fail(summary)
        .confidence(Confidence::Medium)
        .noted(header, "sent")
        .noted(said, "what the server says");
    match is_of_client {
        true => evidence.fix(FOR_CLIENT).into(),
        false => evidence.into(),
    }
}

const FOR_CLIENT: &str = "Pass the Authorization header on to the program behind the web server (Apache before PHP: CGIPassAuth On, or a SetEnvIf or rewrite rule that sets HTTP_AUTHORIZATION; nginx: the parameters for FastCGI or the proxy), or send client_id and client_secret in the body, where the provider takes them there.";

/// Where an answer says that there was none.
fn says_none(message: usize, exchange: &Exchange, is_of_client: bool) -> Option<Pointer> {
    let words = Words::of(message, exchange);
    let header =
        exchange.response_header("www-authenticate").filter(|said| tells_of_none(said, is_of_client));
    if header.is_some() {
        return Some(Pointer::new(message, Part::ResponseHeader("www-authenticate".into())));
    }
    words.filter(|words| tells_of_none(&words.text, is_of_client)).map(|words| words.place)
}

/// Whether a text says that a header, a token or credentials are not there; of a client that its credentials are in no header or body.
fn tells_of_none(text: &str, is_of_client: bool) -> bool {
    let lower = text.to_ascii_lowercase();
    let all: Vec<&str> = each_word(&lower).collect();
    let ends = |rest: &[&str]| {
        let rest = &rest[rest.iter().take_while(|word| PASSED.contains(word)).count()..];
        match rest.split_first() {
            None => !is_of_client,
            Some((word, place)) => {
                WHERE.contains(word) && place.iter().all(|word| *word == "the" || PLACES.contains(word))
            }
        }
    };
    let is_none = |at: usize, thing: &[&str], is_header: bool| {
        let (before, behind) = (&all[..at], all.get(at + thing.len()..).unwrap_or_default());
        if !is_header && before.last().is_some_and(|word| !WHICH.contains(word)) {
            return false;
        }
        let said = BEHIND.iter().chain(NOT_FOUND.iter().filter(|_| is_header));
        let mut said = said.filter(|words| behind.starts_with(words));
        said.any(|words| ends(behind.get(words.len()..).unwrap_or_default()))
            || BEFORE.iter().any(|words| before.ends_with(words)) && ends(behind)
    };
    let says = |at: usize, things: &[&[&str]], is_header: bool| {
        things.iter().any(|thing| all[at..].starts_with(thing) && is_none(at, thing, is_header))
    };
    (0..all.len()).any(|at| says(at, &HEADERS, true) || !is_of_client && says(at, &TOKENS, false))
}

#[cfg(test)]
mod tests {
    use super::tells_of_none;

    #[test]
    fn what_is_not_there_is_told_from_what_is_not_known() {
        for said in [
            "No authorization token was found",
            "Missing Authorization header",
            "No token provided.",
            "access token is missing",
            "Authorization header is required",
        ] {
            assert!(tells_of_none(said, false), "{said}");
        }
        assert!(tells_of_none("Client credentials were not found in the headers or body", true));
        for said in [
            "Client credentials not found",
            "No client credentials in grant_types of the client",
            "Refresh token is missing",
        ] {
            assert!(!tells_of_none(said, true), "{said}");
        }
        for said in [
            "Token not found",
            "The access token is missing the required scope",
            "No token scopes match",
            "The access token was not found",
            "no client with these credentials",
            "Invalid authorization header",
            "No token with scope orders",
            "Missing token in cache",
            "Access token is missing from the allow list",
            "Authorization token not found or expired",
            "No access token found for this user in our database",
            "No token found in the CSRF cookie",
            "Refresh token is missing",
            "The id token is required",
            "CSRF token missing",
            "Captcha token is missing or incorrect",
            "No authorization header with DPoP was found",
            "Authorization header missing or malformed",
            "Authorization header is required in the signed headers",
        ] {
            assert!(!tells_of_none(said, false), "{said}");
        }
    }
}
