//! OpenID Connect Core §3.1.3.7: "The Issuer Identifier … MUST exactly match the value of the iss (issuer) Claim."

use http::Redaction;
use oauth::{AuthorizationRequest, Flow, IdToken, Pointer};

use crate::compare::difference;
use crate::rule::{Check, Confidence, Lane, Requirement, Rule, Severity};
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
    let mut evidence =
        fail(Phrase::from("The ID token's iss is not the provider's issuer. ").append(difference.words()));
    if let Some(place) = place {
        evidence = evidence.noted(place.marking(difference.before), "the provider's issuer");
    }
    evidence.noted(token.claim("iss").marking(difference.after), "in the ID token").into()
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
        let place = flow.metadata_source().map(|document| document.pointer("issuer"));
        return Some((metadata.issuer.replace("{tenantid}", tenant), place));
    }
    flow.authorization_responses().iter().find_map(|response| {
        Some((response.parameters.text("iss")?.to_owned(), Some(response.pointer("iss"))))
    })
}
