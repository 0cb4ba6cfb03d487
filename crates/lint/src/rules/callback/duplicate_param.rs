//! RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."

use http::Parameter;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/duplicate-param",
    title: "A parameter comes back twice",
    lead: "The answer at the redirect URI has code, state, error, iss or a token more than once.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1")],
    why: "A program that reads the address takes the first value, another one the last, and a careful one refuses \
          both, for somebody could have added the second.",
    fix: "Take parameters named code, state, error or iss out of the registered redirect URI, and find what adds a second one to the answer.",
    verify: "Log in again: code, state, error, iss and each token arrive once at most.",
    disproof: "The app's log shows that it took the right one of the two values and went on.",
    explains: &[],
    since: "0.1.0",
    page: page!("duplicate_param.md"),
    check: Check::AuthorizationResponse(check),
};

const NAMES: [&str; 6] = ["code", "state", "error", "iss", "id_token", "access_token"];

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    let repeated =
        NAMES.into_iter().find(|name| matches!(response.parameters.parameter(name), Parameter::Repeated(_)));
    let Some(name) = repeated else { return Verdict::Pass };
    let request = flow.authorization_request();
    let redirect_uri = request.and_then(|r| http::Uri::parse(r.redirect_uri()?.known()?));
    let in_redirect_uri = redirect_uri.is_some_and(|uri| uri.query().has(name));
    let place = response.pointer(name);
    let summary = Phrase::from("The answer carries this parameter twice: ").text(name).text(".");
    let mut evidence = fail(summary).at(place);
    if let Some(request) = request.filter(|_| in_redirect_uri) {
        evidence = evidence.noted(request.pointer("redirect_uri"), "has a parameter of that name of its own");
    }
    let taken = response.exchange.status().is_some_and(|status| (300..400).contains(&status));
    let evidence = evidence.noted(Pointer::new(response.message, Part::Url), "what arrived");
    evidence.warning_if(flow.has_tokens() || taken).into()
}
