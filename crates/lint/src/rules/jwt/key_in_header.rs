//! RFC 8725 §3.10: "Blindly following a jku or x5u … could result in server-side request forgery attacks"; a key in the token proves
//! nothing.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/key-in-header",
    title: "The token says where its own keys are",
    lead: "The header of a token names an address of keys (jku, x5u) or holds a key (jwk).",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[Reference::Rfc(8725, "3.10"), Reference::Rfc(7515, "4.1.2")],
    why: "Whoever signs a token can write into its header which key to check it with. An app that follows it lets the signer choose its own judge.",
    fix: "Check tokens with the keys at the issuer's jwks_uri alone; never follow jku, x5u or jwk.",
    verify: "Read how the app checks tokens: the keys come from the issuer's jwks_uri, and jku, x5u and jwk are not read.",
    disproof: "The app's code takes keys from the issuer's jwks_uri alone.",
    explains: &[],
    since: "0.1.0",
    page: page!("key_in_header.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.kind == TokenKind::DpopProof || token.jwt.header.is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(name) = ["jku", "x5u", "jwk"].into_iter().find(|name| token.jwt.header.contains_key(*name))
    else {
        return Verdict::Pass;
    };
    let says = match name {
        "jwk" => " brings a key along (jwk). Never check it with this key: anybody can make one.",
        _ => " says where its keys are. Never fetch them from there: the signer would choose its own judge.",
    };
    let summary = Phrase::from("The header of ").text(token.name()).text(says);
    let evidence = fail(summary).at(token.claim(name));
    // Some providers always do; nobody was seen to follow it.
    if token.is_alone() { evidence.into() } else { evidence.severity(Severity::Info).into() }
}
