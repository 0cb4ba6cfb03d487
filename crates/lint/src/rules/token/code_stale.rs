//! RFC 6749 §4.1.2: "The authorization code MUST expire shortly after it is issued"; ten minutes at most are recommended, and
//! providers give it one.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::code::{CodeFacts, HELD_UP};
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/code-stale",
    title: "The code is too old when it is exchanged",
    lead: "The provider refused the code, more than a minute after it had arrived, and nothing else that can be seen \
          of the request is wrong.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(6749, "5.2")],
    why: "A code is good for a minute at many providers, and should not be for more than ten. This one waited longer than a minute, and nothing else that can be seen of the request is wrong.",
    fix: "Exchange the code as soon as it arrives, before anything that the user or another server has to do.",
    verify: "Log in again: the token request reaches the provider within seconds of the code's arrival.",
    disproof: "A new code that is exchanged within a second is refused in the same way.",
    explains: &["token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("code_stale.md"),
    check: Check::TokenRequest(check),
};

/// At none that follows the specification it lives longer.
const LONGEST_LIFE: f64 = 600.0;

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "authorization_code" || token.code().is_none() {
        return Verdict::NotApplicable;
    }
    if !TokenError::of(token).is_some_and(|refusal| refusal.what == Refused::Grant) {
        return Verdict::Pass;
    }
    let facts = CodeFacts::of(token, flow);
    let Some(age) = facts.age else { return Verdict::Inconclusive("when the code arrived") };
    if !facts.is_late() {
        return Verdict::Pass;
    }
    // Another fault that the request shows is the better answer.
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let fits = (facts.same_uri || request.redirect_uri().is_none())
        && (facts.verifier_fits || request.code_challenge().is_none())
        && facts.is_new;
    if !fits {
        return Verdict::NotApplicable;
    }
    let sent_late = facts.is_sent_late();
    let summary = Phrase::from("The provider refused the code ").duration(age).text(if sent_late {
        " after it had arrived: that is how late the app sent it."
    } else {
        " after it had arrived; the request itself had left in time."
    });
    let response = token.response();
    let description = response.text("error_description").unwrap_or_default().to_ascii_lowercase();
    let said = ["expired", "too old", "no longer valid"].iter().any(|word| description.contains(word));
    let mut evidence = fail(summary).at(token.pointer("code"));
    evidence = match response.error() {
        Some(_) => evidence.at(response.pointer("error")),
        None => evidence.at(Pointer::new(token.message, Part::Status)),
    };
    if !description.is_empty() {
        evidence = evidence.noted(response.pointer("error_description"), "What the provider says.");
    }
    if !sent_late {
        evidence = evidence.fix(HELD_UP);
    }
    if said || age > LONGEST_LIFE { evidence.confidence(Confidence::High).into() } else { evidence.into() }
}
