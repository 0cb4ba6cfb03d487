//! RFC 6749 §4.1.2: "The client MUST NOT use the authorization code more than once."

use http::{Captured, Missing, NetworkFault};
use oauth::{Flow, TokenExchange};

use crate::login::is_reason_unseen;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/double-exchange",
    title: "The same code is exchanged twice",
    lead: "Two token requests carry the same code: the second left although the first had used it, or was on its way. \
          Where the provider refused one of them, this is an error, else a warning.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(6749, "10.5")],
    why: "A code is good once. The provider has to refuse the second use, and should also revoke the tokens of the first.",
    fix: "Make the exchange run once for each code: in a page keep its promise outside of the component; on a server let nothing repeat the token request.",
    verify: "Log in again: only one token request carries the code.",
    disproof: "The provider's log shows that it refused the first request that it got with this code.",
    explains: &["token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("double_exchange.md"),
    check: Check::TokenRequest(check),
};

/// Requests this close to each other come from one load of the page, in seconds.
const ONE_LOAD: f64 = 3.0;
const RELOADED: &str = "Take the code out of the address bar (history.replaceState) after the exchange, so that a reload does not exchange it again.";

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.code().is_none() || token.grant_type() != "authorization_code" {
        return Verdict::NotApplicable;
    }
    let before = flow.token_exchanges_before(token.message);
    let mut earlier = before.iter().filter(|other| other.same_code(token) == Some(true));
    // A client that was refused and tries again, with other credentials for instance, has used no code yet.
    let Some(first) = earlier.find(|other| spends_code(other) || races(other, token)) else {
        return Verdict::Pass;
    };
    let apart =
        first.exchange.started.zip(token.exchange.started).map(|(a, b)| b.as_seconds() - a.as_seconds());
    let summary = match apart {
        Some(apart) if apart < 1.0 => {
            Phrase::from("Two token requests carry this code, less than a second apart")
        }
        Some(apart) => Phrase::from("Two token requests carry this code, ").duration(apart).text(" apart"),
        None => Phrase::from("Two token requests carry this code"),
    };
    let (is_refused, was_refused) = (is_refusal(token), is_refusal(first));
    let summary = match (was_refused, is_refused) {
        (true, _) => summary.text("; the provider refused the first."),
        (false, true) => summary.text("; the provider refused the second."),
        (false, false) => summary.text("."),
    };
    let evidence = fail(summary).noted(first.pointer("code"), "The first request.");
    // The finding belongs to the request that it broke.
    let evidence =
        if was_refused { evidence } else { evidence.noted(token.pointer("code"), "The second request.") };
    // What became of the first, its body would tell.
    let unseen = first.exchange.status().is_some() && is_reason_unseen(first.exchange);
    let evidence = evidence.inferred_if(unseen);
    let evidence = if is_refused || was_refused { evidence } else { evidence.severity(Severity::Warning) };
    if apart.is_some_and(|apart| apart > ONE_LOAD) { evidence.fix(RELOADED).into() } else { evidence.into() }
}

fn is_refusal(token: &TokenExchange<'_>) -> bool {
    let response = token.response();
    response.refusal().is_some() || response.status().is_some_and(|status| (400..500).contains(&status))
}

/// Whether this request was answered with tokens, or given up by the page after it had gone out.
fn spends_code(token: &TokenExchange<'_>) -> bool {
    let response = token.response();
    let unseen = matches!(token.exchange.response_body(), Captured::Missing(why) if why != Missing::Blocked);
    let aborted = token.exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::Aborted);
    response.gives_tokens() || (response.is_ok() && unseen) || aborted
}

/// Whether the second request left before the first was answered, or overtook it: a code that was refused is not good
/// a moment later.
fn races(first: &TokenExchange<'_>, second: &TokenExchange<'_>) -> bool {
    let answered = first.exchange.finished.zip(second.exchange.started);
    let overlaps = answered.is_some_and(|(end, start)| start.as_millis() < end.as_millis());
    overlaps || (first.response().error() == Some("invalid_grant") && second.response().gives_tokens())
}
