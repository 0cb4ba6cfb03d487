//! RFC 6749 §4.1.2: "The client MUST NOT use the authorization code more than once."

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::delivery::{apart, first_delivery, prefetch, refused_after, was_taken};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/reloaded",
    title: "The callback page is opened again with a used code",
    lead: "The browser opened the redirect URI a second time, with the code that the app had taken before.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(9700, "4.2.4")],
    why: "A code is good once. When the page with the code in its address is reloaded, reached by the Back button or \
          restored by the browser, the app tries the used code again and shows an error.",
    fix: "Leave the callback address after the exchange: redirect (303) to another page, or call history.replaceState with an address without code and state.",
    verify: "Log in and press reload: the address has no code any more, and the app shows no error.",
    disproof: "The app's log shows that it failed on the first delivery of this code already.",
    explains: &["token/double-exchange", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("reloaded.md"),
    check: Check::AuthorizationResponse(check),
};

/// A page that loads itself again does so sooner than this, in seconds.
const AT_ONCE: f64 = 1.0;

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(first) = first_delivery(response, flow) else { return Verdict::NotApplicable };
    let again = response.exchange;
    // An error page that somebody reloads is no cause of the error, and a page may load itself again on purpose.
    if !was_taken(first) || [first.exchange, again].into_iter().any(|exchange| prefetch(exchange).is_some()) {
        return Verdict::NotApplicable;
    }
    let by_itself = again.requesting_origin().is_some_and(|origin| origin == again.request.uri.origin());
    let used = flow.token_exchanges().iter().find(|token| token.response().gives_tokens());
    if by_itself || used.is_some_and(|token| token.message > response.message) {
        return Verdict::NotApplicable;
    }
    // Two lines of a recording may be one request: a service worker passes on what it is asked.
    let ended = first.exchange.finished.zip(again.started);
    if ended.is_some_and(|(ended, started)| started < ended) {
        return Verdict::NotApplicable;
    }
    let seconds = apart(first, response);
    if again.request.headers.present().is_none() && seconds < AT_ONCE {
        return Verdict::Inconclusive("the headers of the callback, which tell who opened it again");
    }
    let mut summary = Phrase::from("The callback was opened again");
    if seconds >= AT_ONCE {
        summary = summary.text(" after ").duration(seconds);
    }
    let is_refused = refused_after(response, flow);
    let failed = again.status().filter(|status| *status >= 400);
    summary = match failed {
        _ if is_refused => summary.text(", and its code was exchanged a second time."),
        Some(status) => summary
            .text(" with a code that is used up, and the app answered with status ")
            .number(status)
            .text("."),
        None => summary.text(" with a code that is used up."),
    };
    let mut evidence = fail(summary)
        .noted(first.pointer("code"), "arrived")
        .noted(response.pointer("code"), "the same code again");
    if failed.is_some() {
        evidence = evidence.at(Pointer::new(response.message, Part::Status));
    }
    if is_refused { evidence.severity(Severity::Error).into() } else { evidence.into() }
}
