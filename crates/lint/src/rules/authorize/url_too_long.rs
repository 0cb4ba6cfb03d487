//! RFC 9110 §15.5.15: 414 URI Too Long; RFC 6585 §5: 431 Request Header Fields Too Large.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::error_page::ErrorPage;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/url-too-long",
    title: "The address of the authorization request is too long",
    lead: "The authorization request is so long that the server refuses it for its length.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.5.15"), Reference::Rfc(6585, "5"), Reference::Rfc(9126, "1")],
    why: "Web servers take addresses and headers only up to a length. The server refuses this request for its length, and the login does not begin.",
    fix: "Keep what the state carries on the server and send a short name for it, or push the request before (PAR).",
    verify: "Start the login again: the address is shorter, and the server does not refuse it for its length.",
    disproof: "A short request to the same address, with the same cookies, gets the same refusal.",
    explains: &[],
    since: "0.1.0",
    page: page!("url_too_long.md"),
    check: Check::AuthorizationRequest(check),
};

/// Web servers take at least so many bytes in an address (RFC 9110 §4.1 recommends 8000).
const LONG: usize = 4000;

const WORDS: [&str; 4] = ["request-uri too", "uri too long", "url too long", "request line is too long"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(page) = ErrorPage::of(request, flow) else { return Verdict::Pass };
    let length = page.exchange.request.uri.text().text().len();
    let says_so = page.says(&WORDS).is_some() || page.provider_says(flow, RULE.id).is_some();
    // 431 is about all headers: cookies can be the reason too.
    let is_so = page.status == Some(414) || (page.status == Some(431) || says_so) && length >= LONG;
    if !is_so {
        return Verdict::Pass;
    }
    let words = Phrase::from("The address has ")
        .number(length)
        .text(" characters, and the server refuses it as too long.");
    fail(words).at(Pointer::new(page.message, Part::Url)).at(Pointer::new(page.message, Part::Status)).into()
}
