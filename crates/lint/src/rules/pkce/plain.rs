//! RFC 7636 §4.2: "If the client is capable of using S256, it MUST use S256".

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/plain",
    title: "PKCE is used without a hash (plain)",
    lead: "The authorization request sends the PKCE secret as it is: code_challenge_method=plain, or no method at \
          all, which means the same.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(7636, "4.2"), Reference::Rfc(7636, "7.2"), Reference::Rfc(9700, "2.1.1")],
    why: "With plain the secret itself stands in the address of the login page, in the browser history and in logs. \
          Whoever reads the code there reads the code_verifier too.",
    fix: "Send code_challenge_method=S256, and the SHA-256 hash of code_verifier as code_challenge.",
    verify: "Start the login again: code_challenge_method is S256, and code_challenge is not the code_verifier.",
    disproof: "The code_challenge is the SHA-256 hash of the code_verifier, so it gives nothing away.",
    explains: &[],
    since: "0.1.0",
    page: page!("plain.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(challenge) = request.code_challenge() else { return Verdict::NotApplicable };
    let Some(method) = request.parameters.seen("code_challenge_method").filter(|method| !method.is_empty())
    else {
        let is_hash = flow.token_exchanges().iter().any(|token| {
            token.code_verifier().is_some_and(|verifier| oauth::is_s256_of(challenge, verifier) == Some(true))
        });
        if is_hash {
            return Verdict::NotApplicable;
        }
        let exchanges = flow.token_exchanges();
        let is_seen = exchanges.iter().any(|token| token.shows_parameters());
        if !is_seen && challenge.known().is_some_and(is_like_a_hash) {
            return Verdict::Inconclusive("the code_verifier, and so whether the challenge is a hash of it");
        }
        return fail("The request has no code_challenge_method, so its code_challenge counts as plain text.")
            .at(request.pointer("code_challenge"))
            .into();
    };
    match method.known() {
        Some("plain") => {
            fail("The code_challenge is the code_verifier itself (code_challenge_method=plain).")
                .at(request.pointer("code_challenge_method"))
                .into()
        }
        Some(_) => Verdict::Pass,
        None => Verdict::Inconclusive("the code_challenge_method, which was taken out of the recording"),
    }
}

/// Whether a code challenge has the length of a SHA-256 in base64url (RFC 7636 §4.2); a verifier can have it too.
fn is_like_a_hash(challenge: &str) -> bool {
    challenge.len() == 43
}
