//! RFC 6265bis §3: a server that wants to know a browser again sets a cookie; this one set none.

use http::cookie::SetCookie;
use oauth::{AuthorizationResponse, Flow, MessageKind, Part, Pointer};

use crate::cookie_return::Carried;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::{TurnedAway, show_lap};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/session-not-set",
    title: "The callback sets no session cookie",
    lead: "The app took the code and redirected the browser, without a Set-Cookie header. The next page began the \
          login again.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("3")],
    why: "After the callback the app knows the user again by a cookie. It set none, and the browser had none of it, so the next page found nobody signed in and began a login again.",
    fix: "Look into the app's log at the callback for an error of the session store, and compare the answer there with what came through the proxy: Set-Cookie must pass.",
    verify: "Log in again: the callback answers with Set-Cookie, and the next page knows the user.",
    disproof: "DevTools show a Set-Cookie in the callback's answer that the recording lacks.",
    explains: &[],
    since: "0.1.0",
    page: page!("session_not_set.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if TurnedAway::of(response, flow) != Some(TurnedAway::BeginsAnew) {
        return Verdict::NotApplicable;
    }
    let answer = response.exchange.response.as_ref().and_then(|answer| answer.headers.present());
    let (Some(headers), Some(next)) = (answer, flow.next_start) else {
        return Verdict::Inconclusive("what the callback set, and the request after it");
    };
    // The next page may get the session by its address.
    let bare = |to: &http::Uri| to.url().query().is_none() && !to.has_fragment();
    if headers.has("set-cookie") || !response.exchange.location().is_some_and(bare) || began_with_cookie(flow)
    {
        return Verdict::NotApplicable;
    }
    let has_none = |exchange| match Carried::of(exchange, flow) {
        Carried::Names(names) => Some(names.is_empty()),
        Carried::Unseen => None,
    };
    match (has_none(response.exchange), has_none(next)) {
        (Some(true), Some(true)) => show_lap(fail(
            "The app took the code and set no cookie, and the browser had none of it: the next page could not know the user, and the login began anew.",
        )
        .noted(Pointer::new(response.message, Part::Status), "an answer without Set-Cookie"), flow)
        .into(),
        (Some(_), Some(_)) => Verdict::Pass,
        _ => Verdict::Inconclusive("the cookies of the callback"),
    }
}

/// Whether the app set a cookie as the login began: then its loss is another matter.
fn began_with_cookie(flow: &Flow<'_>) -> bool {
    flow.of_kind(MessageKind::LoginStart).any(|(_, start)| {
        let headers = start.response.as_ref().and_then(|answer| answer.headers.present());
        headers.is_some_and(|headers| SetCookie::all(headers).iter().any(|cookie| !cookie.removes))
    })
}
