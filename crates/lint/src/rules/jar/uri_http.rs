//! RFC 9101 §5.2: "the scheme used in the request_uri value MUST be https", or the reference is a URN of the
//! provider.

use http::Uri;
use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::authorize_refusal::refusal_about;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jar/uri-http",
    title: "The provider refuses a request_uri with http",
    lead: "The browser brings a request_uri that begins with http:, and the provider refuses the login.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9101, "5.2"), Reference::OidcCore("6.2")],
    why: "The provider would have to load the parameters of the login over a connection that anybody can change, so it \
          refuses the address.",
    fix: "Serve the request object at an https address, or push the request (PAR) and use the urn that the provider \
          answers.",
    verify: "Start the login again: request_uri begins with https or urn, and the provider takes it.",
    disproof: "The provider's log shows that it loaded the request object from this address.",
    explains: &[],
    since: "0.1.0",
    page: page!("uri_http.md"),
    check: Check::AuthorizationRequest(check),
};

const CODES: [&str; 2] = ["invalid_request_uri", "invalid_request"];
const WORDS: [&str; 3] = ["request_uri", "request uri", "https"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let query = request.exchange.request.uri.query();
    let Some(address) = query.text("request_uri").and_then(Uri::parse) else { return Verdict::NotApplicable };
    if address.scheme() != "http" {
        return Verdict::Pass;
    }
    let Some(said) = refusal_about(request, flow, &CODES, &WORDS) else { return Verdict::Pass };
    fail("The request_uri begins with http, and the provider loads request objects over https alone.")
        .at(Pointer::new(request.message, Part::Query("request_uri".into())))
        .noted(said, "what the provider says")
        .into()
}
