//! RFC 6749 §3.1: "the authorization server MUST require the use of TLS" for the authorization endpoint.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::metadata_addresses::is_internal;
use crate::parties::{Nearness, nearness};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/http",
    title: "The login page is not behind https",
    lead: "The app sends the browser to the provider's authorization endpoint over plain http, on a public host.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1"), Reference::OAuth21("1.5")],
    why: "Users type their passwords there. Without https anybody on the way can read them and the code.",
    fix: "Write https:// into the address of the provider.",
    verify: "Start the login again: the address of the authorization request begins with https.",
    disproof: "DNS gives a loopback or private address for this host, so the request crosses no public network.",
    explains: &[],
    since: "0.1.0",
    page: page!("http.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let uri = &request.exchange.request.uri;
    if uri.scheme() != "http" || is_internal(uri.host()) {
        return Verdict::Pass;
    }
    // The browser or the provider goes over to https before it shows anything.
    if request
        .exchange
        .location()
        .is_some_and(|to| to.scheme() == "https" && nearness(uri, to) == Nearness::OtherScheme)
    {
        return Verdict::Pass;
    }
    fail("The browser goes to the provider's login page over http, on a public host.")
        .at(Pointer::new(request.message, Part::Url))
        .into()
}
