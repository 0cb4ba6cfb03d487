//! RFC 6749 §4.1.3: `code`, "The authorization code received from the authorization server", as it was received.

use http::Parameters;
use oauth::{Flow, TokenExchange};

use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/code-altered",
    title: "The app sends another code than it received",
    lead: "The code in the token request is not the code that arrived: it was decoded, encoded or cut on its way \
          through the app.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "Appendix B")],
    why: "A code is a password for one use: one character more, less or different makes it unknown to the provider.",
    fix: "Read the code with URLSearchParams or the framework's own parameter reader (decoded once), and send it encoded once.",
    verify: "Log in again: the code in the token request is the one that arrived, character for character.",
    disproof: "The provider's log shows that the code it got is one that it had issued.",
    explains: &["token/error-as-200", "token/invalid-grant", "token/invalid-request"],
    since: "0.1.0",
    page: page!("code_altered.md"),
    check: Check::TokenRequest(check),
};

/// Characters of the shortest code that can be told from another one by its beginning.
const ENOUGH: usize = 6;

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(code) = token.code() else { return Verdict::NotApplicable };
    if !is_refused(token) {
        return Verdict::NotApplicable;
    }
    let responses = flow.authorization_responses();
    if responses.iter().any(|response| response.code().is_some_and(|known| known.same(code) == Some(true))) {
        return Verdict::Agrees;
    }
    let Some(sent) = code.known() else {
        return Verdict::Inconclusive("the code, which was taken out of the recording");
    };
    let altered = responses.iter().find_map(|response| {
        let received = response.code()?.known()?;
        Some((response, what_happened(received, sent)?))
    });
    let Some((response, what)) = altered else {
        return Verdict::Inconclusive("the login that this code belongs to");
    };
    let evidence = fail(Phrase::from(what))
        .noted(response.pointer("code"), "The code as it arrived.")
        .noted(token.pointer("code"), "The code as it was sent.");
    match token.response().error() {
        Some(_) => evidence.at(token.response().pointer("error")).into(),
        None => evidence.into(),
    }
}

/// What encoding or cutting did to the code; `None` for another code.
fn what_happened(received: &str, sent: &str) -> Option<&'static str> {
    if received.len() < ENOUGH || sent.len() < ENOUGH {
        None
    } else if sent.trim() == received.trim() {
        Some("The code was sent with white space around it.")
    } else if decoded(sent) == received {
        Some("The code was sent encoded twice.")
    } else if decoded(received) == sent {
        Some("The code was decoded once too often before it was sent.")
    } else if received.replace(' ', "+") == sent.replace(' ', "+") {
        Some("The code was sent with a space in place of +, or the other way round.")
    } else if sent.strip_prefix(received).is_some_and(|rest| rest.starts_with(['#', '&', '/', '?', ' '])) {
        Some("The code was sent with what stood behind it in the address.")
    } else if received.starts_with(sent) {
        Some("The code was cut off before it was sent.")
    } else if sent.eq_ignore_ascii_case(received) {
        Some("The code was sent in other upper and lower case letters.")
    } else {
        None
    }
}

/// A plus is one in a code, for it was decoded before.
fn decoded(text: &str) -> String {
    Parameters::decode_value(&text.replace('+', "%2B"))
}
