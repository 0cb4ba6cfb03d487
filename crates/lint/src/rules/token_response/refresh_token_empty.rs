//! RFC 6749 Appendix A.17: a refresh token has at least one character.

use oauth::{Flow, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/refresh-token-empty",
    title: "The refresh token in the answer is empty",
    lead: "The token response has refresh_token, and nothing is in it. Strict clients refuse the whole answer.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(6749, "Appendix A.17")],
    why: "refresh_token is optional: a provider that gives none leaves the member out. An empty text is no token, and libraries that check it throw the answer away, tokens and all; others store it and fail at the first refresh.",
    fix: "Let the provider leave refresh_token out where it gives none. Until then, use a client that passes over an empty one.",
    verify: "Exchange a code again: the answer has a refresh token with characters in it, or none at all.",
    disproof: "The client's log shows that it took this answer and went on.",
    explains: &[],
    since: "0.1.0",
    page: page!("refresh_token_empty.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    if !response.gives_tokens() || response.text("refresh_token").is_none_or(|token| !token.trim().is_empty())
    {
        return Verdict::Pass;
    }
    fail("The token response has a refresh_token that is empty (blank).")
        .at(response.pointer("refresh_token"))
        .into()
}
