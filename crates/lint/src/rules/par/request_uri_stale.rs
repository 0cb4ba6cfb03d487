//! RFC 9126 §2.2: expires_in is "the lifetime of the request URI in seconds"; §4: the server "SHOULD treat
//! request_uri values as one-time use".

use oauth::{AuthorizationRequest, Flow, PushedRequest};

use crate::authorize_refusal::refusal_about;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "par/request-uri-stale",
    title: "The reference to the pushed login is used up or too old",
    lead: "The browser brings a request_uri (the reference to a login that the app's server pushed to the provider) \
          which the provider does not know any more: it is too old, or it was used before.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9126, "4"), Reference::Rfc(9126, "2.2")],
    why: "The request_uri that the browser carries is good for one login and for a short time. A page that was loaded \
          again, or kept open, sends one that the provider has forgotten.",
    fix: "Start the login anew, so that the app pushes a fresh request; do so by itself when the provider answers \
          invalid_request_uri.",
    verify: "Start the login again: the browser brings a new request_uri once, before expires_in is over.",
    disproof: "A new request_uri that is used at once is refused too.",
    explains: &[],
    since: "0.1.0",
    page: page!("request_uri_stale.md"),
    check: Check::AuthorizationRequest(check),
};

const CODES: [&str; 1] = ["invalid_request_uri"];
const WORDS: [&str; 3] = ["request_uri", "request uri", "par not found"];

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(sent) = request.exchange.request.uri.query().value("request_uri").cloned() else {
        return Verdict::NotApplicable;
    };
    let Some(said) = refusal_about(request, flow, &CODES, &WORDS) else { return Verdict::Pass };
    let pushed = PushedRequest::all(flow);
    let source = pushed.iter().find(|pushed| pushed.text("request_uri") == Some(sent.text()));
    let age = source.and_then(|pushed| {
        let made = pushed.exchange.finished.or(pushed.exchange.started)?;
        Some(request.exchange.started?.as_seconds() - made.as_seconds())
    });
    let place = oauth::Pointer::new(request.message, oauth::Part::Query("request_uri".into()));
    let lifetime = source.and_then(PushedRequest::lifetime);
    if let Some((source, (age, lifetime))) = source.zip(age.zip(lifetime)).filter(|(_, (a, l))| a >= l) {
        let summary = Phrase::from("The browser brought the request_uri ")
            .duration(age)
            .text(" after it was made; it is good for ")
            .duration(lifetime)
            .text(".");
        return fail(summary)
            .noted(source.pointer("expires_in"), "how long it is good")
            .at(place)
            .noted(said, "what the provider says")
            .into();
    }
    if is_used(request, flow) {
        return fail(
            "The browser brought this request_uri to the provider before; it is good for one login.",
        )
        .at(place)
        .noted(said, "what the provider says")
        .into();
    }
    Verdict::Inconclusive("when the request_uri was made, and whether it was used before")
}

/// Whether the browser came with the same address before, in this login or in an earlier one.
fn is_used(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> bool {
    let uri = &request.exchange.request.uri;
    let came = |from: usize| {
        let later = flow.messages.iter().skip(from);
        later.filter(|message| message.exchange.request.uri.same_resource(uri)).count()
    };
    flow.others.used_request_uri || came(request.message) > 1
}
