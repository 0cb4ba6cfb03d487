//! RFC 9126 §2.2: "The request_uri value MUST be bound to the client that posted the authorization request"; RFC
//! 9101 §5: client_id stands beside request_uri.

use oauth::{AuthorizationRequest, Flow, Part, Pointer, PushedRequest};

use crate::authorize_refusal::refusal_about;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "par/client-id-mismatch",
    title: "The browser names another client than pushed the login",
    lead: "The app's server pushed the login as one client (PAR), and sent the browser to the provider with the \
          client_id of another one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9126, "2.2"), Reference::Rfc(9101, "5")],
    why: "A pushed login belongs to the client that pushed it. The provider refuses the reference if the browser brings \
          another client_id beside it.",
    fix: "Send the browser with the client_id that was used in the pushed request.",
    verify: "Start the login again: client_id beside request_uri is the one of the pushed request.",
    disproof: "The provider's log says that request_uri was too old or used, and names no wrong client.",
    explains: &[],
    since: "0.1.0",
    page: page!("client_id_mismatch.md"),
    check: Check::AuthorizationRequest(check),
};

const CODES: [&str; 5] =
    ["invalid_request", "invalid_request_uri", "invalid_client", "unauthorized_client", "access_denied"];
const WORDS: [&str; 3] = ["client", "request_uri", "request uri"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let query = request.exchange.request.uri.query();
    let (Some(client), Some(sent)) = (query.text("client_id"), query.value("request_uri")) else {
        return Verdict::NotApplicable;
    };
    let pushed = PushedRequest::all(flow);
    let source = pushed.iter().find(|pushed| pushed.text("request_uri") == Some(sent.text()));
    let Some(source) = source else { return Verdict::Inconclusive("the pushed authorization request") };
    let Some(owner) = source.parameters.text("client_id") else {
        return Verdict::Inconclusive("the client_id of the pushed authorization request");
    };
    if owner == client {
        return Verdict::Pass;
    }
    let Some(said) = refusal_about(request, flow, &CODES, &WORDS) else { return Verdict::Pass };
    fail("The login was pushed by one client, and the browser names another one.")
        .noted(source.sent("client_id"), "the client that pushed the login")
        .noted(
            Pointer::new(request.message, Part::Query("client_id".into())),
            "the client that the browser names",
        )
        .noted(said, "what the provider says")
        .into()
}
