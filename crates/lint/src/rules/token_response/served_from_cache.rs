//! RFC 9111 §5.1: `Age` says how long an answer was stored; RFC 6749 §5.1: an answer with tokens must not be stored.

use oauth::{Flow, Part, Pointer, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/served-from-cache",
    title: "The tokens come out of a cache",
    lead: "The answer of the token endpoint came from a cache: it has an Age, or the browser took it from its own store.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Network,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(9111, "5.1"), Reference::Rfc(9111, "3")],
    why: "A cache between app and provider answered in the provider's place. The tokens belong to an earlier login, perhaps of another user.",
    fix: "Exempt the token endpoint from caching in the proxy or CDN, and purge what it has stored.",
    verify: "Ask for tokens again: the answer has no Age above 0 and is not from the browser's cache.",
    disproof: "The provider's log shows that it issued these very tokens in answer to this request.",
    explains: &["id-token/aud-mismatch", "jwt/clock-skew-idp", "jwt/expired", "nonce/mismatch"],
    since: "0.1.0",
    page: page!("served_from_cache.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    if !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(answer) = &response.exchange.response else { return Verdict::NotApplicable };
    if answer.from_cache {
        return fail("The browser took the token response out of its own cache.")
            .at(Pointer::new(response.message, Part::Status))
            .into();
    }
    let Some(headers) = answer.headers.present() else {
        return Verdict::Inconclusive("the headers of the token response");
    };
    let age = headers.text("age").and_then(|age| age.trim().parse::<u32>().ok()).filter(|age| *age > 0);
    match age {
        Some(age) => fail(
            Phrase::from("A cache answered the token request: the answer had been stored ")
                .duration(f64::from(age))
                .text(" before."),
        )
        .at(Pointer::new(response.message, Part::ResponseHeader("age".into())))
        .into(),
        None => Verdict::Pass,
    }
}
