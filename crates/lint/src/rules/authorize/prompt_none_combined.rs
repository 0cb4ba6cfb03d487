//! OpenID Connect Core §3.1.2.1: "If this parameter contains none with any other value, an error is returned."

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/prompt-none-combined",
    title: "prompt=none stands with other values",
    lead: "The parameter prompt of the authorization request has none and another value, and the provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.2.1")],
    why: "none tells the provider to show nothing, login, consent and select_account tell it to show something. Both \
          together cannot be done, and the provider must refuse them.",
    fix: "Send prompt=none alone, or leave none out.",
    verify: "Start the login again: prompt is none alone or lacks none, and the provider does not object to it.",
    disproof: "The provider gives the same error to a request that has no prompt at all.",
    explains: &[],
    since: "0.1.0",
    page: page!("prompt_none_combined.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(prompt) = request.parameters.text("prompt") else { return Verdict::NotApplicable };
    let words: Vec<_> = prompt.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if words.len() < 2 || !words.contains(&"none") {
        return Verdict::Pass;
    }
    let Some(said) = refusal_of_parameter(request, flow, "prompt", &[]) else { return Verdict::Pass };
    let evidence = fail("The request asks for a login without a page (none) and for one with a page, and the provider refuses it.")
        .noted(request.pointer("prompt"), "none, and more");
    with_answer(evidence, said, flow).into()
}
