//! RFC 9110 §15.4.2, §15.4.3: after 301 and 302 browsers repeat a POST as a GET, without its body.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::comes_from_provider;
use crate::parties::is_other_spelling;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/callback-bounced",
    title: "The callback loses the code in a redirect",
    lead: "The provider's answer reached the app's web server, and the web server redirected the browser to another \
          spelling of the same address: with a slash at the end, with or without www, with https. The code did not \
          come along.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.4.2"), Reference::Rfc(6749, "3.1.2")],
    why: "The provider's answer arrived, and the web server sent the browser on to another spelling of the same \
          address (a slash, www, https). On that way the code was lost.",
    fix: "Register the final spelling of the address at the provider, and send it as redirect_uri.",
    verify: "Log in again: the request that reaches the app's callback still has the code.",
    disproof: "The app's log shows that it read the code before it sent the redirect.",
    explains: &["callback/fetched-twice", "callback/no-code-no-error"],
    since: "0.1.0",
    page: page!("callback_bounced.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = response.exchange;
    let arrives = response.delivered && response.success().is_some() && comes_from_provider(response, flow);
    let redirects = matches!(exchange.status(), Some(301 | 302 | 307 | 308));
    let Some(to) = exchange.location().filter(|_| arrives && redirects) else {
        return Verdict::NotApplicable;
    };
    let Some(code) = response.code() else { return Verdict::NotApplicable };
    let keeps_body = exchange.request.method == "POST" && matches!(exchange.status(), Some(307 | 308));
    let keeps_code = to.query().seen("code").is_some_and(|sent| sent.same(code) != Some(false));
    let is_fragment = response.placement() == oauth::Placement::Fragment;
    if keeps_body
        || keeps_code
        || is_fragment
        || flow.has_token_request()
        || !is_other_spelling(&exchange.request.uri, to)
    {
        return Verdict::Pass;
    }
    fail("The code arrived, and the web server sends the browser to another spelling of the same address, without it.")
        .noted(response.pointer("code"), "arrived")
        .noted(Pointer::new(response.message, Part::ResponseHeader("location".into())), "where the browser is sent, without the code")
        .into()
}
