//! RFC 6265bis §5.1.3, §5.1.4: a cookie goes to the host (or the domain) and the path that it was set for.

use http::cookie::CookieRefusal;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/host-or-path",
    title: "The cookie is for another host or path",
    lead: "The cookie that the app set as the login began does not belong to the address at which the code arrived.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.1.3"), Reference::Cookies("5.1.4"), Reference::Cookies("5.7")],
    why: "A cookie belongs to the host that set it (or to its Domain) and to its Path. The address at which the code arrived is outside of that, so the app does not know the login again.",
    fix: "Begin and end the login on the same host, and set the cookie with Path=/.",
    verify: "Log in again: the code arrives at a host and path that the cookie is for, and the cookie comes with it.",
    disproof: "The app's log shows that it found the state of this login without the cookie.",
    explains: &[],
    since: "0.1.0",
    page: page!("host_or_path.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::Refused(CookieRefusal::OtherHost) => lost
            .evidence(" belongs to the host that began the login, and the code arrived at another one.", "domain")
            .fix("Begin the login on the host of the redirect URI (redirect www, localhost and 127.0.0.1 to one of them), or set the cookie's Domain to the domain that both are in.")
            .noted(Pointer::new(lost.message, Part::Url), "set by this host")
            .noted(Pointer::new(response.message, Part::Url), "not sent to this one")
            .into(),
        Why::Refused(CookieRefusal::OtherPath) => lost
            .evidence(" belongs to another path than the one at which the code arrived.", "path")
            .fix("Set the cookie with Path=/.")
            .noted(Pointer::new(response.message, Part::Url), "not under the cookie's path")
            .into(),
        Why::Refused(CookieRefusal::ForeignDomain) => lost
            .evidence(" has a Domain that the host is not in: the browser dropped it.", "domain")
            .fix("Leave Domain out, or set it to the app's own domain.")
            .noted(Pointer::new(lost.message, Part::Url), "set by this host")
            .into(),
        _ => Verdict::NotApplicable,
    }
}
