//! RFC 9110 §15.5.4: "the server understood the request but refuses to fulfill it"; here something in front of the server did,
//! which takes the client for a robot or an attacker.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::login::{endpoint, succeeds_later};
use crate::responder::{Responder, looks_like_attack};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/interstitial",
    title: "A firewall or bot check answers in place of the server",
    lead: "Something in front of the provider, or of an API that was asked for its metadata (Cloudflare, Imperva, Akamai, \
          AWS WAF, F5), answered in its place.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(9110, "15.5.4"), Reference::Rfc(6749, "5.1")],
    why: "In front of the server stands a firewall that refused the request, or wants to see a human first. A program cannot solve a riddle, and what came is no answer of OAuth.",
    fix: "Let requests to this address pass the firewall and the bot check in front of it.",
    verify: "Repeat the request from the same machine: the server itself answers, not a firewall's page.",
    disproof: "The log of the server behind it has this request, with the status that came back.",
    explains: &[
        "authorize/error-page",
        "authorize/no-callback",
        "callback/back-to-login",
        "callback/error",
        "callback/server-error",
        "cors/no-acao",
        "cors/preflight-status",
        "discovery/fetch-failed",
        "format/content-type",
        "format/html-instead-of-json",
        "jwks/fetch-failed",
        "network/gateway-5xx",
        "token/error-shape",
        "token/invalid-client",
        "token/invalid-grant",
        "token/rate-limited",
    ],
    since: "0.1.0",
    page: page!("interstitial.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let kind = message.kind;
    let at_app = matches!(
        kind,
        MessageKind::LoginStart | MessageKind::AuthorizationResponse | MessageKind::CodeHandover
    );
    if at_app || kind.is_after_login() {
        return Verdict::NotApplicable;
    }
    let Some(firewall) = Responder::that_refuses(message.exchange) else { return Verdict::Pass };
    let got_past = succeeds_later(flow, index);
    // A user who is asked to show that he is one goes on.
    if got_past && message.exchange.context.via.is_navigation() {
        return Verdict::Pass;
    }
    let summary = Phrase::from(endpoint(kind))
        .text(" was not reached: ")
        .text(firewall.product.name)
        .text(", a firewall or a bot check in front of it, answered.");
    let evidence = fail(summary)
        .noted(firewall.pointer(index), firewall.product.log)
        .at(Pointer::new(index, Part::Status))
        .at(Pointer::new(index, Part::Url));
    looks_like_attack(index, message.exchange)
        .into_iter()
        .fold(evidence, |evidence, (place, looks)| evidence.noted(place, looks))
        .warning_if(got_past)
        .into()
}
