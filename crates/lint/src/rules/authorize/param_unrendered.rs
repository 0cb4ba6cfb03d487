//! RFC 6749 §3.1: parameters are sent with values; what a template or a script left behind is none.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{provider_says, refusal_about, refusal_of_parameter, with_answer};
use crate::placeholder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/param-unrendered",
    title: "A placeholder stands where a value belongs",
    lead: "A parameter of the authorization request says undefined, null, [object Object], ${CLIENT_ID}, \
          YOUR_CLIENT_ID or the like, and the provider refuses the request.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1"), Reference::Rfc(6749, "4.1.1")],
    why: "The app sent a placeholder and not the value, as where a variable was not set when it was built or started. \
          The provider knows nothing of that name.",
    fix: "Set the variable from which the app takes this value, and build or start the app again.",
    verify: "Start the login again: the real value stands where the placeholder was, and the provider takes it.",
    disproof: "The same refusal comes when the real value stands in this parameter.",
    explains: &[
        "redirect-uri/refused",
        "authorize/client-unknown",
        "authorize/response-type-refused",
        "scope/refused",
    ],
    since: "0.1.0",
    page: page!("param_unrendered.md"),
    check: Check::AuthorizationRequest(check),
};

/// The parameters that the app itself fills in from its configuration, words for them (in lower case), and the rules about
/// their values.
const NAMES: [(&str, &[&str], &str); 8] = [
    ("client_id", &["client", "application"], "authorize/client-unknown"),
    ("redirect_uri", &["redirect url", "redirecturi", "callback url"], "redirect-uri/refused"),
    ("response_type", &[], "authorize/response-type-refused"),
    ("scope", &[], "scope/refused"),
    ("response_mode", &[], ""),
    ("audience", &["resource server"], "authorize/resource-invalid"),
    ("resource", &["invalid_target"], "authorize/resource-invalid"),
    ("code_challenge", &["pkce"], ""),
];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let found = NAMES.iter().find(|(name, ..)| request.parameters.text(name).is_some_and(placeholder::is_in));
    let Some((name, words, rule)) = found else { return Verdict::Pass };
    let said = refusal_of_parameter(request, flow, name, words)
        .or_else(|| provider_says(request, flow, rule))
        .or_else(|| {
            let codes: &[&str] = &["unauthorized_client", "invalid_client"];
            (*name == "client_id").then(|| refusal_about(request, flow, codes, &[])).flatten()
        });
    let Some(said) = said else { return Verdict::Pass };
    let summary = Phrase::from("The provider refuses the request, and in place of a value its ")
        .text(name)
        .text(" has what a script or a template left there.");
    let evidence = fail(summary).noted(request.pointer(*name), "no value, but a placeholder");
    with_answer(evidence, said, flow).into()
}
