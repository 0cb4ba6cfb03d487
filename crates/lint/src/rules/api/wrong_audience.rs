//! RFC 9068 §4: an API refuses a token whose `aud` does not name it.

use oauth::{Flow, Part, Pointer, ProtectedRequest};

use crate::parties::names_origin_of;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{description, gets_past, gives_no_reason, show, who};
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

/// Whether a token is for the server that was called: what somebody has in the settings is another API then.
fn names_server(audiences: &[&str], request: &ProtectedRequest<'_>) -> bool {
    audiences.iter().any(|name| names_origin_of(name, &request.exchange.request.uri) == Some(true))
}

/// How servers say that aud is not theirs.
const AUDIENCE: [&str; 4] = ["audience", "aud claim", "\"aud\"", "idx10214"];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(request.exchange.status(), Some(401 | 403)) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let said = description(request);
    let token = request.jwt();
    let audiences = token.as_ref().map(|token| token.audiences()).unwrap_or_default();
    let expected = flow.registered.filter(|client| {
        let is_told = !client.audiences.is_empty() && !audiences.is_empty();
        is_told && !client.audiences.iter().any(|own| audiences.contains(&own.as_str()))
    });
    let is_wordless = request.exchange.status() == Some(401) && gives_no_reason(request);
    let summary = match expected {
        _ if AUDIENCE.iter().any(|word| said.contains(word)) => Phrase::from(who(request))
            .text(" says that the access token is not for it: it expects another audience."),
        // What it says itself comes before what somebody thinks that it expects.
        Some(_) if is_wordless && !names_server(&audiences, request) => Phrase::from(who(request))
            .text(" refuses an access token for another audience than the one that the settings have."),
        _ => return Verdict::Pass,
    };
    let audience = (!audiences.is_empty()).then(|| request.claim("aud"));
    let expected = expected.map(|_| Pointer::new(request.message, Part::Registered("aud", 0)));
    let evidence = fail(summary)
        .noted_if(audience, "for whom the token is")
        .noted_if(expected, "for whom it should be, as the settings say");
    show(request, evidence).into()
}
