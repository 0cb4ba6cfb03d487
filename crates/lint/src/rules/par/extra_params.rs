//! RFC 9126 §4 with RFC 9101 §5: the server "MUST only use the parameters in the Request Object, even if the same
//! parameter is provided in the query".

use oauth::{AuthorizationRequest, Flow, Part, Pointer, PushedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "par/extra-params",
    title: "Parameters beside the pushed login count for nothing",
    lead: "The app pushed the login (PAR) and sends the browser with more than client_id and request_uri: with a \
          parameter that was not pushed, or with another value.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9126, "4"), Reference::Rfc(9101, "6.3")],
    why: "The provider reads the parameters that were pushed. What the browser brings beside request_uri is ignored, or \
          refused by strict providers.",
    fix: "Put the parameter into the pushed request, and send the browser with client_id and request_uri alone.",
    verify: "Start the login again: the browser brings client_id and request_uri alone.",
    disproof: "The provider's documentation says that it reads this parameter beside request_uri.",
    explains: &[],
    since: "0.1.0",
    page: page!("extra_params.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let query = request.exchange.request.uri.query();
    let Some(sent) = query.value("request_uri") else { return Verdict::NotApplicable };
    let pushed = PushedRequest::all(flow);
    let source = pushed.iter().find(|pushed| pushed.text("request_uri") == Some(sent.text()));
    let Some(source) = source else { return Verdict::Inconclusive("the pushed authorization request") };
    if source.parameters.has("request") {
        return Verdict::Inconclusive("the parameters inside the request object");
    }
    let is_lost = |(name, value): &(&str, &http::Secret<String>)| {
        !matches!(*name, "client_id" | "request_uri") && source.parameters.captured(name) != Some(*value)
    };
    let Some((name, _)) = query.iter().find(is_lost) else { return Verdict::Pass };
    let place = Pointer::new(request.message, Part::Query(name.to_owned().into()));
    let words = if source.parameters.has(name) {
        "The browser brings another value of a parameter than the one that was pushed; the pushed one counts."
    } else {
        "The browser brings a parameter that was not pushed; the provider leaves it aside."
    };
    fail(Phrase::from(words)).noted(place, "beside request_uri").into()
}
