//! RFC 6749 §5.2: `invalid_grant`, the refresh token "is invalid, expired, revoked […] or was issued to another client".

use oauth::{Flow, TokenExchange};

use crate::login::{has_tokens_before, issuing};
use crate::refusal::{Refused, TokenError};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/invalid-grant",
    title: "The provider does not accept the refresh token",
    lead: "The app asked for new tokens with its refresh token, and the provider answered invalid_grant.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "6"), Reference::Rfc(9700, "4.14.2")],
    why: "A refresh token ends when its time is over, when the user signs out or changes the password, and at many providers when it is used: the answer then has the next one.",
    fix: "Send the user through the login again, and keep only the newest refresh token.",
    verify: "Let the app use a refresh token that has ended: it begins a new login and gets new tokens.",
    disproof: "The provider gave new tokens for this same refresh token later.",
    explains: &["token/error-as-200", "token/invalid-grant"],
    since: "0.1.0",
    page: page!("invalid_grant.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "refresh_token" {
        return Verdict::NotApplicable;
    }
    let refusal = match TokenError::of(token) {
        Some(refusal) if refusal.what == Refused::Grant => refusal,
        _ => return Verdict::Pass,
    };
    let evidence = refusal.show(token, what_is_seen(token, flow));
    // The login is over and has its tokens; only what came after it failed.
    evidence.warning_if(has_tokens_before(token, flow)).into()
}

/// What the recording shows of the refresh token: when it was issued, and that it is used for the first time.
fn what_is_seen(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Evidence<Nowhere> {
    const SILENT: &str = "Send the user through the login again, without a page where the session at the provider still lives (prompt=none).";
    let issued = issuing(token, flow);
    let summary = Phrase::from("The provider refused the refresh token");
    let evidence = match issued {
        Some(issued) => {
            let age = issued
                .exchange
                .finished
                .zip(token.exchange.started)
                .map(|(from, to)| to.as_seconds() - from.as_seconds());
            let summary = match age.filter(|age| *age >= 0.0) {
                Some(age) => summary.text(" ").duration(age).text(" after it was issued."),
                None => summary.text("."),
            };
            fail(summary.text(" The provider has ended it since it was issued, or does not know it."))
                .fix(SILENT)
                .noted_if(Some(issued.response().pointer("refresh_token")), "Issued here.")
        }
        None => fail(summary.text(": it is used, expired or revoked.")),
    };
    evidence.at_if(token.parameters.has("refresh_token").then(|| token.pointer("refresh_token")))
}
