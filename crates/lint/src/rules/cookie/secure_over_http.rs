//! RFC 6265bis §5.7: a `Secure` cookie that is set over http is ignored; §5.8.3: nor does one go to http.

use http::cookie::CookieRefusal;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/secure-over-http",
    title: "A Secure cookie on an http address",
    lead: "The app set a cookie with the attribute Secure over http, or it is called back over http. The browser \
          kept the cookie from it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.7"), Reference::Cookies("5.8.3")],
    why: "Browsers take cookies with the attribute Secure only from https, and send them only there. Over http the app's cookie is lost without a word, and the app does not know the login again.",
    fix: "Serve the app over https from the login to the callback, or leave Secure out while you develop over http.",
    verify: "Log in again: login and callback run over https, or the cookie lacks Secure, and it comes with the code.",
    disproof: "The browser's address bar shows https both as the login begins and at the callback.",
    explains: &[],
    since: "0.1.0",
    page: page!("secure_over_http.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::Refused(CookieRefusal::SecureOverHttp) => {
            lost.evidence(" is Secure and was set over http: the browser dropped it.", "secure").into()
        }
        Why::Refused(CookieRefusal::SecureNotSent) => lost
            .evidence(
                " is Secure, and the code came back to an http address: the browser does not send it there.",
                "secure",
            )
            .noted(Pointer::new(response.message, Part::Url), "http")
            .into(),
        _ => Verdict::NotApplicable,
    }
}
