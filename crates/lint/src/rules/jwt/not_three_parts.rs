//! RFC 7515 §7.1: a signed token is three parts with dots between them.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::{TokenForm, TokenUnderTest};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/not-three-parts",
    title: "A token is no JWT where one has to be",
    lead: "What came as ID token, signed answer or logout token is not three parts with dots between them, nor the five \
          of an encrypted one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7519, "7.2"), Reference::Rfc(7515, "7.1"), Reference::OidcCore("2")],
    why: "ID tokens, signed answers and logout tokens are JWTs: three parts with dots between them, or five if they are \
          encrypted. What came has another form, so a library cannot read it.",
    fix: "Compare with what the provider sends. If it is the same there, let the provider send a signed JWT: header, claims and signature.",
    verify: "Log in again: the token is header.claims.signature, or has five parts if it is encrypted.",
    disproof: "The app got a whole JWT: only the recording has shortened or replaced it.",
    explains: &[],
    since: "0.1.0",
    page: page!("not_three_parts.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.kind != TokenKind::Id && token.form == TokenForm::Opaque {
        return Verdict::NotApplicable;
    }
    let parts: Vec<&str> = token.text.text().split('.').collect();
    let summary = match parts.len() {
        // Unsigned ones end with the dot; encrypted ones may leave their second part empty.
        3 if parts[0].is_empty() || parts[1].is_empty() => {
            Phrase::from("A part of ").text(token.name()).text(" is empty: its header or its claims.")
        }
        3 | 5 => return Verdict::Pass,
        1 => Phrase::from(
            "What came as ID token has no dots: it is another kind of token, or something has replaced it, on the way or in the recording.",
        ),
        count => Phrase::from(token.subject()).text(" has ").number(count).text(if count == 1 {
            " part; a signed token has 3, an encrypted one 5."
        } else {
            " parts; a signed token has 3, an encrypted one 5."
        }),
    };
    // A hash or another stand-in of somebody's filter looks like an opaque token.
    fail(summary).at(token.pointer()).inferred_if(parts.len() == 1).warning_if(token.is_taken()).into()
}
