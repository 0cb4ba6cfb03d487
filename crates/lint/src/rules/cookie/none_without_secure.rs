//! RFC 6265bis §5.7: a cookie with `SameSite=None` and without `Secure` is ignored.

use http::cookie::CookieRefusal;
use oauth::{AuthorizationResponse, Flow};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/none-without-secure",
    title: "SameSite=None without Secure",
    lead: "The app set a cookie with SameSite=None and without Secure. The browser did not store it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.7"), Reference::Cookies("4.1.2.7")],
    why: "Chromium, and each browser that follows RFC 6265bis, drops a cookie that says SameSite=None and does not say Secure, without a word. The app does not know the login again.",
    fix: "Add Secure to this cookie and serve the app over https, or set it with SameSite=Lax.",
    verify: "Start the login again: DevTools list the cookie as stored, with Secure or with SameSite=Lax.",
    disproof: "This browser kept the cookie: DevTools list it once the login has begun.",
    explains: &[],
    since: "0.1.0",
    page: page!("none_without_secure.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::Refused(CookieRefusal::NoneWithoutSecure) => {
            lost.evidence(" is SameSite=None without Secure: the browser dropped it.", "samesite").into()
        }
        _ => Verdict::NotApplicable,
    }
}
