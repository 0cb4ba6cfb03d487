//! RFC 6749 §3.1.2: the redirection endpoint is the client's; RFC 9110 §15.5.5, §15.5.6: nothing is there, or not for
//! this method.

use http::Observer;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::succeeds_later;
use crate::responder::answered_like_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/callback-404",
    title: "The app's server does not take the answer at the redirect_uri",
    lead: "The provider sent the browser to the redirect_uri with its answer, and the app's server answered that there \
          is nothing (404), or nothing for this kind of request (405, 415, 419).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "3.1.2"), Reference::Rfc(9110, "15.5.5"), Reference::FormPost("2")],
    why: "The provider did its part and sent the browser back. The app's server does not answer this kind of request at \
          this address, and nothing shows that anybody took the code.",
    fix: "Let the app have a route for the redirect_uri, path and method; for a single-page app let the web server answer it with \
          index.html.",
    verify: "Log in again: the app's server takes the request at the redirect URI, with a status below 400.",
    disproof: "The app's log shows that its callback ran and read the code.",
    explains: &[],
    since: "0.1.0",
    page: page!("callback_404.md"),
    check: Check::AuthorizationResponse(check),
};

const POST: &str = "Let the route of the redirect_uri take POST requests, and except it from the framework's CSRF check: state does that work here.";

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(arrived) = response.success().filter(|_| response.delivered) else {
        return Verdict::NotApplicable;
    };
    let Some(status) = response.exchange.status() else { return Verdict::Inconclusive("the app's answer") };
    let is_post = response.exchange.request.method == "POST";
    let why = match (status, is_post) {
        (404 | 410, _) => " for the redirect URI: it has nothing at this address.",
        (405, _) => " for the redirect URI: the address is there, but not for this method.",
        (415, true) => " for the redirect URI: it does not take the provider's form.",
        (419, true) => " for the redirect URI: the framework's CSRF check refuses the provider's form.",
        _ => return Verdict::Pass,
    };
    // File servers answer the deep links of single-page apps with the app and an error status.
    let boots = flow.token_exchanges().iter().any(|token| token.exchange.observer == Observer::Browser);
    let is_anothers = answered_like_provider(response, flow).is_some();
    if boots || flow.has_tokens() || is_anothers || succeeds_later(flow, response.message) {
        return Verdict::Pass;
    }
    let summary =
        Phrase::from("The code arrived, and the app's server answers with status ").number(status).text(why);
    let evidence = fail(summary)
        .at(Pointer::new(response.message, Part::Method))
        .at(Pointer::new(response.message, Part::Status))
        .noted(response.pointer(arrived), "arrived")
        .inferred_if(
            response.exchange.response.as_ref().is_none_or(|answer| answer.headers.present().is_none()),
        );
    if is_post && status != 404 && status != 410 { evidence.fix(POST).into() } else { evidence.into() }
}
