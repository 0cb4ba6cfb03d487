//! RFC 9110 §15.5.4: a refusal, here by what stands in front of the app: an authorization response looks like an attack to it.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::responder::{Responder, looks_like_attack};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/waf-blocks-callback",
    title: "A firewall in front of the app refuses the callback",
    lead: "The browser came back with the code, and not the app but a firewall in front of it answered: 403, 406, 501.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "15.5.4"), Reference::Rfc(6749, "4.1.2")],
    why: "The provider sent the browser back with the code, and the firewall in front of the app refused the request. A long random value, or an address inside of a parameter, can look like an attack to it.",
    fix: "Make an exception in the firewall's rules for the redirect URI, for the parameters code, state, iss and id_token.",
    verify: "Log in again: the request that brings the code reaches the app and is in its log.",
    disproof: "The app's own log has this request, and the app itself refused it.",
    explains: &["redirect-uri/callback-404"],
    since: "0.1.0",
    page: page!("waf_blocks_callback.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    if message.kind != MessageKind::AuthorizationResponse && message.kind != MessageKind::CodeHandover {
        return Verdict::NotApplicable;
    }
    let Some(firewall) = Responder::that_refuses(message.exchange) else { return Verdict::Pass };
    if succeeds_later(flow, index) || flow.has_token_request() {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(message.kind)).text(" was not reached: ").text(firewall.product.name);
    let summary = summary.text(", a firewall in front of the app, refused the request that brings the code.");
    let evidence = fail(summary)
        .noted(firewall.pointer(index), "what gives it away")
        .at(Pointer::new(index, Part::Status))
        .at(Pointer::new(index, Part::Url));
    looks_like_attack(index, message.exchange)
        .into_iter()
        .fold(evidence, |evidence, (place, looks)| evidence.noted(place, looks))
        .into()
}
