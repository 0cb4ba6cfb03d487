//! OpenID Connect Core §12.2: in an ID token of a refresh `iss` "MUST be the same as in the ID Token issued when the original
//! authentication occurred", so `sub`, and `aud` "MUST include" the original one.

use oauth::TokenKind;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/idtoken-inconsistent",
    title: "The refreshed ID token is of another issuer or client",
    lead: "The ID token that came with a refresh differs in iss or aud from the one of the login. Another user \
          (sub) is id-token/sub-changed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::OidcCore("12.2")],
    why: "A refresh continues a login, so its ID token has to name the same issuer and be for the same client. A library that compares the two refuses one that does not.",
    fix: "End the session in the app and send the user through the login again; then look whether login and refresh called one address of the provider, with one client_id.",
    verify: "Log in and refresh: iss is the same in both ID tokens, and aud holds the same client_id.",
    disproof: "The app does not read the ID token that comes with a refresh.",
    explains: &["id-token/aud-mismatch", "id-token/iss-mismatch"],
    since: "0.1.0",
    page: page!("idtoken_inconsistent.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let exchanges = flow.token_exchanges();
    let is_refresh = |message: usize| {
        exchanges.iter().any(|other| other.message == message && other.grant_type() == "refresh_token")
    };
    if !is_refresh(token.message()) {
        return Verdict::NotApplicable;
    }
    let tokens = flow.id_tokens();
    let Some(first) =
        tokens.iter().find(|other| other.message < token.message() && !is_refresh(other.message))
    else {
        return Verdict::Inconclusive("the ID token of the login");
    };
    // Another user is `id-token/sub-changed`.
    let issuers = first.jwt.text("iss").zip(token.jwt.text("iss"));
    let differs = issuers.is_some_and(|(before, after)| before != after).then_some("iss");
    let audiences = first.jwt.audiences();
    let lost = !audiences.is_empty()
        && !token.jwt.audiences().is_empty()
        && !audiences.iter().any(|audience| token.jwt.audiences().contains(audience));
    let Some(claim) = differs.or(lost.then_some("aud")) else { return Verdict::Pass };
    let what = match claim {
        "iss" => "After the refresh the ID token has another issuer (iss) than at the login.",
        _ => "After the refresh the ID token is for another client (aud) than at the login.",
    };
    fail(Phrase::from(what))
        .noted(first.claim(claim), "At the login.")
        .noted(token.claim(claim), "After the refresh.")
        .into()
}
