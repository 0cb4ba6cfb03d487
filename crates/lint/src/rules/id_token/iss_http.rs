//! OpenID Connect Core §2: iss is "a case-sensitive URL using the https scheme".

use http::Uri;
use http::cookie::is_trustworthy;
use oauth::TokenKind;

use crate::issuer::expected_issuer;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/iss-http",
    title: "The issuer in the ID token is no https address",
    lead: "The iss of the ID token begins with http:, and its host is not this computer.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[Reference::OidcCore("2"), Reference::OidcDiscovery("3")],
    why: "The issuer is where the app looks for keys. By http anybody between the two can answer with keys of their own.",
    fix: "Give the provider an https address, and let it write that one into its tokens.",
    verify: "Log in again: iss of the ID token begins with https, and so does issuer of the discovery document.",
    disproof: "The provider is reached over a network that nobody else can listen to, and the app's library is told to \
          take http.",
    explains: &[],
    since: "0.1.0",
    page: page!("iss_http.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if token.kind != TokenKind::Id || !token.is_read_by_app() {
        return Verdict::NotApplicable;
    }
    let Some(issuer) = token.jwt.text("iss").and_then(Uri::parse) else { return Verdict::NotApplicable };
    if issuer.scheme() != "http" || is_trustworthy(&issuer) {
        return Verdict::Pass;
    }
    let expected = token.around.and_then(|flow| expected_issuer(token, flow));
    if expected.is_some_and(|(expected, _)| token.jwt.text("iss") != Some(&expected)) {
        // That it is another issuer is `id-token/iss-mismatch`.
        return Verdict::NotApplicable;
    }
    let evidence = fail(
        "The issuer in the ID token (iss) is no https address: readers that go by the letter refuse it.",
    )
    .at(token.claim("iss"));
    // Who looks at a login that runs by http sees that it does.
    if token.is_alone() { evidence.into() } else { evidence.severity(Severity::Info).into() }
}
