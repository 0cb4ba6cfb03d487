//! RFC 6750 §3.1: `invalid_token`, the access token "is expired, revoked, malformed, or invalid for other reasons".

use jose::Jwt;
use oauth::{Flow, MessageKind, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token_use::{gets_past, gives_no_reason, show, worked_before};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/401-invalid-token",
    title: "The API does not accept the access token",
    lead: "The app called an API with the access token of this login, and the API answered: 401, invalid_token.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6750, "3.1"), Reference::Rfc(6750, "3")],
    why: "The API compares each token with what it expects and refuses this one: to the API it is expired, revoked, for \
          somebody else, or not one at all. The login that gave it may have gone well.",
    fix: "Compare what the API expects (issuer, audience, signature, expiry) with the token, and ask for a token for this API.",
    verify: "Call the API with a new access token: it does not answer 401 with invalid_token.",
    disproof: "The API's log shows that it accepted this token and that another server wrote the 401.",
    explains: &[],
    since: "0.1.0",
    page: page!("401_invalid_token.md"),
    check: Check::ProtectedRequest(check),
};

const FOR_THIS_API: &str = "Ask the provider for a token for this API: with resource or audience in the authorization and token request, or a scope of the API, as the provider has it; then aud names the API.";

/// Whether the only audience of a token is the client to which it was issued (RFC 9068 §2.2).
fn is_for_its_client(jwt: &Jwt) -> bool {
    let client = ["client_id", "azp", "appid"].into_iter().find_map(|name| jwt.text(name));
    matches!((jwt.audiences().as_slice(), client), ([only], Some(client)) if *only == client)
}

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if request.kind != MessageKind::ResourceRequest {
        return Verdict::NotApplicable;
    }
    if request.exchange.status() != Some(401) || request.error().as_deref() != Some("invalid_token") {
        return Verdict::Pass;
    }
    if gets_past(request, flow) {
        return Verdict::Pass;
    }
    let worked = worked_before(request, flow);
    let summary = if worked {
        "The API does not accept the access token any more: it did before."
    } else if flow.has_tokens() {
        "The API does not accept the access token of this login."
    } else {
        "The API does not accept the access token."
    };
    // Where the API gives no reason, what the token says may.
    let jwt = request.jwt().filter(|_| gives_no_reason(request));
    let is_for_client = !worked && jwt.as_ref().is_some_and(is_for_its_client);
    let summary = Phrase::from(summary);
    let summary = match is_for_client {
        true => summary.text(" The token's audience (aud) names only the client that asked for it."),
        false => summary,
    };
    let claim = |name: &'static str| {
        jwt.as_ref().filter(|jwt| jwt.claims.contains_key(name)).map(|_| request.claim(name))
    };
    let evidence = show(
        request,
        fail(summary).noted_if(claim("aud"), "for whom the token is").noted_if(claim("iss"), "who issued it"),
    );
    if is_for_client {
        return evidence.fix(FOR_THIS_API).confidence(Confidence::Medium).into();
    }
    if worked {
        evidence
            .severity(Severity::Warning)
            .fix("Renew the access token when the API answers with 401, and repeat the call once.")
            .into()
    } else {
        evidence.into()
    }
}
