//! RFC 8414 §2: `code_challenge_methods_supported` lists what the provider takes.

use oauth::{AuthorizationRequest, Flow};

use crate::request_outcome::RequestOutcome;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/method-unsupported",
    title: "The provider does not take this code_challenge_method",
    lead: "The code_challenge_method of the request is not in the list code_challenge_methods_supported of the \
          discovery document, and the provider refused the login.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(8414, "2"), Reference::Rfc(7636, "4.4.1")],
    why: "The provider lists the methods that it takes, and the app's is not among them. It refused the login.",
    fix: "Use a method from code_challenge_methods_supported; for a provider that lists plain alone, ask its operator for S256.",
    verify: "Log in again: code_challenge_methods_supported lists the method, and the provider takes it.",
    disproof: "The same client got tokens with this code_challenge_method in another login.",
    explains: &["pkce/verifier-mismatch", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("method_unsupported.md"),
    check: Check::AuthorizationRequest(check),
};

/// With which providers name this fault.
const WORDS: [&str; 4] = ["pkce", "code_challenge", "code challenge", "challenge method"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.code_challenge().is_none() {
        return Verdict::NotApplicable;
    }
    let Some(method) = request.code_challenge_method() else {
        return Verdict::Inconclusive("the code_challenge_method, which was taken out of the recording");
    };
    let Some(methods) = flow.metadata.as_ref().and_then(|metadata| metadata.code_challenge_methods.as_ref())
    else {
        return Verdict::Inconclusive("the methods that the provider takes (discovery document)");
    };
    // A name that nobody knows is another fault.
    if !matches!(method, "S256" | "plain") || methods.iter().any(|known| known == method) {
        return Verdict::Pass;
    }
    // Lists are often incomplete: it takes a refusal.
    if !matches!(
        RequestOutcome::of(request, flow, &WORDS),
        RequestOutcome::Refused | RequestOutcome::CodeRefused
    ) {
        return Verdict::NotApplicable;
    }
    let summary = match method {
        "S256" => {
            "The request uses S256, which the provider's metadata does not list, and the provider refused it."
        }
        _ => {
            "The request uses plain, which the provider's metadata does not list, and the provider refused it."
        }
    };
    let name = if request.parameters.has("code_challenge_method") {
        "code_challenge_method"
    } else {
        "code_challenge"
    };
    let list = flow.metadata_source().map(|document| document.pointer("code_challenge_methods_supported"));
    fail(summary).noted_if(list, "what the provider takes").at(request.pointer(name)).into()
}
