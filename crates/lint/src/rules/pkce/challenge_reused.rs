//! RFC 9700 §2.1.1: the challenge "MUST be transaction-specific".

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/challenge-reused",
    title: "Two logins use the same code_challenge",
    lead: "Two logins of this recording, to the same provider, began with the same code_challenge.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "2.1.1"), Reference::Rfc(7636, "7.1")],
    why: "PKCE ties a code to the one login that asked for it. With a code_verifier that stays the same, a stolen code \
          of any login can be exchanged in any other.",
    fix: "Make a new random code_verifier for every login.",
    verify: "Start the login twice: the two requests have different code_challenges.",
    disproof: "The two requests are one login that was sent again, not two.",
    explains: &[],
    since: "0.1.0",
    page: page!("challenge_reused.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.code_challenge().is_none() {
        return Verdict::NotApplicable;
    }
    if !flow.others.reused.contains(&"code_challenge") {
        return Verdict::Pass;
    }
    fail("An earlier login of this recording began with the same code_challenge: the code_verifier is not made anew.")
        .at(request.pointer("code_challenge"))
        .into()
}
