//! RFC 7636 §4.3: the authorization request carries `code_challenge`; §7.1: the verifier stays a secret until the code is exchanged.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/verifier-in-authorize",
    title: "The authorization request gives the code_verifier away",
    lead: "The address to which the app sends the browser holds code_verifier.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.3"), Reference::Rfc(7636, "7.2")],
    why: "The code_verifier is the secret of this login. In the address of the login page it lands in the browser \
          history and in logs, beside the code that it should protect.",
    fix: "Send only code_challenge in the authorization request, and code_verifier only in the token request.",
    verify: "Start the login again: the authorization request has no code_verifier.",
    disproof: "The code_verifier of the token request is another value than the one in this request.",
    explains: &[],
    since: "0.1.0",
    page: page!("verifier_in_authorize.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    if !request.is_open() {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    match request.parameters.seen("code_verifier") {
        Some(verifier) if !verifier.is_empty() => {
            fail("The authorization request carries the code_verifier, which only the token request should.")
                .at(request.pointer("code_verifier"))
                .into()
        }
        _ => Verdict::Pass,
    }
}
