//! RFC 7591 §3.2.1: the answer to a registration holds "a unique client identifier string", with which the client "can" be used from then on
//! at every endpoint of the server.

use oauth::{AuthorizationRequest, Flow, Pointer, Registration};

use crate::authorize_refusal::{refusal_about, unknown_client};
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "registration/not-known",
    title: "The provider does not know what it registered a moment ago",
    lead: "The app registered itself, the provider confirmed it, and another endpoint of the same provider refuses the client, or the \
          redirect URI, that stands in its own answer.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Registration,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7591, "3.2.1"), Reference::Rfc(6749, "4.1.2.1")],
    why: "What one endpoint registered the other one does not find. Mostly the provider runs in several instances (replicas), each keeps its registrations in its own memory, and the load balancer sent the second request to another one.",
    fix: "Keep registered clients in a store that all instances of the provider share (a database), or run one instance; a load balancer with sticky sessions helps only where both requests come from one machine.",
    verify: "Register and log in again several times in a row: the client is known each time.",
    disproof: "The provider's log shows that one instance answered both requests, or that the client was deleted in between.",
    explains: &["authorize/client-unknown", "redirect-uri/refused", "token/invalid-client"],
    since: "0.1.0",
    page: page!("not_known.md"),
    check: Check::Login(check),
};

const REDIRECT: &str = "Compare how the two endpoints of the provider check redirect URIs: a list of allowed hosts at the authorization endpoint has to allow what the registration accepts.";

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(registration) = Registration::of(flow) else { return Verdict::NotApplicable };
    let Some(client) = registration.text("client_id").filter(|_| is_confirmed(&registration)) else {
        return Verdict::NotApplicable;
    };
    match not_known(&registration, client, flow) {
        Some(evidence) => {
            evidence.noted(registration.pointer("client_id"), "what the provider registered").into()
        }
        None => Verdict::Pass,
    }
}

fn is_confirmed(registration: &Registration<'_>) -> bool {
    registration.exchange.status().is_some_and(|status| (200..300).contains(&status))
}

fn not_known(registration: &Registration<'_>, client: &str, flow: &Flow<'_>) -> Option<Evidence> {
    let request = flow.authorization_request().filter(|request| request.client_id() == Some(client));
    if let Some(request) = request {
        if let Some(said) = unknown_client(request, flow) {
            return Some(refused(registration, request.exchange, said, "the client that it registered"));
        }
        if let Some(said) = redirect_uri_refused(registration, request, flow) {
            let evidence =
                refused(registration, request.exchange, said, "the redirect_uri that it registered");
            return Some(
                evidence
                    .noted(request.pointer("redirect_uri"), "registered as it is sent")
                    .exact_fix(REDIRECT),
            );
        }
    }
    let token = flow.token_exchanges().iter().find(|token| token.client_id().as_deref() == Some(client))?;
    let refusal = TokenError::of(token).filter(|refusal| refusal.what == Refused::Client)?;
    let is_public = registration.text("token_endpoint_auth_method") == Some("none");
    if !is_public || token.authenticates_client() != Some(false) {
        return None;
    }
    let evidence = words(registration, token.exchange, "the client that it registered");
    Some(refusal.show(token, evidence))
}

/// A redirect URI that stands in the registration's answer just as it is sent.
fn redirect_uri_refused(
    registration: &Registration<'_>,
    request: &AuthorizationRequest<'_>,
    flow: &Flow<'_>,
) -> Option<Pointer> {
    let sent = request.redirect_uri()?.known()?;
    let registered = registration.answer?.get("redirect_uris")?.as_array()?;
    let is_registered = registered.iter().any(|uri| uri.as_str() == Some(sent));
    let said = refusal_about(request, flow, &["invalid_redirect_uri"], &["redirect_uri", "redirect uri"])?;
    is_registered.then_some(said)
}

fn refused(
    registration: &Registration<'_>,
    exchange: &http::Exchange,
    said: Pointer,
    what: &'static str,
) -> Evidence {
    words(registration, exchange, what).noted(said, "What the provider says.")
}

fn words(
    registration: &Registration<'_>,
    exchange: &http::Exchange,
    what: &'static str,
) -> Evidence<Nowhere> {
    let time = |exchange: &http::Exchange| exchange.server_time().or(exchange.started);
    let apart = time(registration.exchange).zip(time(exchange));
    let apart = apart.map(|(then, now)| now.as_seconds() - then.as_seconds()).filter(|apart| *apart >= 0.0);
    let summary = Phrase::from("The provider refuses ").text(what);
    fail(match apart {
        Some(apart) => summary.text(" ").duration(apart).text(" before."),
        None => summary.text(" before."),
    })
}
