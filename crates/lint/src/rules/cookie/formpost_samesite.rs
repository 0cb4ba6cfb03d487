//! RFC 6265bis §5.6.7.1: a `Lax` cookie goes along with a request from another site only where the user goes there by GET; OAuth 2.0
//! Form Post Response Mode §2: the answer comes as a POST.

use http::cookie::SameSite;
use oauth::{AuthorizationResponse, Flow};

use crate::cookie_return::{CookieReturn, Why, takes_unsaid_for_lax};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict};

pub(crate) const RULE: Rule = Rule {
    id: "cookie/formpost-samesite",
    title: "A form_post answer cannot bring this cookie",
    lead: "The provider sent its answer as a form (a POST from its own page), and the cookie with which the app \
          knows the login again did not come along.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Cookies("5.6.7.1"), Reference::Cookies("5.6.7.2"), Reference::FormPost("2")],
    why: "With response_mode=form_post the provider's page sends the answer by a POST from another site. Browsers leave cookies with SameSite=Lax or Strict out of such a request (Chromium also those without SameSite, once they are two minutes old), so the app does not know the login again.",
    fix: "Ask for response_mode=query, or set this cookie with SameSite=None; Secure (as a cookie of its own, that lives only for the login).",
    verify: "Log in again: the code comes by GET, or the POST that brings it carries the cookie.",
    disproof: "DevTools show this cookie in the POST that brought the code.",
    explains: &[],
    since: "0.1.0",
    page: page!("formpost_samesite.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(lost) = CookieReturn::of(response, flow).lost() else { return Verdict::NotApplicable };
    match lost.why {
        Why::OtherSite(site) if response.exchange.request.method == "POST" => {
            let words = match site {
                SameSite::Strict => {
                    " is SameSite=Strict: the browser does not send it with the POST that brought the code from the provider's site."
                }
                SameSite::Lax => {
                    " is SameSite=Lax: the browser does not send it with the POST that brought the code from the provider's site."
                }
                SameSite::None | SameSite::Unsaid => {
                    " has no SameSite, which Chromium takes for Lax: once it is two minutes old, it does not go with the POST that brought the code from the provider's site."
                }
            };
            let is_guess = site == SameSite::Unsaid && takes_unsaid_for_lax(response.exchange).is_none();
            lost.evidence(words, "samesite")
                .inferred_if(is_guess)
                .noted(lost.arrival(), "brought the code from another site")
                .into()
        }
        _ => Verdict::NotApplicable,
    }
}
