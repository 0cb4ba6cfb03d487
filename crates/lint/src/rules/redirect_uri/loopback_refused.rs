//! RFC 8252 §7.3: an app on the user's machine listens on a port of its own, and names it in the redirect_uri.

use http::NetworkFault;
use oauth::{AuthorizationResponse, Flow, Part, Pointer};

use crate::login::succeeds_later;
use crate::redirect_uri::is_loopback;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/loopback-refused",
    title: "Nobody listens at the local redirect_uri",
    lead: "The provider sent the browser to localhost or 127.0.0.1, where the app should be waiting for the code. \
          The browser found nobody there.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(8252, "7.3"), Reference::Rfc(8252, "8.3")],
    why: "The provider sent the browser to an address on this very machine, where the app should wait for it. The \
          connection was refused: no program took it at the address and port that the browser asked.",
    fix: "Start the app again and keep it running while you log in; in a container or on a remote machine, forward \
          the port to the machine of the browser.",
    verify: "Log in again: the app listens on the port of redirect_uri, and the browser gets its answer.",
    disproof: "The app was listening on this port of the browser's machine at that time.",
    explains: &[],
    since: "0.1.0",
    page: page!("loopback_refused.md"),
    check: Check::AuthorizationResponse(check),
};

/// `localhost` is a name of two addresses.
const BY_NAME: &str = "Start the app again and keep it running while you log in. If it runs, it may listen on the other address of localhost: let it listen on 127.0.0.1 and ::1, or register and send a redirect_uri with 127.0.0.1 in place of localhost (RFC 8252 §8.3). In a container, WSL or on a remote machine, forward the port to the machine of the browser.";

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = response.exchange;
    if !response.delivered || !is_loopback(&exchange.request.uri) {
        return Verdict::NotApplicable;
    }
    let refused = exchange.response.is_none()
        && exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Refused);
    if !refused || flow.has_token_request() || succeeds_later(flow, response.message) {
        return Verdict::Pass;
    }
    let evidence = fail(
        "The browser came back from the provider to an address of its own machine, and nobody listens there.",
    );
    let is_name = exchange.request.uri.host().eq_ignore_ascii_case("localhost");
    let evidence = if is_name { evidence.fix(BY_NAME) } else { evidence };
    evidence
        .noted(response.address(), "where the browser was sent")
        .at(Pointer::new(response.message, Part::NetworkError))
        .into()
}
