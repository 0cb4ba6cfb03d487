//! RFC 9700 §2.1: redirect URIs are compared character for character; and the user's browser has to reach them.

use http::{NetworkFault, Uri};
use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::metadata_addresses::is_internal;
use crate::redirect_uri::{beginning, parsed, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/internal-host",
    title: "The redirect_uri names a host that only the servers know",
    lead: "The user sees the app at a public address, and the app told the provider to send the browser back to a \
          name from inside: localhost, a container (http://backend:8080), …svc.cluster.local, an address such as \
          10.0.3.7.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "3.1.2"), Reference::Rfc(9700, "2.1")],
    why: "A browser outside does not reach such a name. Mostly the app stands behind a proxy and builds the redirect_uri from the name by which the proxy calls it.",
    fix: "Make the app trust the proxy's X-Forwarded-Host, or set its public address in its configuration.",
    verify: "Start the login again: redirect_uri has the host at which users open the app.",
    disproof: "The provider has this redirect_uri registered, and the user's browser reaches its host.",
    explains: &["network/dns", "redirect-uri/loopback-refused", "redirect-uri/refused"],
    since: "0.1.0",
    page: page!("internal_host.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let is_inside = |uri: Uri| matches!(uri.scheme(), "http" | "https") && is_internal(uri.host());
    if !parsed(request).is_some_and(is_inside) {
        return Verdict::NotApplicable;
    }
    let unreachable = flow.authorization_responses().iter().find(|response| {
        let fault = response.exchange.error.as_ref().map(|error| error.fault);
        response.delivered && matches!(fault, Some(NetworkFault::Refused | NetworkFault::NameNotResolved))
    });
    let unreachable = unreachable.map(|response| Pointer::new(response.message, Part::NetworkError));
    let Some(end) = refusal(request, flow)
        .map(|said| (said, "the provider's words"))
        .or(unreachable.map(|place| (place, "the browser does not get there")))
    else {
        return Verdict::Pass;
    };
    let Some((began, place)) = beginning(request, flow) else {
        return Verdict::Inconclusive("on which page of the app the login began");
    };
    if is_internal(began.host()) {
        return Verdict::Pass;
    }
    fail("The login began on a public address, and the redirect_uri names a host that means something only inside of a network or machine.")
        .noted(place, "where the login began")
        .noted(request.pointer("redirect_uri"), "the redirect_uri as it was sent")
        .noted(end.0, end.1)
        .into()
}
