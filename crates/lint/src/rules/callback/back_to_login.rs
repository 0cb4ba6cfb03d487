//! RFC 6749 §4.1.3: after the callback the client exchanges the code; this one sends the browser away instead.

use http::cookie::{SetCookie, names};
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::turned_away::{TurnedAway, show_instances, show_lap};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/back-to-login",
    title: "The app sends the browser away instead of signing it in",
    lead: "The code arrived at the redirect URI, and the app answered with a redirect to the provider, or to its own \
          error page. The user is back at the login, or is redirected in a loop.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Symptom(&[Stage::Response, Stage::Token, Stage::Userinfo]),
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(9700, "4.7.1")],
    why: "The provider did its part: the code arrived. The app did not sign the user in and sent the browser to the \
          login, or to its error page. Usual reasons are a cookie that did not come back (with the state of this login, \
          or of the new session) and an exchange of the code that failed.",
    fix: "Check that this callback carries the cookie that the app set when the login began; if it does, read in the app's log which check failed at this moment.",
    verify: "Log in again: after the callback the browser lands on a page of the app that knows the user.",
    disproof: "The app's log shows that this callback signed the user in.",
    explains: &[],
    since: "0.1.0",
    page: page!("back_to_login.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let Some(how) = TurnedAway::by_redirect(response, flow) else { return Verdict::Pass };
    let evidence = match how {
        TurnedAway::ToProvider => {
            fail("The code arrived, and the app sends the browser to the provider again, for the same login.")
        }
        TurnedAway::ToErrorPage => fail("The code arrived, and the app sends the browser to its error page."),
        TurnedAway::BeginsAnew | TurnedAway::Failed(_) => {
            fail("The code arrived, the app redirected the browser, and at once the same login began anew.")
                .confidence(Confidence::Medium)
        }
    };
    let place = Pointer::new(response.message, Part::ResponseHeader("location".into()));
    let evidence =
        evidence.noted(response.pointer("code"), "arrived").noted(place, "where the app sends the browser");
    let evidence = show_lap(show_instances(evidence, response, flow), flow);
    if how == TurnedAway::BeginsAnew
        && let Some(cookie) = hidden_from_script(response, flow)
    {
        return evidence
            .exact_fix(FOR_SCRIPT)
            .noted(cookie.pointer(response.message), "HttpOnly: the browser sends this cookie, and no script of the page can read it (document.cookie).")
            .into();
    }
    let says_why = response.exchange.location().is_some_and(|to| to.query().has("error"));
    let error = Pointer::new(response.message, Part::Location("error".into()));
    if says_why { evidence.noted(error, "what the app says").into() } else { evidence.into() }
}

const FOR_SCRIPT: &str = "Look at what the page's script does after the callback: if it reads the session from document.cookie, HttpOnly hides it. Set that cookie without HttpOnly, or let the page ask the server who is signed in; look for a proxy that adds HttpOnly to every Set-Cookie.";

/// The session's cookie, where the browser kept it and a page, not a redirect, began the login anew: the server knows the user,
/// and the page's script does not.
fn hidden_from_script(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<Hidden> {
    let headers = response.exchange.response.as_ref()?.headers.present()?;
    let next = flow.next_start?;
    // Where the app sent the browser, its server looked for the session itself.
    if response.exchange.location().is_some_and(|to| to.same_resource(&next.request.uri)) {
        return None;
    }
    let sent = next.request.headers.present()?;
    let cookies = SetCookie::all(headers);
    let mut kept =
        cookies.iter().filter(|cookie| !cookie.removes && names(sent).contains(&cookie.name)).peekable();
    kept.peek()?;
    let cookie = kept.find(|cookie| cookie.attribute("httponly").is_some())?;
    Some(Hidden(cookie.name.to_owned()))
}

/// The name of a cookie that no script can read.
struct Hidden(String);

impl Hidden {
    fn pointer(&self, message: usize) -> Pointer {
        Pointer::new(message, Part::SetCookie(self.0.clone().into()))
    }
}
