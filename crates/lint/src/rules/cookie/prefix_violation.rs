//! RFC 6265bis §4.1.3, §5.7: a cookie whose name begins with `__Host-` or `__Secure-` and that breaks the rules of the prefix is
//! ignored.

use http::cookie::CookieRefusal;
use oauth::{AuthorizationResponse, Flow};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/prefix-violation",
    title: "A cookie breaks the rules of its __Host- or __Secure- name",
    lead: "The name of the cookie begins with __Host- or __Secure-, and its attributes are not what that demands. \
          The browser did not store it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("4.1.3"), Reference::Cookies("5.7")],
    why: "A name with __Secure- promises Secure, one with __Host- also Path=/ and no Domain. Browsers drop a cookie that does not keep the promise, and the app does not know the login again.",
    fix: "Set the cookie with Secure, and for __Host- with Path=/ and without Domain; or take the prefix out of its name.",
    verify: "Log in again: DevTools show the cookie as stored, and the callback carries it.",
    disproof: "The Set-Cookie that DevTools show for the start of the login keeps all rules of its prefix.",
    explains: &[],
    since: "0.1.0",
    page: page!("prefix_violation.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::Refused(CookieRefusal::Prefix) => {
            let telling = if lost.cookie.attribute("domain").is_some() { "domain" } else { "path" };
            lost.evidence(" breaks the rules that its name promises: the browser dropped it.", telling).into()
        }
        _ => Verdict::NotApplicable,
    }
}
