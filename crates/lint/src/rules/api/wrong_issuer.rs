//! RFC 9068 §4: an API refuses a token whose `iss` is not, character for character, the issuer that it trusts.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{description, gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/wrong-issuer",
    title: "The API does not trust who issued the access token",
    lead: "The API looked at the token's issuer (iss), and it is not the one that the API is set to trust.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9068, "4"), Reference::Rfc(9068, "2.2"), Reference::Rfc(8414, "2")],
    why: "An API takes the tokens of one provider and compares iss with the name of that provider, character for character: scheme, host, port, path and a slash at the end all count.",
    fix: "Compare iss of the token, character for character, with the issuer in the API's settings, a slash at the end included, and set the API to the issuer of the discovery document.",
    verify: "Repeat the call: the API takes the token and no longer speaks of the issuer.",
    disproof: "The issuer that the API is set to trust stands, character for character, in iss of this token.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("wrong_issuer.md"),
    check: Check::ProtectedRequest(check),
};

/// How servers say that iss is not theirs.
const ISSUER: [&str; 8] = [
    "invalid issuer",
    "issuer invalid",
    "issuer is invalid",
    "issuer mismatch",
    "unexpected issuer",
    "untrusted issuer",
    "iss claim",
    "\"iss\" claim",
];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(request.exchange.status(), Some(401 | 403)) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let said = description(request);
    // `The issuer 'https://…' is invalid`
    let is_named = said.contains("issuer '") && said.contains("is invalid");
    if !is_named && !ISSUER.iter().any(|words| said.contains(words)) {
        return Verdict::Pass;
    }
    let summary = Phrase::from(who(request))
        .text(" says that the access token is of another issuer than the one that it trusts.");
    let has_issuer = request.jwt().is_some_and(|jwt| jwt.claims.contains_key("iss"));
    let issuer = has_issuer.then(|| request.claim("iss"));
    show(request, fail(summary).noted_if(issuer, "who issued the token")).into()
}
