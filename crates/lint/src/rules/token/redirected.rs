//! RFC 9110 §15.4: a client may repeat a request that was redirected, and after 301, 302 and 303 it does so with GET and without a
//! body.

use http::Uri;
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::succeeds_later;
use crate::parties::Move;
use crate::refusal::is_token_call;
use crate::responder::Responder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/redirected",
    title: "The token endpoint answers with a redirect",
    lead: "The token endpoint did not answer the request, but sent the client to another address (status 301, 302, \
          303, 307 or 308).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(9110, "15.4"), Reference::Rfc(6749, "3.2")],
    why: "A token request carries the code in its body. Behind a 301, 302 or 303 the body is lost, and many clients do not follow a redirect here at all.",
    fix: "Call the address that the redirect leads to, as it stands there.",
    verify: "Send the token request again: the endpoint answers the POST itself, without a redirect.",
    disproof: "The client repeated the POST with its body at the new address.",
    explains: &[
        "cors/no-acao",
        "format/content-type",
        "format/empty-body",
        "format/html-instead-of-json",
        "format/invalid-json",
    ],
    since: "0.1.0",
    page: page!("redirected.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = token.exchange;
    let Some(status) = exchange.status() else { return Verdict::Inconclusive("the answer") };
    let Some(target) = exchange.location().filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) else {
        return Verdict::Pass;
    };
    // 307 and 308 keep the body, and the request behind them may have its own answer.
    if !is_token_call(token, flow) || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    if let Some(other) = Responder::of(exchange) {
        let summary =
            Phrase::from("Not the token endpoint answered the request, but ").text(other.product.name);
        return fail(summary.text(" with a redirect (status ").number(status).text(")."))
            .fix(other.product.log)
            .by(Actor::Network)
            .noted(other.pointer(token.message), "what gives it away")
            .at(Pointer::new(token.message, Part::ResponseHeader("location".into())))
            .into();
    }
    let (what, fix) = kind(&exchange.request.uri, target);
    let summary = Phrase::from("The token request got a redirect (status ").number(status).text(what);
    fail(summary)
        .fix(fix)
        .at(Pointer::new(token.message, Part::ResponseHeader("location".into())))
        .at(Pointer::new(token.message, Part::Url))
        .into()
}

fn kind(from: &Uri, to: &Uri) -> (&'static str, &'static str) {
    match Move::of(from, to) {
        Move::Scheme if to.scheme() == "https" => (
            ") from http to https.",
            "Write the token endpoint with https, where the app or the discovery document has http.",
        ),
        Move::Slash => (
            ") to the same address with another slash at its end.",
            "Write the token endpoint exactly as the redirect has it: the slash counts.",
        ),
        Move::Scheme => (") from https to http.", GATEWAY),
        Move::Port => (") to another port of the same host.", GATEWAY),
        Move::Path => (") to another page of the same host.", GATEWAY),
        Move::Host => (") to another host.", GATEWAY),
    }
}

const GATEWAY: &str = "Let the token endpoint through without a sign-in: take its path out of the login gateway or proxy in front of the provider, or call the address that the redirect leads to.";
