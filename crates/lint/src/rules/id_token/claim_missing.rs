//! OpenID Connect Core §2: `iss`, `sub`, `aud`, `exp` and `iat` are required.

use jose::Jwt;
use oauth::{Flow, IdTokenText};
use serde_json::Value;

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/claim-missing",
    title: "The ID token lacks a claim that every ID token must have",
    lead: "The ID token came and can be read, and one of iss, sub, aud, exp and iat is not in it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("2"), Reference::OidcCore("3.1.3.7")],
    why: "The app checks in the ID token who wrote it (iss), about whom (sub), for whom (aud), when (iat) and until when it is good (exp). What is not there it cannot check.",
    fix: "Restore the claim at the provider: look for a mapper, rule or policy of this client that removes it.",
    verify: "Log in again: the ID token has iss, sub, aud, exp and iat, and none of them is empty.",
    disproof: "The app accepts other ID tokens of this provider that lack the same claim.",
    explains: &[],
    since: "0.1.0",
    page: page!("claim_missing.md"),
    check: Check::IdTokenText(check),
};

const REQUIRED: [&str; 5] = ["iss", "sub", "aud", "exp", "iat"];

fn check(token: &IdTokenText, flow: &Flow<'_>) -> Verdict {
    let claims = Jwt::read(token.text.text()).claims;
    if claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    let missing: Vec<&'static str> =
        REQUIRED.into_iter().filter(|name| claims.get(*name).is_none_or(empty)).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let mut summary = Phrase::from("The ID token has no ");
    for (index, name) in missing.iter().enumerate() {
        summary = summary.text(if index == 0 { "" } else { " and no " }).text(name);
    }
    let evidence = fail(summary.text(".")).at(token.pointer.clone());
    evidence.warning_if(uses_token_later(flow, token.message)).into()
}
