//! OpenID Connect Core §3.1.3.7: "The Issuer Identifier … MUST exactly match the value of the iss (issuer) Claim."

use http::Redaction;
use oauth::{AuthorizationRequest, Flow, IdToken, MessageKind, Part, Pointer};

use crate::compare::difference;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
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
    check: Check::IdToken(check),
};

fn check(token: &IdToken<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(stated) = token.jwt.text("iss") else { return Verdict::NotApplicable };
    let Some((expected, place)) = expected(token, flow) else {
        return Verdict::Inconclusive("the provider's metadata (discovery document)");
    };
    if Redaction::of(stated).or_else(|| Redaction::of(&expected)).is_some() {
        return Verdict::Inconclusive("the issuer, which was taken out of the recording");
    }
    // Google documents both forms as valid.
    let is_googles = expected == "https://accounts.google.com" && stated == "accounts.google.com";
    let Some(difference) = difference(&expected, stated).filter(|_| !is_googles) else {
        return Verdict::Pass;
    };
    let words = difference.words();
    fail(Phrase::from("The ID token's iss is not the provider's issuer. ").append(words))
        .noted_if(place.map(|place| place.marking(difference.before)), "the provider's issuer")
        .noted(token.claim("iss").marking(difference.after), "in the ID token")
        .into()
}

/// The issuer of this login and where it stands: in the metadata, else in the authorization response (RFC 9207 §2).
fn expected(token: &IdToken<'_>, flow: &Flow<'_>) -> Option<(String, Option<Pointer>)> {
    let asked = flow.authorization_request();
    let about_this = |request: &AuthorizationRequest<'_>, endpoint: &http::Uri| {
        endpoint.same_endpoint(&request.exchange.request.uri)
    };
    let metadata = flow.metadata.as_ref().filter(|metadata| match &asked {
        // One host has many issuers: tenants, realms.
        Some(request) => metadata.authorization_endpoint.as_ref().is_some_and(|uri| about_this(request, uri)),
        None => {
            metadata.token_endpoint.as_ref().is_some_and(|uri| uri.same_endpoint(&token.exchange.request.uri))
        }
    });
    if let Some(metadata) = metadata {
        // Microsoft Entra's metadata for all tenants has a placeholder in its issuer.
        let tenant = token.jwt.text("tid").unwrap_or("{tenantid}");
        let place = flow.of_kind(MessageKind::Discovery).next();
        let place = place.map(|(index, _)| Pointer::new(index, Part::ResponseJson("issuer".into())));
        return Some((metadata.issuer.replace("{tenantid}", tenant), place));
    }
    flow.authorization_responses().iter().find_map(|response| {
        Some((response.parameters.text("iss")?.to_owned(), Some(response.pointer("iss"))))
    })
}
