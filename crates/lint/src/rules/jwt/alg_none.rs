//! RFC 8725 §3.2, OpenID Connect Core §2: `none` is no signature.

use jose::Jwt;
use oauth::{Flow, IdTokenText, Part, Pointer};

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

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
    check: Check::IdTokenText(check),
};

fn check(token: &IdTokenText, flow: &Flow<'_>) -> Verdict {
    let text = token.text.text();
    let jwt = Jwt::read(text);
    let Some(alg) = jwt.alg().filter(|_| !jwt.claims.is_empty()) else { return Verdict::NotApplicable };
    let evidence = if alg.eq_ignore_ascii_case("none") {
        fail("The ID token says that it is not signed (alg: none).")
    } else if text.ends_with('.') {
        fail("The ID token names an algorithm, and its signature is empty.")
    } else {
        return Verdict::Pass;
    };
    let evidence = evidence.at(Pointer::new(token.message, Part::IdToken("alg".into())));
    evidence.warning_if(uses_token_later(flow, token.message)).into()
}
