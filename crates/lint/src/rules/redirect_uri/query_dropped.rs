//! RFC 6749 §3.1.2: the query of the redirect_uri "MUST be retained when adding additional query parameters".

use oauth::{AuthorizationResponse, Flow, Part, Placement, Pointer};

use crate::login::{app_failed, comes_from_provider};
use crate::redirect_uri::parsed;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/query-dropped",
    title: "The callback lost the query of the redirect_uri",
    lead: "The app's redirect_uri has a query of its own (/callback?tenant=acme). The provider sent the browser back \
          without it, and the app failed.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2")],
    why: "The app put a parameter of its own into the redirect_uri, and the provider did not bring it back. The app \
          misses it.",
    fix: "Keep what the app needs to know with the state, and use a redirect_uri without a query.",
    verify: "Log in again: the app's callback works without a query in redirect_uri, or gets it back.",
    disproof: "The app's callback does not read the parameter that was lost.",
    explains: &[],
    since: "0.1.0",
    page: page!("query_dropped.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(uri) = parsed(request) else { return Verdict::NotApplicable };
    let own = uri.query();
    if own.is_empty() || !response.delivered || response.placement() != Placement::Query {
        return Verdict::NotApplicable;
    }
    let arrived = &response.exchange.request.uri;
    if !comes_from_provider(response, flow) || !arrived.same_endpoint(&uri) {
        return Verdict::NotApplicable;
    }
    let query = arrived.query();
    if own.iter().take(32).all(|(name, _)| query.has(name)) || !app_failed(flow) {
        return Verdict::Pass;
    }
    fail("The redirect_uri has a query of its own, the callback came without it, and the app failed.")
        .noted(request.pointer("redirect_uri"), "with a query")
        .noted(Pointer::new(response.message, Part::Url), "without it")
        .at(Pointer::new(response.message, Part::Status))
        .into()
}
