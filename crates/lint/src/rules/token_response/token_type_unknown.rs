//! RFC 6749 §7.1: "The client MUST NOT use an access token if it does not understand the token type."

use http::Value;
use oauth::{Flow, TokenResponse};

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/token-type-unknown",
    title: "token_type is one that clients do not know",
    lead: "The token response has a token_type that is neither Bearer nor DPoP.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[
        Reference::Rfc(6749, "7.1"),
        Reference::Rfc(6749, "5.1"),
        Reference::Rfc(6750, "4"),
        Reference::Rfc(9449, "5"),
    ],
    why: "token_type says how the token is sent to the API. Clients know Bearer and DPoP, and strict ones refuse every other word.",
    fix: "Make the token endpoint answer \"token_type\": \"Bearer\", or let the client take this provider's word for it.",
    verify: "Ask for tokens again: token_type is Bearer or DPoP, or the client accepts this provider's word.",
    disproof: "The client's settings list this token_type as one to accept.",
    explains: &[],
    since: "0.1.0",
    page: page!("token_type_unknown.md"),
    check: Check::TokenResponse(check),
};

/// RFC 6750, RFC 9449, RFC 8693 §2.2.1, and two that never became more than drafts.
const KNOWN: [&str; 5] = ["bearer", "dpop", "n_a", "mac", "pop"];

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !response.gives_tokens() {
        return Verdict::NotApplicable;
    }
    let stated = response.text("token_type").and_then(|stated| Value::new(stated).known());
    let Some(stated) = stated.filter(|stated| !stated.is_empty()) else {
        return Verdict::NotApplicable;
    };
    if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(stated)) {
        return Verdict::Pass;
    }
    let place = response.pointer("token_type");
    let evidence =
        fail(Phrase::from("token_type is ").value(place.clone()).text(", where clients expect Bearer."))
            .at(place);
    // A client made for this provider knows it.
    let is_known_here = uses_token_later(flow, response.message);
    evidence.warning_if(is_known_here).into()
}
