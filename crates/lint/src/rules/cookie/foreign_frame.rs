//! RFC 6265bis §5.7: a cookie with `SameSite=Lax` or `Strict` that comes in a frame of another site is not stored.

use http::cookie::SameSite;
use oauth::{AuthorizationResponse, Flow};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/foreign-frame",
    title: "The login begins in a frame of another site, where its cookie is lost",
    lead: "The app began the login inside of a frame in a page of another site and set a cookie there, and the browser came \
           back without it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Cookies("5.7"), Reference::Cookies("8.8.2")],
    why: "The app stands in a frame of a page of another site. There its cookies are third-party cookies: a browser does not store them without SameSite=None and Secure, and many keep back even those. Without its cookie the app does not know the login again.",
    fix: "Begin the login at the top level: let the page leave the frame (window.open, window.top.location, or what the page around it has for that) before it goes to the provider. SameSite=None; Secure; Partitioned keeps the cookie in the frame only where the provider lets itself be framed.",
    verify: "Log in again: the login runs in the address bar's window, and the request with the code carries the cookie.",
    disproof: "The app turns the code away in the same manner when it is opened in a tab of its own.",
    explains: &["callback/stale"],
    since: "0.1.0",
    page: page!("foreign_frame.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    let words = match lost.why {
        Why::ForeignFrame(SameSite::Lax) => {
            " is SameSite=Lax and was set in a frame of another site, where browsers do not store it."
        }
        Why::ForeignFrame(SameSite::Strict) => {
            " is SameSite=Strict and was set in a frame of another site, where browsers do not store it."
        }
        Why::ForeignFrame(SameSite::Unsaid) => {
            " has no SameSite and was set in a frame of another site, where browsers do not keep it."
        }
        Why::ForeignFrame(SameSite::None) => {
            " was set in a frame of another site: a third-party cookie, which browsers may keep back whatever its SameSite."
        }
        _ => return Verdict::NotApplicable,
    };
    lost.evidence(words, "samesite").into()
}
