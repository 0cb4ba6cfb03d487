//! RFC 6749 §6: the scope of a refresh "MUST NOT include any scope not originally granted by the resource owner".

use oauth::{Flow, Scope, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{ranges, refusals};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/refresh-widened",
    title: "The refresh asks for more than the login",
    lead: "The app asked with its refresh token for a scope that the login did not have, and the provider refused.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "6")],
    why: "A refresh token stands for what the user agreed to. It cannot bring a permission that was not in the login.",
    fix: "Refresh without scope, or with names of the login; for more, send the user through a login that asks for it.",
    verify: "Refresh again: the request has no scope, or only names of the login, and gets tokens.",
    disproof: "A refresh without scope is refused with the same error.",
    explains: &["scope/refused"],
    since: "0.1.0",
    page: page!("refresh_widened.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(text) = token.parameters.text("scope").filter(|_| token.grant_type() == "refresh_token") else {
        return Verdict::NotApplicable;
    };
    let refused = refusals(flow).into_iter().find(|refusal| refusal.at_token_endpoint == Some(token.message));
    let Some(refused) = refused else { return Verdict::Pass };
    let Some(granted) = granted(token, flow) else { return Verdict::Inconclusive("the scope of the login") };
    let more = ranges(text, |name| !granted.covers(name));
    if more.is_empty() {
        return Verdict::Pass;
    }
    let pointer = token.pointer("scope").marking(more);
    let summary =
        Phrase::from("The refresh asks for ").value(pointer.clone()).text(", which the login did not have.");
    let evidence = fail(summary).at(pointer).at(refused.error);
    match refused.description {
        Some(description) => evidence.noted(description, "What the provider says.").into(),
        None => evidence.into(),
    }
}

/// What the login was granted: as the provider says, else as it was asked for.
fn granted(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Option<Scope> {
    let exchanges = flow.token_exchanges();
    let first = exchanges.iter().find(|other| {
        other.message < token.message
            && other.grant_type() != "refresh_token"
            && other.response().gives_tokens()
    })?;
    first.response().scope().or_else(|| {
        let request = flow.authorization_request()?;
        request.parameters.text("scope").map(Scope::asked)
    })
}
