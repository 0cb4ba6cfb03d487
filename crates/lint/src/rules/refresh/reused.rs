//! RFC 9700 §4.14.2: with rotation the provider "issues a new refresh token with every access token refresh response. The previous
//! refresh token is invalidated".

use http::Value;
use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::rules::refresh::concurrent::overlaps;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/reused",
    title: "An old refresh token is used again",
    lead: "The app renewed its tokens, got a new refresh token with them, and later sent the old one again. The \
          provider refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "4.14.2"), Reference::Rfc(6749, "6"), Reference::OAuth21("4.3")],
    why: "The provider had given a new refresh token in place of this one. The old one looks stolen to it, so that a careful provider ends the whole session.",
    fix: "Store the refresh token of every answer in place of the old one, in the same place that all tabs and servers read from.",
    verify: "Refresh twice in a row: the second request has the refresh_token of the first answer.",
    disproof: "The provider's log says that the session had ended, not that the refresh token was used before.",
    explains: &["refresh/invalid-grant", "token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("reused.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(sent) = token.refresh_token() else { return Verdict::NotApplicable };
    if token.grant_type() != "refresh_token" {
        return Verdict::NotApplicable;
    }
    let exchanges = flow.token_exchanges();
    let rotated = exchanges.iter().find(|other| {
        other.message < token.message
            && other.grant_type() == "refresh_token"
            && other.same_refresh_token(token) == Some(true)
            && other
                .response()
                .text("refresh_token")
                .is_some_and(|next| !next.is_empty() && Value::new(next).same(sent) == Some(false))
            && !overlaps(other, token)
    });
    let Some(rotated) = rotated else { return Verdict::Pass };
    // Many providers take the old one for a while, for a client that lost the answer.
    if !is_refused_grant(token) {
        return Verdict::NotApplicable;
    }
    let apart = rotated
        .exchange
        .finished
        .zip(token.exchange.started)
        .map(|(from, to)| to.as_seconds() - from.as_seconds());
    let summary = Phrase::from("The provider had answered this refresh token with a new one");
    let summary = match apart.filter(|apart| *apart >= 1.0) {
        Some(apart) => summary.text(" ").duration(apart).text(" before, and the app sent the old one again."),
        None => summary.text(", and the app sent the old one again."),
    };
    let evidence = fail(summary)
        .noted(rotated.response().pointer("refresh_token"), "The new refresh token.")
        .noted(token.pointer("refresh_token"), "The old one, again.");
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}
