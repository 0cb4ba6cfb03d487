//! RFC 8725 §3.2, OpenID Connect Core §2: `none` is no signature.

use oauth::{Flow, IdToken, IdTokenText};

use crate::login::uses_token_later;
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/alg-none",
    title: "The ID token is not signed",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[Reference::OidcCore("2"), Reference::OidcCore("3.1.3.7"), Reference::Rfc(8725, "3.2")],
    why: "Anybody can write an unsigned token in any user's name. Libraries refuse it unless they were told to take it.",
    fix: "Let the provider sign the ID tokens of this client, with RS256 or ES256.",
    explains: &["callback/server-error"],
    since: "0.1.0",
    page: include_str!("alg_none.md"),
    check: Check::IdToken(check),
};

fn check(token: &IdToken<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(alg) = token.jwt.alg() else { return Verdict::NotApplicable };
    let is_none = alg.eq_ignore_ascii_case("none");
    let texts = flow.id_token_texts();
    let signature = |text: &IdTokenText| text.text.text().rsplit('.').next().unwrap_or_default().is_empty();
    let is_cut = texts.iter().any(|text| text.message == token.message && signature(text));
    let evidence = if is_none {
        fail("The ID token says that it is not signed (alg: none).")
    } else if is_cut {
        fail("The ID token names an algorithm, and its signature is empty.")
    } else {
        return Verdict::Pass;
    };
    let evidence = evidence.at(token.claim("alg"));
    if uses_token_later(flow, token.message) {
        evidence.severity(Severity::Warning).into()
    } else {
        evidence.into()
    }
}
