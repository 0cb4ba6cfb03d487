//! OpenID Connect Core §3.1.3.7: "The Issuer Identifier … MUST exactly match the value of the iss (issuer) Claim."

use http::Redaction;
use oauth::TokenKind;

use crate::compare::difference;
use crate::issuer::{expected_issuer, is_same_issuer};
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/iss-mismatch",
    title: "The ID token is from another issuer",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::OidcDiscovery("4.3")],
    why: "The app must refuse an ID token whose iss (who issued it) is not, character for character, the issuer that it is \
          configured for.",
    fix: "Configure the issuer in the app exactly as the ID token states it, or correct the provider's public address.",
    explains: &["callback/server-error", "jwt/kid-unknown"],
    since: "0.1.0",
    page: page!("iss_mismatch.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(stated) = token.jwt.text("iss") else { return Verdict::NotApplicable };
    let Some((expected, place)) = expected_issuer(token, flow) else {
        return Verdict::Inconclusive("the provider's metadata (discovery document)");
    };
    if Redaction::of(stated).or_else(|| Redaction::of(&expected)).is_some() {
        return Verdict::Inconclusive("the issuer, which was taken out of the recording");
    }
    let Some(difference) = difference(&expected, stated).filter(|_| !is_same_issuer(&expected, stated))
    else {
        return Verdict::Pass;
    };
    let mut evidence =
        fail(Phrase::from("The ID token's iss is not the provider's issuer. ").append(difference.words()));
    if let Some(place) = place {
        evidence = evidence.noted(place.marking(difference.before), "the provider's issuer");
    }
    evidence.noted(token.claim("iss").marking(difference.after), "in the ID token").into()
}
