//! OpenID Connect Core §3.3.2.5: each part of `response_type` is in the answer.

use oauth::{AuthorizationResponse, Flow};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/response-type-mismatch",
    title: "The answer lacks a part that the app asked for",
    lead: "The response_type of the request asks for a code, an ID token or an access token, or for several of them, and \
          the answer lacks one that it asks for.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[
        Reference::OidcCore("3.3.2.5"),
        Reference::OidcCore("3.2.2.5"),
        Reference::MultipleResponseTypes("5"),
    ],
    why: "response_type lists what has to come back: a code, an ID token, an access token. An app that needs the missing \
          part cannot go on.",
    fix: "Ask only for what the app needs (response_type=code), or allow the missing part for this client at the provider.",
    verify: "Log in again: the answer has every part that response_type asks for.",
    disproof: "The app does not read the missing part: its log shows that it went on without it.",
    explains: &[],
    since: "0.1.0",
    page: page!("response_type_mismatch.md"),
    check: Check::AuthorizationResponse(check),
};

const PARTS: [(&str, &str, &str); 3] = [
    ("code", "code", "The app asked for a code, and the answer has none."),
    ("id_token", "id_token", "The app asked for an ID token, and the answer has none."),
    ("token", "access_token", "The app asked for an access token, and the answer has none."),
];

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    let Some(arrived) = response.success().filter(|_| response.is_readable()) else {
        return Verdict::NotApplicable;
    };
    let Some(request) = flow.authorization_request().filter(|request| request.is_open()) else {
        return Verdict::Inconclusive("the response_type of the authorization request");
    };
    let is_missing =
        |(word, name, _): &&(&str, &str, &str)| request.asks_for(word) && !response.parameters.has(name);
    let Some((_, _, summary)) = PARTS.iter().find(is_missing) else { return Verdict::Pass };
    let evidence = fail(*summary)
        .noted(request.pointer("response_type"), "asked for")
        .noted(response.pointer(arrived), "all that came");
    evidence.warning_if(flow.has_tokens()).into()
}
