//! RFC 8725 §3.2, OpenID Connect Core §2: `none` is no signature.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::{TokenForm, TokenUnderTest};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/alg-none",
    title: "The ID token is not signed",
    lead: "The ID token of this login has no signature: alg is none, or the third part is empty.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("2"), Reference::OidcCore("3.1.3.7"), Reference::Rfc(8725, "3.2")],
    why: "Anybody can write an unsigned token in any user's name. Libraries refuse it unless they were told to take it.",
    fix: "Let the provider sign the ID tokens of this client, with RS256 or ES256.",
    verify: "Log in again: alg in the ID token's header is not none, and the signature is not empty.",
    disproof: "The app is set to accept unsigned ID tokens, and its log names another error.",
    explains: &[],
    since: "0.1.0",
    page: page!("alg_none.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    // Of the other kinds it is one of several things that they have to be.
    let is_asked = match token.kind {
        TokenKind::DpopProof => false,
        TokenKind::Id => token.is_first_seen(),
        _ => token.is_alone(),
    };
    let is_signed = matches!(token.form, TokenForm::Signed | TokenForm::Disclosing);
    if !is_asked || !is_signed || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let phrase = |words| Phrase::from(token.subject()).text(words);
    let evidence = match token.jwt.alg() {
        Some(alg) if alg.eq_ignore_ascii_case("none") => {
            fail(phrase(" is not signed (alg: none): anybody can write it in any user's name."))
                .at(token.claim("alg"))
        }
        Some(_) if token.text.text().ends_with('.') => {
            fail(phrase(" names an algorithm, and its signature is empty.")).at(token.claim("alg"))
        }
        Some(_) => return Verdict::Pass,
        None if token.jwt.header.is_empty() => return Verdict::NotApplicable,
        None => fail(phrase(" does not say how it is signed: its header has no alg.")).at(token.pointer()),
    };
    evidence.warning_if(token.is_taken()).into()
}
