//! RFC 9700 §4.14.2: with rotation a refresh token works once, so that of two requests at the same time one is refused.

use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/concurrent",
    title: "The same refresh token is used twice at a time",
    lead: "Two requests with the same refresh token were under way at the same time (or less than a second apart), \
          and the provider refused one of them or both.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.14.2"), Reference::Rfc(6749, "6")],
    why: "Two parts of the app renew the token in the same moment. A provider that rotates refresh tokens takes each once: to the second request it is used up.",
    fix: "Let one request refresh at a time and let the others wait for its answer: navigator.locks in the browser, a lock in the store on a server.",
    verify: "Let two tabs or calls need a new token at once: only one refresh request is sent.",
    disproof: "The provider's log shows that the refresh token had ended before both requests.",
    explains: &["refresh/invalid-grant", "refresh/reused", "token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("concurrent.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "refresh_token" || token.refresh_token().is_none() {
        return Verdict::NotApplicable;
    }
    let exchanges = flow.token_exchanges();
    let other = exchanges.iter().find(|other| {
        other.message < token.message
            && other.grant_type() == "refresh_token"
            && other.same_refresh_token(token) == Some(true)
            && overlaps(other, token)
    });
    let Some(other) = other else { return Verdict::Pass };
    let summary = match (is_refused_grant(other), is_refused_grant(token)) {
        // A provider with a grace period answers both.
        (false, false) => return Verdict::NotApplicable,
        (true, true) => {
            "Two requests carried this refresh token at the same time; the provider refused both."
        }
        (true, false) | (false, true) => {
            "Two requests carried this refresh token at the same time; the provider took one and refused the other."
        }
    };
    let refused = if is_refused_grant(token) { token } else { other };
    let evidence =
        fail(Phrase::from(summary)).noted(other.pointer("refresh_token"), "The first request.").noted(
            token.pointer("refresh_token"),
            "The second, before the answer to the first or within a second of it.",
        );
    match refused.response().error() {
        Some(_) => evidence.at(refused.response().pointer("error")).into(),
        None => evidence.into(),
    }
}

/// Requests this close to each other are made by two who do not know of each other, in seconds.
const TOGETHER: f64 = 1.0;

/// Whether the second request left before the first was answered, or just after it.
pub(crate) fn overlaps(first: &TokenExchange<'_>, second: &TokenExchange<'_>) -> bool {
    let answered = first.exchange.finished.or(first.exchange.started);
    answered
        .zip(second.exchange.started)
        .is_some_and(|(end, start)| start.as_seconds() - end.as_seconds() < TOGETHER)
}
