//! OpenID Connect Core §3.1.2.6: these errors are for requests that forbid the provider to show a page.

use oauth::{AuthorizationResponse, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/interaction-error-without-none",
    title: "The provider needs the user, but does not ask",
    lead: "The browser came back with login_required, interaction_required, consent_required or \
          account_selection_required, and the request did not have prompt=none.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("3.1.2.6"), Reference::OidcCore("3.1.2.1")],
    why: "The app allowed the provider to show its pages, and the provider answers as if it were not allowed to. Usual reasons are another provider behind it that it asks silently, and a policy that no page of it can satisfy.",
    fix: "Search the provider's log for this request: find the step behind it (an identity provider, a policy, MFA) that must not ask the user.",
    verify: "Sign in from a private window: the provider asks the user and then sends a code, not this error.",
    disproof: "The request in the provider's log has prompt=none.",
    explains: &["callback/error"],
    since: "0.1.0",
    page: page!("interaction_error_without_none.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.asks_for_page().is_none() {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request().filter(|r| r.is_open() && !r.parameters.hides("prompt"))
    else {
        return Verdict::Inconclusive("the prompt parameter of the authorization request");
    };
    let prompt = request.parameters.text("prompt").unwrap_or_default();
    if prompt.split_whitespace().any(|word| word == "none") {
        return Verdict::Pass;
    }
    let summary = Phrase::from("The provider answered ")
        .value(response.pointer("error"))
        .text(", which means that it was not allowed to show a page; this request allows it.");
    let evidence = fail(summary)
        .noted(request.pointer("client_id"), "asked without prompt=none")
        .at(response.pointer("error"));
    if response.parameters.has("error_description") {
        return evidence.noted(response.pointer("error_description"), "the provider's words").into();
    }
    evidence.into()
}
