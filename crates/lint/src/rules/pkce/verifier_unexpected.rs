//! RFC 9700 §4.8.2: a server "MUST ensure that if there was no `code_challenge` in the authorization request, a request to the token endpoint containing a `code_verifier` is rejected".

use oauth::{Flow, TokenExchange};

use crate::login::belongs_here;
use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "pkce/verifier-unexpected",
    title: "A code_verifier is sent, but the login began without PKCE",
    lead: "The token request carries a code_verifier, the authorization request had no code_challenge, and the \
          provider refused the code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.8.2"), Reference::Rfc(7636, "4.5")],
    why: "A code_verifier proves nothing without the code_challenge that began the login. Providers must refuse it: \
          somebody may have taken the challenge out of the request.",
    fix: "Send code_challenge and code_challenge_method=S256 in the authorization request too.",
    verify: "Log in again: the authorization request has code_challenge and code_challenge_method=S256.",
    disproof: "A new code from the same request is refused also when no code_verifier is sent.",
    explains: &["token/error-as-200", "token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("verifier_unexpected.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.code_verifier().is_none() || token.grant_type() != "authorization_code" {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request().filter(|request| request.is_open()) else {
        return Verdict::Inconclusive("the parameters of the authorization request");
    };
    if request.code_challenge().is_some() {
        return Verdict::Pass;
    }
    if !belongs_here(token, flow) {
        return Verdict::Inconclusive("the login that this code belongs to");
    }
    // A provider that does not know PKCE takes no notice of it.
    if !is_refused_grant(token) {
        return Verdict::NotApplicable;
    }
    fail("The token request sends a code_verifier, and the authorization request had no code_challenge.")
        .noted(request.pointer("response_type"), "sent without code_challenge")
        .at(token.pointer("code_verifier"))
        .into()
}
