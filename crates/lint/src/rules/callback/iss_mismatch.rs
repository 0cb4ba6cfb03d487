//! RFC 9207 §2.4: clients "compare the result to the issuer identifier of the authorization server where the authorization request was sent to".

use http::redaction::Value;
use oauth::{AuthorizationResponse, Flow};

use crate::compare::difference;
use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/iss-mismatch",
    title: "The answer names another issuer than the provider",
    lead: "The answer carries iss, the name of the provider that sent it, and it is not the issuer in the provider's \
          discovery document.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(9207, "2.4"), Reference::Rfc(9700, "4.4.2.1")],
    why: "iss says which provider answers. The app compares it, letter by letter, with the issuer that it knows; \
          another one could be an attack in which two providers are mixed up, and the app must refuse the answer.",
    fix: "Configure the issuer in the app exactly as the provider states it, or correct the address under which the provider knows itself.",
    verify: "Log in again: iss in the answer is, character for character, the issuer in the app's settings.",
    disproof: "The app does not compare iss, or its log shows that the comparison passed.",
    explains: &[],
    since: "0.1.0",
    page: page!("iss_mismatch.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    let Some(stated) = response.parameters.seen("iss").filter(|iss| !iss.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let Some(stated) = stated.known() else {
        return Verdict::Inconclusive("the issuer, which was taken out of the recording");
    };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    // One host has many issuers: tenants, realms.
    let metadata = flow.metadata.as_ref().filter(|metadata| {
        let endpoint = metadata.authorization_endpoint.as_ref();
        endpoint.is_some_and(|uri| uri.same_endpoint(&request.exchange.request.uri))
    });
    // A document for many tenants has a placeholder in its issuer.
    let Some(metadata) = metadata.filter(|metadata| !metadata.issuer.contains('{')) else {
        return Verdict::Inconclusive("the provider's metadata (discovery document)");
    };
    if Value::new(&metadata.issuer).known().is_none() {
        return Verdict::Inconclusive("the provider's issuer, which was taken out of the recording");
    }
    let Some(difference) = difference(&metadata.issuer, stated) else { return Verdict::Agrees };
    let summary = Phrase::from("The iss that came back is not the issuer in the provider's metadata. ")
        .append(difference.words());
    let issuer = flow.metadata_source().map(|document| document.pointer("issuer").marking(difference.before));
    fail(summary)
        .noted_if(issuer, "the provider's issuer")
        .noted(response.pointer("iss").marking(difference.after), "came back")
        .warning_if(flow.has_tokens())
        .into()
}
