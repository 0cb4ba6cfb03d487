//! RFC 9068: JWT access tokens are an agreement between a provider and an API; RFC 6749 §1.4 leaves the form open.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{description, gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/opaque-to-jwt-validator",
    title: "The API expects a JWT, and the access token is none",
    lead: "The API tried to read the access token as a JWT, and it is an opaque one: a text that means something \
          only to its provider.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "1.4"), Reference::Rfc(9068, "1")],
    why: "Access tokens come in two forms: a signed text that an API can check by itself (JWT), or a bare number that only the provider \
          understands. The API is built for the first and got the second.",
    fix: "Ask for a token for this API (audience or resource), which the provider then issues as a JWT, or let the API check tokens by \
          introspection.",
    verify: "Repeat the call: the access token has two dots (a JWT), or the API introspects it, and the call is \
          answered.",
    disproof: "The server took another access token of this provider that is no signed JWT either.",
    explains: &["api/401-invalid-token"],
    since: "0.1.0",
    page: page!("opaque_to_jwt_validator.md"),
    check: Check::ProtectedRequest(check),
};

/// How JWT libraries say that a text is no JWT.
const NO_JWT: [&str; 10] = [
    "malformed token",
    "malformed payload",
    "jws/jwe header",
    "jwt malformed",
    "not enough segments",
    "number of segments",
    "idx14100",
    "invalid jwt serialization",
    "malformed jwt",
    "invalid compact jws",
];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(token) = request.token() else { return Verdict::NotApplicable };
    if request.exchange.status() != Some(401) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    // A signed JWT has two dots; one that is encrypted for somebody else has four.
    let is_signed = token.split('.').count() == 3;
    let said = description(request);
    if is_signed || !NO_JWT.iter().any(|words| said.contains(words)) {
        return Verdict::Pass;
    }
    let encrypted = token.starts_with("eyJ") && token.split('.').count() == 5;
    let summary = Phrase::from(who(request)).text(if encrypted {
        " cannot read the access token as a signed JWT: it is an encrypted one, for somebody else."
    } else {
        " cannot read the access token as a JWT: it is none."
    });
    show(request, fail(summary)).into()
}
