//! Fetch, "CORS-preflight fetch": only an ok status (200 to 299) lets the request behind it go out.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::cors::{judged, went_out};
use crate::parties::Move;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{CrossOriginFetch, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "cors/preflight-redirect",
    title: "The preflight request is redirected",
    lead: "The browser asked the server (preflight, OPTIONS) whether the page may send a request, and the answer is \
          a redirect.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::AppPage,
    references: &[
        Reference::Fetch("CORS-preflight fetch", "cors-preflight-fetch"),
        Reference::Fetch("ok status", "ok-status"),
    ],
    why: "Before this request the browser asks with OPTIONS whether it may send it. It does not follow redirects then, so the request is never sent.",
    fix: "Call the address that the redirect leads to, or let the server answer OPTIONS itself, before it redirects.",
    verify: "Repeat the call: its OPTIONS gets a status from 200 to 299, and the request follows.",
    disproof: "DevTools list the request behind this OPTIONS with an answer that the page got.",
    explains: &["cors/no-acao"],
    since: "0.1.0",
    page: page!("preflight_redirect.md"),
    check: Check::CrossOriginFetch(check),
};

fn check(fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Verdict {
    let is_redirect = fetch.exchange.status().is_some_and(|status| (300..400).contains(&status));
    if fetch.kind != MessageKind::Preflight || !is_redirect || went_out(fetch, flow) {
        return Verdict::Pass;
    }
    let mut evidence = fail(Phrase::from(
        "The server answers the preflight request with a redirect, which browsers do not follow there.",
    ))
    .at(Pointer::new(fetch.message, Part::Status));
    if let Some(to) = fetch.exchange.location() {
        let from = &fetch.exchange.request.uri;
        evidence = evidence.noted(
            fetch.header_pointer("location"),
            match Move::of(from, to) {
                Move::Scheme if to.scheme() == "https" => "from http to https: call https at once",
                Move::Slash => "only the slash at the end differs: call this address",
                Move::Host => "to another host",
                Move::Port => "to another port",
                Move::Scheme | Move::Path => "where it leads",
            },
        );
    }
    judged(evidence, fetch, flow).into()
}
