//! OpenID Connect Core §5.5.1.1: if acr is requested as an essential claim and "the requirement cannot be met, then
//! the Authorization Server MUST treat that outcome as a failed authentication attempt".

use oauth::{AuthorizationRequest, AuthorizationResponse, TokenKind};
use serde_json::Value;

use crate::login::uses_token_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/acr-not-met",
    title: "The user signed in another way than the app asked for (acr)",
    lead: "The app asked the provider for a certain strength of the login, and the ID token says that the user \
          signed in another way.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::ProviderSettings,
    references: &[
        Reference::OidcCore("5.5.1.1"),
        Reference::OidcCore("3.1.2.1"),
        Reference::OidcCore("3.1.3.7"),
    ],
    why: "acr says how the user proved who they are: password, second factor, ID card. An app that asks for one has to \
          refuse a login by another.",
    fix: "Ask for a value of the provider's acr_values_supported, and map it to a way of signing in at the provider.",
    verify: "Log in again: acr in the ID token is one of the values that the app asked for.",
    disproof: "The app accepts another login whose ID token has the same acr, or none where this one has none.",
    explains: &[],
    since: "0.1.0",
    page: page!("acr_not_met.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request().filter(|request| request.is_open()) else {
        return Verdict::NotApplicable;
    };
    let got = token.jwt.text("acr");
    let used = uses_token_later(flow, token.message());
    if let Some(wanted) = essential(request) {
        if got.is_some_and(|got| wanted.iter().any(|value| value == got)) {
            return Verdict::Pass;
        }
        let evidence = shown(token, got).noted(request.pointer("claims"), "the acr that the app demands");
        return evidence.warning_if(used).into();
    }
    let Some(wanted) = request.parameters.text("acr_values").filter(|values| !values.trim().is_empty())
    else {
        return Verdict::NotApplicable;
    };
    if got.is_some_and(|got| wanted.split_whitespace().any(|value| value == got)) {
        return Verdict::Pass;
    }
    // A wish that a provider may leave aside: whether the app minds is seen by what it does.
    let refuses = |response: &AuthorizationResponse<'_>| {
        response.delivered && matches!(response.exchange.status(), Some(401 | 403))
    };
    if used || !flow.authorization_responses().iter().any(refuses) {
        return Verdict::NotApplicable;
    }
    shown(token, got)
        .confidence(Confidence::Medium)
        .noted(request.pointer("acr_values"), "the acr that the app asked for")
        .into()
}

fn shown(token: &TokenUnderTest<'_, '_>, got: Option<&str>) -> Evidence {
    match got {
        Some(_) => {
            let summary = Phrase::from("The app asked for another acr than the ID token has: ");
            fail(summary.value(token.claim("acr")).text(".")).at(token.claim("acr"))
        }
        None => fail("The app asked for an acr, and the ID token has none.").at(token.claim("iss")),
    }
}

/// The values of `acr` that the request demands by `claims` (OpenID Connect Core §5.5.1.1); `None` where it demands none.
fn essential(request: &AuthorizationRequest<'_>) -> Option<Vec<String>> {
    let claims: Value = serde_json::from_str(request.parameters.text("claims")?).ok()?;
    let acr = claims.get("id_token")?.get("acr")?;
    if acr.get("essential") != Some(&Value::Bool(true)) {
        return None;
    }
    let one = acr.get("value").and_then(Value::as_str);
    let many = acr.get("values").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let wanted: Vec<String> = one.into_iter().chain(many).map(str::to_owned).collect();
    Some(wanted).filter(|wanted| !wanted.is_empty())
}
