//! RFC 6749 §5.1: `expires_in` says when a token ends, so that a client needs no new one before.

use oauth::{Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/loop",
    title: "The app renews its token over and over",
    lead: "The app renewed its token five times or more within a minute, and each time the provider gave a new one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(6749, "6")],
    why: "Each answer gives a good token, and the app asks for the next one at once: it does not keep the token, or takes it for expired.",
    fix: "Store the new token before the next call reads it, and compute its end as the time of arrival plus expires_in seconds.",
    verify: "Use the app for a while: a refresh request comes only when expires_in is nearly over.",
    disproof: "The renewals belong to several tabs or sessions, each of which renewed once.",
    explains: &["token/rate-limited"],
    since: "0.1.0",
    page: page!("loop.md"),
    check: Check::Login(check),
};

/// So many renewals in so many seconds are no schedule.
const MANY: usize = 5;
const WINDOW: f64 = 60.0;

fn check(flow: &Flow<'_>) -> Verdict {
    let exchanges = flow.token_exchanges();
    let renewals: Vec<&TokenExchange<'_>> = exchanges
        .iter()
        .filter(|token| token.grant_type() == "refresh_token" && token.response().gives_tokens())
        .collect();
    let spans = renewals.windows(MANY).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        let took = last.exchange.started?.as_seconds() - first.exchange.started?.as_seconds();
        Some((*first, *last, took))
    });
    let Some((first, last, took)) = spans.into_iter().find(|(.., took)| *took <= WINDOW) else {
        return Verdict::Pass;
    };
    let summary = Phrase::from("The app renewed its token ")
        .number(MANY)
        .text(" times in ")
        .duration(took.max(1.0))
        .text(", and got a new one each time.");
    let mut evidence = fail(summary)
        .noted(first.pointer("refresh_token"), "The first of them.")
        .noted(last.pointer("refresh_token"), "The last of them.");
    if last.response().members.as_ref().is_some_and(|members| members.contains_key("expires_in")) {
        evidence = evidence.noted(last.response().pointer("expires_in"), "So long the token is good.");
    }
    evidence.into()
}
