//! OpenID Connect Core §3.1.3.7: "The Client MUST validate that the aud (audience) Claim contains its client_id value".

use http::Redaction;
use oauth::{TokenExchange, TokenKind};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "id-token/aud-mismatch",
    title: "The ID token is for another client",
    lead: "The ID token's aud (for whom it was issued) does not hold the client_id of this login.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::App,
    references: &[Reference::OidcCore("3.1.3.7"), Reference::OidcCore("2")],
    why: "The app must refuse an ID token whose aud (for whom it was issued) does not hold its own client_id: it could have been \
          taken from another app.",
    fix: "Use the same client_id everywhere in the app; search its configuration for the one that stands in aud.",
    verify: "Log in again: aud in the ID token holds the client_id that the app sends.",
    disproof: "The app's settings list this aud as one that it accepts.",
    explains: &[],
    since: "0.1.0",
    page: page!("aud_mismatch.md"),
    check: Check::Token(check),
};

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = token.login_of(TokenKind::Id) else { return Verdict::NotApplicable };
    let exchanges = flow.token_exchanges();
    let exchange = exchanges.iter().find(|exchange| exchange.message == token.message());
    if exchange.is_some_and(|e| e.grant_type().ends_with(":token-exchange")) {
        // A token for somebody else is what that grant is for.
        return Verdict::NotApplicable;
    }
    let Some(client_id) = exchange.and_then(TokenExchange::client_id).or_else(|| flow.client_id()) else {
        return Verdict::Inconclusive("the client_id");
    };
    let audiences = token.jwt.audiences();
    if audiences.is_empty() {
        return Verdict::NotApplicable;
    }
    // Where the two requests of a login name different clients, the token is for one of them, and another rule's matter.
    let asked = flow.authorization_request().and_then(|request| request.client_id());
    if audiences.contains(&client_id.as_str()) || asked.is_some_and(|asked| audiences.contains(&asked)) {
        return Verdict::Agrees;
    }
    if audiences.iter().any(|audience| Redaction::of(audience).is_some()) {
        return Verdict::Inconclusive("the aud, which was taken out of the recording");
    }
    let place = exchange
        .and_then(TokenExchange::client_pointer)
        .or_else(|| flow.authorization_request().map(|request| request.pointer("client_id")));
    let for_a_server = token.jwt.text("azp") == Some(&client_id);
    let evidence = if for_a_server {
        fail("The ID token was issued to this client for another one: aud is not its client_id, azp is.")
            .severity(Severity::Warning)
            .confidence(Confidence::Medium)
    } else {
        fail("The ID token's aud does not hold the client_id of this login.")
    };
    evidence
        .noted_if(place, "the client_id of this login")
        .noted(token.claim("aud"), "in the ID token")
        .into()
}
