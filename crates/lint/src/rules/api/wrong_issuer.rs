//! RFC 9068 §4: an API refuses a token whose `iss` is not, character for character, the issuer that it trusts.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::each_word;
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
const ISSUER: [&str; 7] = [
    "invalid issuer",
    "issuer invalid",
    "issuer is invalid",
    "issuer is not valid",
    "issuer mismatch",
    "unexpected issuer",
    "untrusted issuer",
];

/// How they name the claim, and what they say of it.
const CLAIM: [&str; 3] = ["iss claim", "\"iss\" claim", "'iss' claim"];
const FAULTS: [&str; 6] = ["mismatch", "invalid", "not valid", "unexpected", "does not match", "not trusted"];

/// Issuers of something else, or what is wrong with something else.
const OTHERS: [&str; 16] = [
    "certificate",
    "certificates",
    "card",
    "cards",
    "invoice",
    "invoices",
    "signature",
    "nonce",
    "exp",
    "expired",
    "key",
    "keys",
    "bank",
    "document",
    "missing",
    "no",
];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(request.exchange.status(), Some(401 | 403)) || gets_past(request, flow) {
        return Verdict::Pass;
    }
    let said = description(request);
    if !is_about_issuer(&said) {
        return Verdict::Pass;
    }
    // With 403 an API may speak of what the call is about: a card has an issuer, too.
    let speaks_of_token = request.challenge().is_some()
        || each_word(&said).any(|word| ["token", "jwt", "iss"].contains(&word))
        || each_word(&said).eq(["invalid", "issuer"]);
    if request.exchange.status() == Some(403) && !speaks_of_token {
        return Verdict::Pass;
    }
    let summary = Phrase::from(who(request))
        .text(" says that the access token is of another issuer than the one that it trusts.");
    let has_issuer = request.jwt().is_some_and(|jwt| jwt.claims.contains_key("iss"));
    let issuer = has_issuer.then(|| request.claim("iss"));
    show(request, fail(summary).noted_if(issuer, "who issued the token")).into()
}

/// Whether words in lower case find fault with the issuer of the token, and with nothing else.
fn is_about_issuer(said: &str) -> bool {
    let is_of_token = |clause: &str| !each_word(clause).any(|word| OTHERS.contains(&word));
    // `The issuer 'https://…' is invalid`
    let is_named = || {
        let (before, behind) = said.split_once("issuer '")?;
        let (_, behind) = behind.split_once('\'')?;
        (behind.trim_start().starts_with("is invalid") && is_of_token(before)).then_some(())
    };
    // `JWT iss claim has value https://…, must be https://…`
    let is_compared = || said.contains("iss claim has value") && said.contains("must be");
    let is_in_clause = |clause: &str| {
        let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
        has(&ISSUER) || has(&CLAIM) && has(&FAULTS)
    };
    let clauses = || said.split([';', ',', '\n']).flat_map(|part| part.split(". ")).map(without_code);
    is_named().is_some()
        || is_compared()
        || clauses().any(|clause| is_in_clause(clause) && is_of_token(clause))
}

/// A clause without the code that some servers put in front.
fn without_code(clause: &str) -> &str {
    clause.trim_start().trim_start_matches("invalid_token")
}
