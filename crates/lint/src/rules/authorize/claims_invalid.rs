//! OpenID Connect Core §5.5: claims is a JSON object; RFC 9396 §2: authorization_details is an array of objects with
//! a type.

use oauth::{AuthorizationRequest, Flow};
use serde_json::Value;

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/claims-invalid",
    title: "claims or authorization_details is not the JSON that it has to be",
    lead: "The authorization request has claims (or authorization_details) that is not the JSON it has to be, and \
          the provider refuses the request.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("5.5"), Reference::Rfc(9396, "2")],
    why: "A provider that knows this parameter reads its value as JSON of one shape. What stands there is none, or of \
          another shape, so it does not say what is asked for.",
    fix: "Build the value as an object and let JSON.stringify (or its like) write it once.",
    verify: "Start the login again: claims or authorization_details is JSON of the right shape, and the provider \
          takes it.",
    disproof: "A request without this parameter is refused in the same way.",
    explains: &[],
    since: "0.1.0",
    page: page!("claims_invalid.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let fault = fault_of_claims(request).map(|words| ("claims", words));
    let fault = fault.or_else(|| fault_of_details(request).map(|words| ("authorization_details", words)));
    let Some((name, words)) = fault else { return Verdict::Pass };
    let Some(said) = refusal_of_parameter(request, flow, name, &["json", "invalid_authorization_details"])
    else {
        return Verdict::Pass;
    };
    let evidence =
        fail(Phrase::from("The provider refuses the request, and its parameter ").text(name).text(words))
            .noted(request.pointer(name), "as it was sent");
    with_answer(evidence, said, flow).into()
}

const NO_JSON: &str = " cannot be read as JSON.";

fn fault_of_claims(request: &AuthorizationRequest<'_>) -> Option<&'static str> {
    match serde_json::from_str(request.parameters.text("claims")?) {
        Ok(Value::Object(_)) => None,
        Ok(_) => Some(" is JSON, but no object."),
        Err(_) => Some(NO_JSON),
    }
}

fn fault_of_details(request: &AuthorizationRequest<'_>) -> Option<&'static str> {
    match serde_json::from_str(request.parameters.text("authorization_details")?) {
        Ok(Value::Array(details)) => {
            let lacks_type = details.iter().any(|detail| !detail.get("type").is_some_and(Value::is_string));
            lacks_type.then_some(" has a member without type.")
        }
        Ok(_) => Some(" is JSON, but no array."),
        Err(_) => Some(NO_JSON),
    }
}
