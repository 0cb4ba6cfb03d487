//! RFC 9110 §9.2.1: a GET must be safe, for browsers fetch pages ahead; RFC 6749 §4.1.2: a code is good once.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::delivery::{first_delivery, prefetch, refused_after, was_taken};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/fetched-twice",
    title: "The browser fetches the callback ahead and uses its code",
    lead: "Two requests for the redirect URI carry the same code, and one of them says that the browser only fetched \
          the page ahead (Sec-Purpose: prefetch).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(9110, "9.2.1")],
    why: "A browser that fetches a page ahead makes the same request as the user does a moment later. The first one \
          uses the code up, the second one comes with a used code.",
    fix: "Answer requests for the callback that carry Sec-Purpose: prefetch with 204 and leave the code alone.",
    verify: "Request the callback with Sec-Purpose: prefetch: the app answers 204 and leaves the code alone.",
    disproof: "The app's log shows that it exchanged no code for the request with the prefetch header.",
    explains: &["token/double-exchange", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("fetched_twice.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(first) = first_delivery(response, flow) else { return Verdict::NotApplicable };
    let (early, header) = match (prefetch(first.exchange), prefetch(response.exchange)) {
        (Some(header), None) => (first, header),
        (_, Some(header)) => (response, header),
        (None, None) => return Verdict::NotApplicable,
    };
    // An answer without content took no code.
    if early.exchange.status().is_some_and(|status| status == 204 || status >= 400) {
        return Verdict::Pass;
    }
    let evidence = fail("The browser fetched the callback ahead, and then opened it with the same code.")
        .noted(Pointer::new(early.message, Part::RequestHeader(header.into())), "fetched ahead")
        .noted(response.pointer("code"), "the same code again");
    let broke = refused_after(response, flow) || !was_taken(response);
    if broke { evidence.into() } else { evidence.severity(Severity::Warning).into() }
}
