//! RFC 8628 §3.5 and OpenID Connect CIBA §11: `access_denied`, the user said no on the other device.

use oauth::{Flow, TokenExchange};

use crate::refusal::is_code;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::{Words, each_word};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "device/denied",
    title: "The login on the other device was declined",
    lead: "The app polled the token endpoint while the user was asked on another device, and the answer was that the login is denied.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Provider,
    actor: Actor::Browser,
    references: &[Reference::Rfc(8628, "3.5"), Reference::Ciba("11")],
    why: "The user is asked on a phone or in a browser elsewhere. Whoever presses No or Cancel there ends the login for the device that waits.",
    fix: "Begin anew and let the user agree on the other device. If nobody declined, look in the provider's log whether a rule or policy refused this user or client.",
    verify: "Begin anew and agree on the other device: a poll gets the tokens.",
    disproof: "The provider's log shows that the user agreed, or that a policy and no person refused.",
    explains: &["token/error-shape", "token/grant-refused"],
    since: "0.1.0",
    page: page!("denied.md"),
    check: Check::TokenRequest(check),
};

/// The grants with which an app polls for what a user does elsewhere.
const POLLED: [&str; 2] =
    ["urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba"];

/// Codes with which servers say that it was declined.
const DENIED: [&str; 2] = ["access_denied", "authorization_declined"];

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    let response = token.response();
    let is_denied = response.error().is_some_and(|error| DENIED.contains(&error));
    if !POLLED.contains(&token.grant_type()) || !is_denied {
        return Verdict::NotApplicable;
    }
    let words = Words::of(token.message, token.exchange).filter(|words| !is_code(&words.text));
    let Some(words) = words else {
        let summary = Phrase::from("The provider answered ")
            .value(response.pointer("error"))
            .text(": the user declined on the other device, or a rule of the provider did.");
        return fail(summary).confidence(Confidence::Medium).at(response.pointer("error")).into();
    };
    // A policy, an account that is locked, a limit: what refused is in the words, and nobody declined.
    if words.have_code_of_provider() || !says_that_user_declined(&words.text) {
        return Verdict::NotApplicable;
    }
    let summary = Phrase::from("The provider says that the login was declined on the other device: ")
        .value(words.place.clone())
        .text(".");
    fail(summary).at(response.pointer("error")).noted(words.place, "What the provider says.").into()
}

/// Whether words in lower case say of a person that they did it: `the user has declined`, `cancelled by the end-user`.
fn says_that_user_declined(text: &str) -> bool {
    const DID: [&str; 9] = [
        "declined",
        "denied",
        "cancelled",
        "canceled",
        "rejected",
        "refused",
        "aborted",
        "declines",
        "denies",
    ];
    const PERSON: [&str; 4] = ["user", "owner", "customer", "enduser"];
    const BETWEEN: [&str; 10] =
        ["has", "have", "had", "explicitly", "actively", "the", "end", "resource", "a", "this"];
    const OF_RULES: [&str; 8] =
        ["policy", "policies", "rule", "rules", "administrator", "admin", "list", "limit"];
    let words: Vec<&str> = each_word(text).collect();
    let is_person = |word: &&&str| PERSON.contains(*word);
    let is_by_person = |at: usize| {
        let before = words[..at].iter().rev().find(|word| !BETWEEN.contains(*word));
        let mut behind = words[at + 1..].iter();
        let is_by = behind.next() == Some(&"by");
        let by = behind.find(|word| !BETWEEN.contains(*word)).filter(|_| is_by);
        before.as_ref().is_some_and(is_person) || by.as_ref().is_some_and(is_person)
    };
    !words.iter().any(|word| OF_RULES.contains(word))
        && words.iter().enumerate().any(|(at, word)| DID.contains(word) && is_by_person(at))
}
