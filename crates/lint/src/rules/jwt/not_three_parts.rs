//! RFC 7515 §7.1: a signed token is three parts with dots between them.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::{TokenForm, TokenUnderTest};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/not-three-parts",
    title: "A token is no JWT where one has to be",
    lead: "The provider's answer has an id_token, and it is not three parts with dots between them.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7519, "7.2"), Reference::Rfc(7515, "7.1"), Reference::OidcCore("2")],
    why: "An ID token is a JWT: three parts with dots between them. What came under its name has another form, so the app cannot read who logged in.",
    fix: "Let the provider send a signed JWT as id_token: header, claims and signature.",
    verify: "Log in again: id_token is header.claims.signature, or has five parts if it is encrypted.",
    disproof: "The app never reads id_token and takes the user from another source.",
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
        1 => Phrase::from("What came as ID token has no dots: it is another kind of token."),
        count => Phrase::from(token.subject()).text(" has ").number(count).text(if count == 1 {
            " part; a signed token has 3, an encrypted one 5."
        } else {
            " parts; a signed token has 3, an encrypted one 5."
        }),
    };
    fail(summary).at(token.pointer()).warning_if(token.is_taken()).into()
}
