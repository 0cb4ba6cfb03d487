//! OpenID Connect Core §3.1.3.7 (7): `alg` "SHOULD be the default of RS256 or the algorithm sent by the Client in the
//! id_token_signed_response_alg parameter during Registration".

use oauth::TokenKind;
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/alg-unexpected",
    title: "The ID token is signed in a way that the provider does not announce",
    lead: "The discovery document lists the algorithms with which the provider signs ID tokens, and the token of \
          this login has another one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::OidcDiscovery("3"), Reference::Rfc(8725, "3.1")],
    why: "The discovery document says how the provider signs ID tokens. A token that is signed otherwise is refused: to accept any algorithm would let attackers choose one.",
    fix: "Set the same signing algorithm for this client at the provider and in the app, or complete id_token_signing_alg_values_supported.",
    verify: "Log in again: alg of the ID token is in id_token_signing_alg_values_supported.",
    disproof: "The app's settings name exactly this alg for ID tokens.",
    explains: &[],
    since: "0.1.0",
    page: page!("alg_unexpected.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(alg) = token.jwt.alg().filter(|alg| !alg.eq_ignore_ascii_case("none")) else {
        return Verdict::NotApplicable;
    };
    let documents = flow.discoveries();
    let issuer = token.jwt.text("iss");
    let Some(document) = documents.iter().rev().find(|document| document.text("issuer") == issuer) else {
        return Verdict::Inconclusive("the discovery document of the token's issuer");
    };
    let listed = document.members.get("id_token_signing_alg_values_supported").and_then(Value::as_array);
    let Some(listed) = listed.filter(|listed| !listed.is_empty()) else { return Verdict::NotApplicable };
    if listed.iter().any(|listed| listed.as_str() == Some(alg)) {
        return Verdict::Pass;
    }
    let place = document.pointer("id_token_signing_alg_values_supported");
    let summary = Phrase::from("The ID token is signed with ")
        .value(token.claim("alg"))
        .text(", which the provider's discovery document does not list.");
    let evidence = fail(summary).noted(place, "what the provider announces").at(token.claim("alg"));
    evidence.warning_if(token.is_taken()).into()
}
