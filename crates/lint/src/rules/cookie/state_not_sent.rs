//! RFC 6265bis §5.8.3: the browser sends the cookies that it keeps for an address; this one it did not.

use oauth::{AuthorizationResponse, CookieChange, Flow, Part, Pointer};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/state-not-sent",
    title: "The cookie of this login did not come back",
    lead: "The app set a cookie as it sent the browser to the provider. The browser came back with the code and \
          without this cookie, and the app turned it away.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Browser,
    references: &[Reference::Cookies("5.8.3"), Reference::Rfc(6749, "10.12")],
    why: "The app set a cookie as it sent the browser to the provider, and needs it to know this login again. The browser came back with the code and without it.",
    fix: "In DevTools, look at Application, Cookies: if the cookie is there, look at its Path, Domain and expiry; if not, the Network entry that set it says why the browser refused it.",
    verify: "Log in again: DevTools show the cookie in the request that brings the code.",
    disproof: "Another login succeeded although this cookie was deleted by hand before the callback.",
    explains: &["callback/stale"],
    since: "0.1.0",
    page: page!("state_not_sent.md"),
    check: Check::AuthorizationResponse(check),
};

const EXPIRED: &str = "Let the cookie live at least as long as users need at the provider: ten minutes or more, or until the browser is closed.";

const DELETED: &str = "Give each login a cookie of its own, with the state in its name, and delete only that one when the login is over.";

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let lost = match CookieReturn::of(response, flow) {
        CookieReturn::Lost(lost) => lost,
        CookieReturn::Unseen => return Verdict::Inconclusive("the cookies that came with the code"),
        CookieReturn::Fine => return Verdict::NotApplicable,
    };
    match lost.why {
        Why::Expired(lifetime) => {
            let words = Phrase::from("The cookie ").value(lost.pointer()).text(" lived for ");
            let words = words.duration(lifetime).text(", and the browser came back later than that.");
            let attribute = if lost.cookie.max_age().is_some() { "max-age" } else { "expires" };
            fail(words)
                .fix(EXPIRED)
                .by(Actor::AppServer)
                .noted(lost.pointer().marking(lost.cookie.range(attribute)), "set as the login began")
                .noted(Pointer::new(response.message, Part::Status), "The code came without it.")
                .into()
        }
        Why::Deleted(by) => {
            let words =
                Phrase::from("The cookie ").value(lost.pointer()).text(" was set as the login began. ");
            fail(words.append(deletion(by, lost.message, flow)))
                .fix(DELETED)
                .by(Actor::AppServer)
                .noted(lost.pointer(), "set as the login began")
                .noted(Pointer::new(response.message, Part::Status), "The code came without it.")
                .into()
        }
        Why::Unknown => lost
            .evidence(" was set as the login began, and the browser did not bring it back with the code.", "")
            .into(),
        Why::Refused(_) | Why::OtherSite(_) | Why::ForeignFrame(_) => Verdict::NotApplicable,
    }
}

/// When an answer to another login deleted the cookie, and where that login ran.
fn deletion(by: CookieChange, start: usize, flow: &Flow<'_>) -> Phrase {
    let began = flow.messages.get(start).and_then(|message| message.exchange.started);
    let words = match began {
        Some(began) => Phrase::default()
            .duration((by.at.as_seconds() - began.as_seconds()).max(1.0))
            .text(" later the app's answer to another login"),
        None => Phrase::from("The app's answer to another login"),
    };
    let words = match by.in_other_tab {
        Some(true) => words.text(" in another tab"),
        Some(false) => words.text(" in the same tab"),
        None => words,
    };
    words.text(" deleted it, before the browser came back with the code of this one.")
}
