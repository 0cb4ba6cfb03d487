//! RFC 9068 §4: an API may need claims beyond those that every access token has; it refuses a token that lacks one.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::token_use::{gets_past, show, who};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/claim-missing",
    title: "The API needs a claim that the token does not have",
    lead: "The API, or a gateway before it, refused the token and named a claim. The token that was sent does not have it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9068, "4"), Reference::OidcCore("5.4")],
    why: "The API decides by claims of the token, and this one lacks the one that it names. A provider puts many claims in only where the app asks for them, or where they are set up for the client.",
    fix: "Ask for the token with the scope that brings this claim, or let the provider add the claim to tokens for this API.",
    verify: "Get a new token and repeat the call: the claim is in the token, and the API takes it.",
    disproof: "The token that the API got has the claim (compare its text with the one that was sent).",
    explains: &["api/401-invalid-token", "api/403-insufficient-scope", "userinfo/failed"],
    since: "0.1.0",
    page: page!("claim_missing.md"),
    check: Check::ProtectedRequest(check),
};

/// Claims that APIs ask for, as JWTs have them.
const CLAIMS: [&str; 24] = [
    "email_verified",
    "email",
    "preferred_username",
    "username",
    "client_id",
    "permissions",
    "groups",
    "roles",
    "role",
    "scope",
    "scp",
    "aud",
    "azp",
    "sub",
    "iss",
    "exp",
    "nbf",
    "iat",
    "jti",
    "sid",
    "acr",
    "upn",
    "oid",
    "tid",
];

fn check(call: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(call.exchange.status(), Some(401 | 403)) || gets_past(call, flow) {
        return Verdict::Pass;
    }
    let Some(words) = Words::of(call.message, call.exchange).filter(|words| words.have(&["claim"])) else {
        return Verdict::Pass;
    };
    let Some(jwt) = call.jwt() else { return Verdict::Inconclusive("the claims of the token") };
    let named = CLAIMS.into_iter().find(|name| names(&words.text, name));
    let Some(name) = named.filter(|name| !jwt.claims.contains_key(*name)) else { return Verdict::Pass };
    let summary = Phrase::from(who(call))
        .text(" wants the claim ")
        .text(name)
        .text(", and the token that was sent does not have it.");
    show(call, fail(summary).noted(words.place, "What the server says.")).into()
}

/// Whether the words name that claim: beside the word claim, quoted or not.
fn names(words: &str, claim: &str) -> bool {
    let all: Vec<&str> = words
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let is_beside = |at: usize| {
        let near = all.get(at.saturating_sub(1)..(at + 2).min(all.len())).unwrap_or_default();
        near.contains(&claim)
    };
    all.iter().enumerate().any(|(at, word)| matches!(*word, "claim" | "claims") && is_beside(at))
}
