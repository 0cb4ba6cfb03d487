//! RFC 6265bis §5.7: name and value of a cookie that are longer than 4096 bytes are ignored; RFC 6585 §5: 431 is for header
//! fields that are too large.

use http::Exchange;
use http::cookie::CookieRefusal;
use http::redaction::length_of;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::cookie_return::{CookieReturn, Why};
use crate::json_fault::Content;
use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/too-large",
    title: "Cookies that are too large",
    lead: "A cookie is larger than what browsers keep, or the cookies of a request together are larger than what the \
          server takes.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.7"), Reference::Rfc(6585, "5")],
    why: "Browsers drop a cookie of more than 4096 bytes, and servers refuse requests whose cookies together are larger than their limit, often 8 kB. Either way the app does not see what it stored.",
    fix: "Keep the session on the server and only its id in the cookie; clear the app's cookies once to get out of it.",
    verify: "Repeat the step: each cookie has at most 4096 bytes, and the server takes the request with all of them.",
    disproof: "The same step fails in the same way when all cookies in it are small.",
    explains: &[
        "callback/back-to-login",
        "callback/server-error",
        "authorize/error-page",
        "callback/error",
        "format/html-instead-of-json",
        "token/error-shape",
    ],
    since: "0.1.0",
    page: page!("too_large.md"),
    check: Check::Message(check),
};

/// What most servers take at most, in bytes: nginx, Apache, Node.js and Tomcat begin to refuse here or later.
const LIMIT: usize = 8_000;

/// Words of the pages with which servers say so, in lower case.
const WORDS: [&str; 4] = [
    "request header or cookie too large",
    "request header fields too large",
    "size of a request header field exceeds server limit",
    "request header is too large",
];

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    if message.kind.is_after_login() {
        return Verdict::NotApplicable;
    }
    if message.kind == MessageKind::AuthorizationResponse {
        let response = flow.authorization_responses().iter().find(|response| response.message == index);
        let lost = response.and_then(|response| CookieReturn::of(response, flow).lost());
        if let Some(lost) = lost.filter(|lost| lost.why == Why::Refused(CookieRefusal::TooLarge)) {
            let words = Phrase::from("The cookie ").value(lost.pointer()).text(" has ");
            let words = words.number(lost.cookie.size).text(" bytes: browsers keep at most 4096.");
            return fail(words)
                .noted(lost.pointer(), "set as the login began")
                .noted(Pointer::new(index, Part::Status), "The app got the code without it.")
                .into();
        }
    }
    let exchange = message.exchange;
    let Some(status) = exchange.status() else { return Verdict::NotApplicable };
    let sent = cookie_bytes(exchange);
    let said = exchange.response_body().present().and_then(|body| body.text()).and_then(said);
    let refused = match status {
        431 | 494 => true,
        // A program that answers in JSON has read the request.
        400 | 413 => said.is_some() || sent > LIMIT && !is_json(exchange),
        _ => false,
    };
    if !refused {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The server refused the request with status ").number(status);
    let summary = match sent {
        0 => summary.text(": its header fields, cookies among them, are too large."),
        sent => summary.text(": the browser sent ").number(sent).text(" bytes of cookies."),
    };
    let mut evidence = fail(summary).at(Pointer::new(index, Part::Status));
    if sent > 0 {
        evidence = evidence.noted(Pointer::new(index, Part::RequestHeader("cookie".into())), "too large");
    }
    if let Some(range) = &said {
        let place = Pointer::new(index, Part::ResponseBody).marking([range.clone()]);
        evidence = evidence.noted(place, "what the server says");
    }
    if said.is_none() && !matches!(status, 431 | 494) {
        evidence = evidence.confidence(Confidence::Medium);
    }
    evidence.warning_if(succeeds_later(flow, index)).into()
}

/// Bytes of all cookies of a request.
fn cookie_bytes(exchange: &Exchange) -> usize {
    let headers = exchange.request.headers.present();
    headers.map_or(0, |headers| {
        let fields = headers.iter().filter(|(name, _)| *name == "cookie");
        let pairs = fields.flat_map(|(_, value)| value.text().split_inclusive(';'));
        let bytes = |pair: &str| match pair.split_once('=') {
            Some((name, value)) if value.contains(" · ") => {
                name.len() + "=;".len() + length_of(value.trim_end_matches(';').trim())
            }
            _ => pair.len(),
        };
        pairs.map(bytes).sum()
    })
}

fn is_json(exchange: &Exchange) -> bool {
    let body = exchange.response_body().present().copied();
    body.is_some_and(|body| matches!(Content::of(body, None), Content::Json))
}

fn said(page: &str) -> Option<std::ops::Range<usize>> {
    let page = page.to_ascii_lowercase();
    WORDS.iter().find_map(|words| page.find(words).map(|at| at..at + words.len()))
}
