//! RFC 9110 §9.2.1: a GET must be safe, for browsers fetch pages ahead; RFC 6749 §4.1.2: a code is good once.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::delivery::{first_delivery, prefetch, refused_after, was_taken};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Said;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/fetched-twice",
    title: "The browser fetches the callback ahead and uses its code",
    lead: "Two requests for the redirect URI carry the same code, and one of them says that the browser only fetched \
          the page ahead (Sec-Purpose: prefetch), or asked for it beside a service worker \
          (Service-Worker-Navigation-Preload).",
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
    explains: &["answer/refused", "callback/reloaded", "token/double-exchange", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("fetched_twice.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(first) = first_delivery(response, flow) else { return Verdict::NotApplicable };
    if let Some(preloaded) = [first, response].into_iter().find(|delivery| is_preloaded(delivery)) {
        return by_service_worker(first, response, preloaded.message, flow);
    }
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

const PRELOAD: &str = "service-worker-navigation-preload";

const PASS_BY: &str = "Let the service worker leave the callback alone: return from its fetch handler without respondWith for this path, or answer with event.preloadResponse and do not fetch once more.";

/// Whether the browser made the request beside its service worker (Service Workers §3.4.5, navigation preload).
fn is_preloaded(delivery: &AuthorizationResponse<'_>) -> bool {
    delivery.exchange.request_header(PRELOAD).is_some()
}

fn by_service_worker(
    first: &AuthorizationResponse<'_>,
    response: &AuthorizationResponse<'_>,
    preloaded: usize,
    flow: &Flow<'_>,
) -> Verdict {
    let failed = response.exchange.status().filter(|status| *status >= 400);
    let evidence = fail("The callback was requested twice with the same code: by the browser, ahead (navigation preload), and by the service worker, which fetched it again.")
        .exact_fix(PASS_BY)
        .by(Actor::AppPage)
        .noted(Pointer::new(preloaded, Part::RequestHeader(PRELOAD.into())), "requested beside the service worker")
        .noted(first.pointer("code"), "arrived")
        .noted(response.pointer("code"), "the same code again");
    let evidence = match failed {
        Some(_) => Said::of(response.message, response.exchange)
            .show(evidence.at(Pointer::new(response.message, Part::Status))),
        None => evidence,
    };
    evidence.warning_if(failed.is_none() && !refused_after(response, flow)).into()
}
