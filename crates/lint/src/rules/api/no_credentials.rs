//! RFC 6750 §3: a protected resource answers a request without a token with 401 and a challenge.

use http::Observer;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Said;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/no-credentials",
    title: "The API call carries no access token",
    lead: "The app has a token, and calls an API without it: the request has no Authorization header, and the API answers 401.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6750, "2.1"), Reference::Rfc(6750, "3"), Reference::Rfc(9110, "11.6.2")],
    why: "The login gave a token, and this request does not carry it: neither an Authorization header nor a cookie. The API cannot know who calls.",
    fix: "Send Authorization: Bearer with the access token in this call. Where a library or an interceptor should add it, check that it is active for this client and this host, and that its version fits the HTTP client.",
    verify: "Repeat the call: it carries Authorization: Bearer, and the API does not answer 401.",
    disproof: "The API's log shows an Authorization header in this request: something on the way took it out.",
    explains: &["answer/refused"],
    since: "0.1.0",
    page: page!("no_credentials.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    if message.kind != MessageKind::ResourceRequest || exchange.status() != Some(401) {
        return Verdict::NotApplicable;
    }
    let Some(headers) = exchange.request.headers.present() else {
        return Verdict::Inconclusive("the headers of the request");
    };
    let query = exchange.request.uri.query();
    let in_body = exchange.form().is_some_and(|form| form.has("access_token"));
    if headers.is_empty()
        || headers.has("authorization")
        || headers.has("cookie")
        || query.has("access_token")
        || in_body
    {
        return Verdict::Pass;
    }
    // Many files of browsers hold no credentials at all.
    let shows = |m: &FlowMessage<'_>| {
        ["authorization", "cookie"].into_iter().any(|name| m.exchange.request_header(name).is_some())
    };
    if exchange.observer == Observer::Browser && !flow.messages.iter().any(shows) {
        return Verdict::Inconclusive("the credentials of the requests");
    }
    let summary = if flow.has_tokens() {
        "The login gave an access token, and this call does not carry it: there is no Authorization header."
    } else {
        "The call carries no access token: there is no Authorization header."
    };
    let evidence = fail(summary).at(Pointer::new(index, Part::Url)).at(Pointer::new(index, Part::Status));
    Said::of(index, exchange).show(evidence).warning_if(succeeds_later(flow, index)).into()
}
