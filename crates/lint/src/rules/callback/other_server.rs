//! RFC 9113 §9.1.1: a connection may be reused for another host that its certificate covers; §9.1.2, 421: the request was
//! sent to a server that is not for it.

use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::responder::answered_like_provider;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/other-server",
    title: "Another server answers at the app's address",
    lead: "The browser came back to the app's address with the code, and the answer is one of the provider's server, or says that the request reached the wrong server (421).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Network,
    references: &[Reference::Rfc(9113, "9.1.1"), Reference::Rfc(9110, "15.5.20")],
    why: "The answer bears the marks of the provider's server, not of the app. Browsers send requests for two hosts over one HTTP/2 connection where both have the same address and one certificate (a wildcard) covers both; a router that looks at the name of the connection alone (SNI, TLS passthrough) then hands the app's request to the provider.",
    fix: "Give each host a certificate of its own without a wildcard, let the router end TLS or route by Host and answer 421 for a foreign one, or switch HTTP/2 off there.",
    verify: "Log in again in a fresh browser window: the request with the code is in the app's own log.",
    disproof: "The app's own log has this request and this answer.",
    explains: &["redirect-uri/callback-404"],
    since: "0.1.0",
    page: page!("other_server.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if response.success().is_none() || !response.delivered {
        return Verdict::NotApplicable;
    }
    let exchange = response.exchange;
    let status = Pointer::new(response.message, Part::Status);
    if exchange.status() == Some(421) {
        return fail("The request that brings the code reached a server that is not for this host: the browser reused the HTTP/2 connection to another one, mostly the provider's.")
            .at(status)
            .at(Pointer::new(response.message, Part::Url))
            .into();
    }
    let Some(alike) = answered_like_provider(response, flow) else { return Verdict::Pass };
    let evidence = fail("The request that brings the code was not answered by the app: the answer bears the marks of the provider's server, as if the browser's HTTP/2 connection to the provider had been reused for the app's host.")
        .confidence(Confidence::Medium)
        .at(status)
        .noted(Pointer::new(alike.message, alike.part()), "of the provider");
    evidence
        .noted(Pointer::new(response.message, alike.part()), "the same in the answer at the app's address")
        .at(Pointer::new(response.message, Part::Url))
        .into()
}
