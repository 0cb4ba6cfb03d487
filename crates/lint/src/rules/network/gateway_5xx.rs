//! RFC 9110 §15.6.3–§15.6.5: a server "while acting as a gateway or proxy" got no answer it could use.

use http::NetworkFault;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::behind;
use crate::login::{endpoint, is_gateway_error, succeeds_later};
use crate::responder::Responder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/gateway-5xx",
    title: "The provider, or a gateway in front of it, cannot answer",
    lead: "The provider's address answered with 502, 503, 504, or 520 to 527 (Cloudflare). It is mostly a proxy, a load \
          balancer or a content network that says so; the program behind it can say so too, above all 503.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Provider,
    references: &[
        Reference::Rfc(9110, "15.6.3"),
        Reference::Rfc(9110, "15.6.4"),
        Reference::Rfc(9110, "15.6.5"),
    ],
    why: "With these statuses a proxy or load balancer says that it got no usable answer from the provider behind it; with 503 \
          the provider's own program may say that it cannot serve now. Either way the client has no answer that it can use.",
    fix: "Look at the provider's status page. If the provider is yours, find out who answered, by the page and the header Server, \
          and look into the log of that one.",
    verify: "Repeat the login: this endpoint answers, with a status below 500.",
    disproof: "The provider's log shows that its own program refused this request, with a reason that is in the request.",
    explains: &[
        "authorize/error-page",
        "callback/back-to-login",
        "callback/error",
        "callback/server-error",
        "callback/slow",
        "token/invalid-grant",
        "cors/error-path-without-acao",
        "cors/preflight-status",
        "format/content-type",
        "format/empty-body",
        "format/html-instead-of-json",
        "format/invalid-json",
        "format/truncated",
    ],
    since: "0.1.0",
    page: page!("gateway_5xx.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let kind = message.kind;
    let aborted = message.exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Aborted);
    let status = message.exchange.status().filter(|status| is_gateway_error(*status));
    let Some(status) = status.filter(|_| is_at_provider(kind) && !aborted) else { return Verdict::Pass };
    let what = match status {
        503 => ": the service is not available.",
        504 | 522 | 524 => ": the server behind the gateway took too long.",
        _ => ": the gateway got no usable answer from the server behind it.",
    };
    let summary = Phrase::from(endpoint(kind)).text(" answered with status ").number(status).text(what);
    let named = behind::named(&message.exchange.request.uri).filter(|_| kind == MessageKind::OtherRequest);
    let summary = named.into_iter().fold(summary, |summary, named| summary.text(" ").text(named));
    let evidence = fail(summary).at(Pointer::new(index, Part::Status));
    let server = Pointer::new(index, Part::ResponseHeader("server".into()));
    let evidence = match Responder::of(message.exchange) {
        Some(responder) => evidence.noted(responder.pointer(index), "Who answered."),
        // A proxy may pass the name on that the server behind it gave.
        None if message.exchange.response_header("server").is_some() => {
            evidence.noted(server, "A server that took part.")
        }
        None => evidence,
    };
    evidence.warning_if(succeeds_later(flow, index)).into()
}

/// Not the app's own pages, and not what comes after the login.
fn is_at_provider(kind: MessageKind) -> bool {
    let is_at_app = matches!(
        kind,
        MessageKind::LoginStart
            | MessageKind::AuthorizationResponse
            | MessageKind::CodeHandover
            | MessageKind::ResourceMetadata
    );
    !is_at_app && !kind.is_after_login()
}
