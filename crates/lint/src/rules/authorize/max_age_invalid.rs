//! OpenID Connect Core §3.1.2.1: max_age is a number of seconds.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/max-age-invalid",
    title: "max_age is not a number of seconds",
    lead: "The authorization request has a max_age that is no whole number, and the provider refuses the request.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.2.1")],
    why: "max_age says how many seconds ago the user may have signed in. The provider cannot read what stands there.",
    fix: "Send max_age as a whole number of seconds, or leave it out.",
    verify: "Start the login again: max_age is a whole number or missing, and the provider takes the request.",
    disproof: "The provider's log shows that it read max_age and refused the request for something else.",
    explains: &[],
    since: "0.1.0",
    page: page!("max_age_invalid.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(age) = request.parameters.text("max_age") else { return Verdict::NotApplicable };
    if !age.is_empty() && age.bytes().all(|byte| byte.is_ascii_digit()) {
        return Verdict::Pass;
    }
    let Some(said) = refusal_of_parameter(request, flow, "max_age", &[]) else { return Verdict::Pass };
    let evidence = fail("The provider refuses the request, whose max_age is no whole number of seconds.")
        .noted(request.pointer("max_age"), "as it was sent");
    with_answer(evidence, said, flow).into()
}
