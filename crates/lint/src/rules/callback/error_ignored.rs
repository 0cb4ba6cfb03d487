//! RFC 6749 §4.1.2.1: an authorization response brings a code or an error; the client has to look for the error first.

use oauth::{Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/error-ignored",
    title: "The app exchanges an empty code after an error",
    lead: "The provider came back with an error and no code, and the app did not look at it: it sent a token request with an empty code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::Rfc(6749, "4.1.3")],
    why: "The callback carried error in place of code. The app reads code only, finds nothing, and exchanges that. What the token endpoint says then is about the empty code, and hides the reason that the provider gave first.",
    fix: "Look at error and error_description of the callback before code, and show or log them; mend what they say. Exchange a code only where there is one.",
    verify: "Log in again with the fault at the provider still there: the app shows the error of the callback and sends no token request.",
    disproof: "The app's log shows that it read error, and sent the token request for another login.",
    explains: &[
        "token/invalid-request",
        "token/invalid-grant",
        "token/grant-refused",
        "token/error-shape",
        "answer/refused",
    ],
    since: "0.1.0",
    page: page!("error_ignored.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let is_empty = token.parameters.seen("code").is_some_and(|code| code.is_empty());
    if !is_empty || token.grant_type() != "authorization_code" && !token.grant_type().is_empty() {
        return Verdict::Pass;
    }
    let responses = flow.authorization_responses();
    let refused = responses
        .iter()
        .rev()
        .find(|response| response.message < token.message && response.error().is_some());
    let evidence = match refused {
        Some(response) => {
            let said = response.parameters.has("error_description").then(|| response.pointer("error_description"));
            fail("The callback carried an error, and the app did not look at it: it sent a token request with an empty code.")
                .noted(token.pointer("code"), "empty")
                .noted_if(said, "What the provider says.")
                .noted(response.pointer("error"), "the error with which the browser came back")
        }
        None => fail("The token request has a code that is empty: look whether the callback carried an error in place of a code.")
            .confidence(Confidence::Medium)
            .noted(token.pointer("code"), "empty"),
    };
    evidence.into()
}
