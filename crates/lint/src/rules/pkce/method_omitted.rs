//! RFC 7636 §4.3: `code_challenge_method` "defaults to `plain` if not present in the request".

use oauth::{AuthorizationRequest, Flow, TokenExchange};

use crate::request_outcome::RequestOutcome;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/method-omitted",
    title: "The code_challenge is a hash, and the request does not say so",
    lead: "The authorization request has a code_challenge that was made with SHA-256, and no code_challenge_method.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.3"), Reference::Rfc(7636, "4.6")],
    why: "Without code_challenge_method the code_challenge counts as plain text. The provider then compares it with \
          the code_verifier itself, and a hash is never equal to what it was made of.",
    fix: "Send code_challenge_method=S256 beside code_challenge.",
    verify: "Log in again: code_challenge_method=S256 stands beside code_challenge, and the code gives tokens.",
    disproof: "Another login of this client got tokens with an S256 code_challenge and no code_challenge_method.",
    explains: &["pkce/verifier-mismatch", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("method_omitted.md"),
    check: Check::AuthorizationRequest(check),
};

/// With which providers ask for the method.
const WORDS: [&str; 2] = ["code_challenge_method", "challenge method"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(challenge) = request.code_challenge() else { return Verdict::NotApplicable };
    if request.parameters.seen("code_challenge_method").is_some_and(|method| !method.is_empty()) {
        return Verdict::Pass;
    }
    let is_hash_of = |token: &&TokenExchange<'_>| {
        token.code_verifier().is_some_and(|verifier| oauth::is_s256_of(challenge, verifier) == Some(true))
    };
    let outcome = RequestOutcome::of(request, flow, &WORDS);
    let place = request.pointer("code_challenge");
    if let Some(token) = flow.token_exchanges().iter().find(is_hash_of) {
        let Some(severity) = outcome.severity() else { return Verdict::NotApplicable };
        return fail("The code_challenge is the S256 hash of the code_verifier, and the request has no code_challenge_method: so it counts as plain text.")
            .noted(place, "sent without code_challenge_method")
            .noted(token.pointer("code_verifier"), "of which it is the hash")
            .severity(severity)
            .into();
    }
    let response = flow.authorization_responses().last().filter(|response| {
        let description = response.parameters.text("error_description").unwrap_or_default();
        let description = description.to_ascii_lowercase();
        outcome == RequestOutcome::Refused && WORDS.iter().any(|word| description.contains(word))
    });
    match response {
        Some(response) => fail(
            "The request has a code_challenge and no code_challenge_method, and the provider demands one.",
        )
        .noted(place, "sent without code_challenge_method")
        .noted(response.pointer("error_description"), "what the provider says")
        .into(),
        None => {
            Verdict::Inconclusive("the code verifier, which tells whether the code_challenge is its hash")
        }
    }
}
