//! RFC 9207 §2.4: a client "MUST reject" answers without `iss` of a provider that supports it.

use oauth::{AuthorizationResponse, Flow};

use crate::login::comes_from_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/iss-missing",
    title: "The answer lacks iss, which the provider promises",
    lead: "The discovery document says authorization_response_iss_parameter_supported: true, and the answer came \
          without iss.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Provider,
    references: &[Reference::Rfc(9207, "2.4"), Reference::Rfc(9207, "3")],
    why: "The provider says in its metadata that its answers name their issuer. An answer without it looks as if \
          somebody had taken the name out, and the app must refuse it.",
    fix: "Find what drops iss between the provider and the app, or mend the provider: its metadata promises the parameter.",
    verify: "Log in again: iss stands beside the code in the answer, or the metadata no longer promises it.",
    disproof: "The app accepted another answer without iss from this provider.",
    explains: &[],
    since: "0.1.0",
    page: page!("iss_missing.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    // A signed response and an ID token have their issuer inside; Keycloak then leaves the parameter out.
    let names_it = response.parameters.has("response") || response.has_tokens();
    let Some(arrived) = response.success().filter(|_| !names_it) else {
        return Verdict::NotApplicable;
    };
    if response.parameters.has("iss") {
        return Verdict::Pass;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let metadata = flow.metadata.as_ref().filter(|metadata| {
        let endpoint = metadata.authorization_endpoint.as_ref();
        endpoint.is_some_and(|uri| uri.same_endpoint(&request.exchange.request.uri))
    });
    let Some(metadata) = metadata else {
        return Verdict::Inconclusive("the provider's metadata (discovery document)");
    };
    if !metadata.names_issuer_in_response || !response.is_readable() {
        return Verdict::NotApplicable;
    }
    let promise = "authorization_response_iss_parameter_supported";
    let promised = flow.metadata_source().map(|document| document.pointer(promise));
    fail("The provider's metadata says that its answers carry iss, and this one came without.")
        .noted_if(promised, "promised")
        .noted(response.pointer(arrived), "came without iss")
        .warning_if(flow.has_tokens())
        .into()
}
