//! RFC 7636 §4.3: `code_challenge_method` is `S256` or `plain`.

use oauth::{AuthorizationRequest, Flow};

use crate::request_outcome::RequestOutcome;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/method-invalid",
    title: "The code_challenge_method is neither S256 nor plain",
    lead: "The authorization request names a code_challenge_method that does not exist, such as s256, SHA256 or sha-256.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.3"), Reference::Rfc(7636, "4.4.1")],
    why: "There are two methods, and their names are compared letter by letter. A provider refuses any other name, or \
          takes the code_challenge for plain text and refuses the code later.",
    fix: "Send code_challenge_method=S256, with a capital S.",
    verify: "Log in again: the request has code_challenge_method=S256, and the provider takes it.",
    disproof: "The provider gave tokens to a login with this same code_challenge_method.",
    explains: &["pkce/verifier-mismatch", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("method_invalid.md"),
    check: Check::AuthorizationRequest(check),
};

/// With which providers name this fault.
const WORDS: [&str; 6] = [
    "pkce",
    "code_challenge",
    "code challenge",
    "transform algorithm",
    "challenge method",
    "challenge_method",
];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.code_challenge().is_none() {
        return Verdict::NotApplicable;
    }
    let Some(method) = request.parameters.seen("code_challenge_method").filter(|method| !method.is_empty())
    else {
        return Verdict::NotApplicable;
    };
    let Some(method) = method.known() else {
        return Verdict::Inconclusive("the code_challenge_method, which was taken out of the recording");
    };
    if matches!(method, "S256" | "plain") {
        return Verdict::Pass;
    }
    let Some(severity) = RequestOutcome::of(request, flow, &WORDS).severity() else {
        return Verdict::NotApplicable;
    };
    let means_s256 = method.to_ascii_lowercase().contains("256");
    let summary = if means_s256 {
        "The code_challenge_method is a name that providers do not know; the method is called S256."
    } else {
        "The code_challenge_method is a name that providers do not know; there are S256 and plain."
    };
    fail(summary).at(request.pointer("code_challenge_method")).severity(severity).into()
}
