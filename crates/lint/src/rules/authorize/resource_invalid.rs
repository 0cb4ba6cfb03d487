//! RFC 8707 §2: resource is an absolute URI without a fragment; `invalid_target` refuses it.

use oauth::{AuthorizationRequest, Flow, ResourceMetadata};

use crate::authorize_refusal::{provider_says, refusal_about};
use crate::compare::difference;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/resource-invalid",
    title: "The provider does not know the resource that was asked for",
    lead: "The app asked for a token for an API (resource or audience), and the provider refuses that name.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(8707, "2")],
    why: "resource names the API for which the app wants a token. The provider has no such API, or cannot read the \
          name.",
    fix: "Send the API's identifier as it is registered at the provider, a whole address with its scheme.",
    verify: "Start the login again: the provider takes resource or audience and sends no error about it.",
    disproof: "The provider's console lists this identifier, character for character, as an API that the client may use.",
    explains: &[],
    since: "0.1.0",
    page: page!("resource_invalid.md"),
    check: Check::AuthorizationRequest(check),
};

const WORDS: [&str; 2] = ["invalid resource", "resource parameter"];

/// The API's metadata, where it alone states a resource and the request has another one.
fn stated_otherwise<'r>(name: &str, sent: &str, flow: &Flow<'r>) -> Option<ResourceMetadata<'r>> {
    let documents = flow.resource_metadata();
    let is_stated = |document: &ResourceMetadata<'_>| {
        document
            .members
            .get("resource")
            .and_then(|stated| stated.as_str())
            .is_none_or(|stated| stated == sent)
    };
    let is_other = name == "resource" && !documents.iter().any(is_stated);
    documents.into_iter().next().filter(|_| is_other)
}

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(name) = ["resource", "audience"].into_iter().find(|name| request.parameters.has(name)) else {
        return Verdict::NotApplicable;
    };
    let said = refusal_about(request, flow, &["invalid_target"], &WORDS)
        .or_else(|| provider_says(request, flow, RULE.id));
    let Some(said) = said else { return Verdict::Pass };
    let sent = request.parameters.text(name).unwrap_or_default();
    let words = if name == "resource" && !sent.is_empty() && http::Uri::parse(sent).is_none() {
        "The provider refuses the resource, which is no whole address: it has no scheme."
    } else if name == "resource" && sent.contains('#') {
        "The provider refuses the resource, which has a part after #."
    } else if let Some(document) = stated_otherwise(name, sent, flow) {
        let stated = document.members.get("resource").and_then(|stated| stated.as_str()).unwrap_or_default();
        let how = difference(sent, stated).map(|difference| difference.words()).unwrap_or_default();
        let summary = Phrase::from(
            "The provider refuses the resource, which is not written as the API's metadata states it. ",
        );
        return fail(summary.append(how))
            .exact_fix("Send resource exactly as the API's metadata states it, character for character; where it has no slash at its end, let the library add none.")
            .noted(request.pointer(name), "as it was sent")
            .noted(document.pointer("resource"), "as the API states it")
            .noted(said, "the provider's answer")
            .into();
    } else {
        "The provider refuses the API that the request names."
    };
    fail(words).noted(request.pointer(name), "as it was sent").noted(said, "the provider's answer").into()
}
