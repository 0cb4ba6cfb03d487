//! RFC 8414 §3.1 and RFC 6749 §3.2: these addresses answer programs; here a login for people stands before one.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer, is_authorization_request};

use crate::login::{endpoint, succeeds_later};
use crate::responder::Responder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "network/login-wall",
    title: "A login stands in front of an address that programs call",
    lead: "The app asked for a document or a token, and something in front of the server sent the request to a login page of its own.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::Network,
    references: &[Reference::Rfc(8414, "3.1"), Reference::OidcDiscovery("4.1"), Reference::Rfc(6749, "3.2")],
    why: "A program cannot sign in on a page. What protects the site for people (an access proxy, a portal, a forward-auth middleware) stops the requests of programs too.",
    fix: "Exempt this path from the login in front of it, for instance /.well-known/*, the token endpoint and the key set, or send a service credential that it takes.",
    verify: "Repeat the request with curl, without cookies: the server itself answers, and not with a redirect to a login.",
    disproof: "The log of the server behind it has this request.",
    explains: &[
        "answer/refused",
        "discovery/fetch-failed",
        "format/content-type",
        "format/html-instead-of-json",
        "jwks/fetch-failed",
        "cors/no-acao",
        "cors/preflight-redirect",
        "cors/preflight-status",
    ],
    since: "0.1.0",
    page: page!("login_wall.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let is_asked_by_program = message.kind.expects_json()
        || matches!(message.kind, MessageKind::ResourceRequest | MessageKind::Preflight);
    let is_page = message.kind == MessageKind::ResourceRequest && exchange.context.via.is_navigation();
    if !is_asked_by_program || is_page {
        return Verdict::NotApplicable;
    }
    // A credential that a wall refuses is another matter.
    if exchange.request_header("authorization").is_some() && exchange.location().is_none() {
        return Verdict::Pass;
    }
    let what = Phrase::from(endpoint(message.kind)).text(" was not reached: ");
    let evidence = if let Some(wall) = Responder::login_wall(exchange) {
        fail(what.text(wall.product.name).text(", which stands in front of it, wants a login first."))
            .fix(wall.product.log)
            .noted(wall.pointer(index), "who answered")
    } else if exchange.location().is_some_and(is_authorization_request) && message.kind.expects_json() {
        let login = Pointer::new(index, Part::ResponseHeader("location".into()));
        fail(what.text("what stands in front of it sends the request to a login."))
            .noted(login, "a login for people")
    } else {
        return Verdict::Pass;
    };
    evidence
        .at(Pointer::new(index, Part::Status))
        .at(Pointer::new(index, Part::Url))
        .warning_if(succeeds_later(flow, index))
        .into()
}
