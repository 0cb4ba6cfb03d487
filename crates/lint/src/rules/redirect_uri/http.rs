//! OAuth 2.1 §1.5: redirect URIs use https, but for the loopback interface.

use oauth::{AuthorizationRequest, Flow};

use crate::metadata_addresses::is_internal;
use crate::redirect_uri::parsed;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/http",
    title: "The code comes back without https",
    lead: "The provider is asked to send the code to a plain http address on a public host.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2.1"), Reference::OAuth21("1.5")],
    why: "The code, and the session cookie that follows it, travel in the clear: anybody on the way can read them.",
    fix: "Serve the callback over https, and register the https address.",
    verify: "Start the login again: redirect_uri begins with https.",
    disproof: "The host can be reached only inside a private network or over a VPN.",
    explains: &[],
    since: "0.1.0",
    page: page!("http.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let Some(uri) = parsed(request) else { return Verdict::NotApplicable };
    if uri.scheme() != "http" || is_internal(uri.host()) {
        return Verdict::Pass;
    }
    fail("The redirect_uri is an http address on a public host.")
        .at(request.pointer("redirect_uri").marking(Some(0.."http".len())))
        .into()
}
