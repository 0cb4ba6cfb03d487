//! RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."

use http::Parameter;
use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/param-duplicate",
    title: "The request has a parameter twice",
    lead: "The authorization request has a parameter more than once, and the provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1")],
    why: "The provider cannot know which of the two values is meant, and an attacker could have added one. So it \
          must refuse the request.",
    fix: "Take the parameter out of the configured address of the authorization endpoint, or out of the library's \
          extra parameters.",
    verify: "Start the login again: the parameter stands in the request once, and the provider takes it.",
    disproof: "The same request with this parameter only once gets the same error.",
    explains: &["authorize/response-type-refused", "redirect-uri/refused", "scope/refused"],
    since: "0.1.0",
    page: page!("param_duplicate.md"),
    check: Check::AuthorizationRequest(check),
};

/// `resource` (RFC 8707 §2) and `audience` may stand there more than once.
const NAMES: [&str; 11] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "response_mode",
    "prompt",
    "code_challenge",
    "code_challenge_method",
    "login_hint",
];
const WORDS: [&str; 5] = ["more than once", "duplicate", "repeated", "multiple values", "only once"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let is_repeated = |name: &&str| matches!(request.parameters.parameter(name), Parameter::Repeated(_));
    let Some(name) = NAMES.into_iter().find(is_repeated) else { return Verdict::Pass };
    let Some(said) = refusal_of_parameter(request, flow, name, &WORDS) else { return Verdict::Pass };
    let evidence = fail(
        Phrase::from("The provider refuses the request, which has the parameter ")
            .text(name)
            .text(" more than once."),
    )
    .noted(request.pointer(name), "the first of them");
    with_answer(evidence, said, flow).into()
}
