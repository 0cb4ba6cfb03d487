//! RFC 6749 §4.1.2: a code "MUST NOT" be used more than once: a token request that failed may have used it, so that its repetition fails for
//! another reason.

use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused_grant;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/first-failure",
    title: "The first token request failed, and its repetition hides why",
    lead: "Two token requests carry the same code. The first one failed, for a reason of its own; the second one was refused because \
          the code is used up. What the first answer says is the cause.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(6749, "5.2")],
    why: "Many libraries repeat a token request that failed, some to try another way of client authentication (auth style). Many providers have used the code up by then and answer that it was used: an app that shows the last answer hides the first one, which has the reason.",
    fix: "Act on what the first answer says, and let nothing repeat a token request: set the way of client authentication (auth style) instead of letting the library try both.",
    verify: "Log in again: there is one token request for the code, and it gets tokens.",
    disproof: "The provider's log shows that it never got the first request.",
    explains: &["token/double-exchange", "token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("first_failure.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.code().is_none() || !is_refused_grant(token) {
        return Verdict::NotApplicable;
    }
    let before = flow.token_exchanges_before(token.message);
    let Some(first) = before.iter().find(|other| other.same_code(token) == Some(true)) else {
        return Verdict::Pass;
    };
    let Some(status) = first.response().status().filter(|status| *status >= 400) else {
        return Verdict::Pass;
    };
    // Of two that were refused alike the second says nothing else.
    let is_about_grant = is_refused_grant(first) || first.response().error() == Some("invalid_client");
    let Some(words) = Words::of(first.message, first.exchange).filter(|_| !is_about_grant) else {
        return Verdict::Pass;
    };
    let summary = Phrase::from("The first token request with this code failed with status ")
        .number(status)
        .text(": ")
        .value(words.place.clone())
        .text(". The second one repeats it, and its error is that the code was used.");
    let code = first.response().error().map(|_| first.response().pointer("error"));
    fail(summary)
        .noted_if(code, "the first error")
        .noted(words.place, "what the provider says first")
        .noted(token.pointer("code"), "the repetition with the same code")
        .into()
}
