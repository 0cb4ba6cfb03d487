//! RFC 6265bis §5.6.7.1: a `Strict` cookie does not go along with a request that begins on another site.

use http::cookie::SameSite;
use oauth::{AuthorizationResponse, Flow};

use crate::cookie_return::{CookieReturn, Why};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/strict-on-callback",
    title: "SameSite=Strict keeps the cookie from the callback",
    lead: "The app set a cookie with SameSite=Strict as it sent the browser to the provider, and the browser came \
          back without it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.6.7.1"), Reference::Cookies("8.8.2")],
    why: "The browser comes back from the provider, which is another site. A cookie with SameSite=Strict stays behind then, so the app does not know the login again.",
    fix: "Set this cookie with SameSite=Lax.",
    verify: "Sign in on the provider's page: the request back to the app carries the cookie.",
    disproof: "The app turns the code away in the same manner when this cookie is SameSite=Lax.",
    explains: &[],
    since: "0.1.0",
    page: page!("strict_on_callback.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::OtherSite(SameSite::Strict) if response.exchange.request.method == "GET" => lost
            .evidence(
                " is SameSite=Strict: the browser did not send it as it came back from the provider's site.",
                "samesite",
            )
            .into(),
        _ => Verdict::NotApplicable,
    }
}
