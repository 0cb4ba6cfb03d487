//! RFC 9110 §11.6.2: a proxy "forwarding a request MUST NOT modify any Authorization header fields in that request".

use http::Exchange;
use oauth::{Flow, Part, Pointer, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::gets_past;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/header-stripped",
    title: "The Authorization header gets lost on the way",
    lead: "The app sends the access token in the Authorization header, and the API says that there is no such header.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "11.6.2"), Reference::Rfc(6750, "2.1")],
    why: "The request carries the access token in its Authorization header, and the API says that there is none. Something between them takes the header out: a proxy, a gateway, or the web server in front of the API's program.",
    fix: "Pass the Authorization header on: to the program behind the web server, and through every proxy before it.",
    verify: "Repeat the call and log the headers where it arrives: Authorization is there with the token.",
    disproof: "The program that refuses the call logs an Authorization header with this token.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("header_stripped.md"),
    check: Check::ProtectedRequest(check),
};

/// How APIs say that they got no token, in lower case.
const NO_TOKEN: [&str; 12] = [
    "missing authorization header",
    "missing 'authorization' header",
    "missing 'authorization' in headers",
    "authorization header is missing",
    "authorization header missing",
    "authorization header is required",
    "authorization header not found",
    "no authorization header",
    "no authorization token was found",
    "no bearer token",
    "no token provided",
    "missing bearer token",
];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let bearer = request.scheme().is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
    let refused = matches!(request.exchange.status(), Some(400 | 401 | 403));
    // A header that says nothing is as good as none.
    let sent =
        request.token().is_some_and(|token| !token.is_empty() && !matches!(token, "undefined" | "null"));
    if !bearer || !refused || !sent || gets_past(request, flow) {
        return Verdict::NotApplicable;
    }
    let Some(said) = says_none(request.message, request.exchange) else { return Verdict::Pass };
    fail("The request carries the access token in its Authorization header, and the API answers that it got none.")
        .confidence(Confidence::Medium)
        .noted(request.authorization_pointer(), "sent")
        .noted(said, "what the API says")
        .into()
}

/// Where an answer says that there was no token.
fn says_none(message: usize, exchange: &Exchange) -> Option<Pointer> {
    let find = |text: &str| {
        let text = text.to_ascii_lowercase();
        NO_TOKEN.iter().find_map(|words| text.find(words).map(|at| at..at + words.len()))
    };
    let header = exchange.response_header("www-authenticate").and_then(find);
    if header.is_some() {
        return Some(Pointer::new(message, Part::ResponseHeader("www-authenticate".into())));
    }
    let body = exchange.response_body().present().and_then(|body| body.text()).and_then(find)?;
    Some(Pointer::new(message, Part::ResponseBody).marking([body]))
}
