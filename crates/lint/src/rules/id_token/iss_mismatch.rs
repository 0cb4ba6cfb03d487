//! OpenID Connect Core §3.1.3.7: "The Issuer Identifier … MUST exactly match the value of the iss (issuer) Claim."

use http::Redaction;
use oauth::TokenKind;

use crate::compare::difference;
use crate::issuer::{expected_issuer, is_same_issuer};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/iss-mismatch",
    title: "The ID token is from another issuer",
    lead: "The ID token's iss (who issued it) is not the issuer that the provider states in its metadata, or in iss \
          of its answer.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::OidcDiscovery("4.3")],
    why: "The app must refuse an ID token whose iss (who issued it) is not, character for character, the issuer that it is \
          configured for.",
    fix: "Configure the issuer in the app exactly as the ID token states it, or correct the provider's public address.",
    verify: "Log in again: iss of the ID token is the provider's issuer, character for character.",
    disproof: "The issuer in the app's settings is, character for character, the iss of the ID token.",
    explains: &["jwt/kid-unknown"],
    since: "0.1.0",
    page: page!("iss_mismatch.md"),
    check: Check::Token(check),
};

/// Whether an issuer was taken out of the recording, or a part of its path: a tenant.
fn is_taken_out(issuer: &str) -> bool {
    issuer
        .split('/')
        .map(|part| part.trim_matches(['(', ')']))
        .chain([issuer])
        .any(|part| Redaction::of(part).is_some())
}

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(stated) = token.jwt.text("iss") else { return Verdict::NotApplicable };
    let Some((expected, place)) = expected_issuer(token, flow) else {
        return Verdict::Inconclusive("the provider's metadata (discovery document)");
    };
    if is_taken_out(stated) || is_taken_out(&expected) {
        return Verdict::Inconclusive("the issuer, which was taken out of the recording");
    }
    let Some(difference) = difference(&expected, stated).filter(|_| !is_same_issuer(&expected, stated))
    else {
        return Verdict::Agrees;
    };
    fail(Phrase::from("The ID token's iss is not the provider's issuer. ").append(difference.words()))
        .noted_if(place.map(|place| place.marking(difference.before)), "the provider's issuer")
        .noted(token.claim("iss").marking(difference.after), "in the ID token")
        .into()
}
