//! RFC 9068 §4: an API refuses a token whose `aud` does not name it.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{description, gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/wrong-audience",
    title: "The access token is for another API",
    lead: "The API looked at the token's audience (aud), which names the API that a token is for, and it is not this \
          one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9068, "4"), Reference::Rfc(9068, "2.2"), Reference::Rfc(8707, "2")],
    why: "A token names for which API it is (aud). An API that took tokens for others would let any app in that its users \
          ever logged in to.",
    fix: "Ask the provider for a token for this API: audience, resource or a scope of the API in the authorization request.",
    verify: "Get a new token and repeat the call: the server takes it and no longer speaks of the audience.",
    disproof: "The audience that the server is set to expect stands, character for character, in aud of this token.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("wrong_audience.md"),
    check: Check::ProtectedRequest(check),
};

/// How servers say that aud is not theirs.
const AUDIENCE: [&str; 4] = ["audience", "aud claim", "\"aud\"", "idx10214"];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(request.exchange.status(), Some(401 | 403)) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let said = description(request);
    if !AUDIENCE.iter().any(|word| said.contains(word)) {
        return Verdict::Pass;
    }
    let summary = Phrase::from(who(request))
        .text(" says that the access token is not for it: it expects another audience.");
    let has_audience = request.jwt().is_some_and(|jwt| !jwt.audiences().is_empty());
    let audience = has_audience.then(|| request.claim("aud"));
    show(request, fail(summary).noted_if(audience, "for whom the token is")).into()
}
