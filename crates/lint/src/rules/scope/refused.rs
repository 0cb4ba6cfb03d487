//! RFC 6749 §4.1.2.1 and §5.2: `invalid_scope`, the requested scope "is invalid, unknown, malformed, or exceeds the scope granted by
//! the resource owner".

use oauth::{Flow, Pointer};

use crate::login::succeeds_later;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{ScopeRefusal, ranges, refusals};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/refused",
    title: "The provider refuses the scope",
    lead: "The provider answered invalid_scope: it does not know a permission that the app asks for, or does not \
          give it to this client.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "3.3")],
    why: "A scope is a list of permissions that the app asks for. One name that the provider does not know, or does not allow this client, ends the login.",
    fix: "Take out of scope what the provider does not know, or allow it for this client in the provider's console.",
    verify: "Send the request again: the provider answers without an error about scope.",
    disproof: "A request with only those scopes that this client was granted before gets the same error.",
    explains: &["authorize/error-page", "callback/error", "token/error-as-200"],
    since: "0.1.0",
    page: page!("refused.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(refusal) = refusals(flow).into_iter().next() else { return Verdict::Pass };
    if refusal.at_token_endpoint.is_some_and(|message| succeeds_later(flow, message)) {
        return Verdict::NotApplicable;
    }
    let asked = asked(&refusal, flow);
    let mut summary = Phrase::from(if asked.is_some() {
        "The provider refuses the scope that the app asks for"
    } else if is_request_seen(&refusal, flow) {
        "The provider says that the scope is invalid, and the request that was seen names none"
    } else {
        "The provider says that the scope is invalid"
    });
    let unlisted = asked.as_ref().filter(|pointer| !pointer.marks.is_empty());
    if let Some(pointer) = unlisted {
        summary = summary.text(". Its discovery document does not list ").value(pointer.clone());
    }
    fail(summary.text("."))
        .at_if(asked)
        .at(refusal.error)
        .noted_if(refusal.description, "What the provider says.")
        .into()
}

/// Whether what it answers, with its parameters, is in this recording.
fn is_request_seen(refusal: &ScopeRefusal, flow: &Flow<'_>) -> bool {
    match refusal.at_token_endpoint {
        Some(message) => flow
            .token_exchanges()
            .iter()
            .any(|token| token.message == message && token.exchange.request.body.present().is_some()),
        None => flow.authorization_request().is_some(),
    }
}

/// The scope that was asked for, the names marked that the provider does not list.
fn asked(refusal: &ScopeRefusal, flow: &Flow<'_>) -> Option<Pointer> {
    let (text, pointer) = match refusal.at_token_endpoint {
        Some(message) => {
            let exchanges = flow.token_exchanges();
            let token = exchanges.iter().find(|token| token.message == message)?;
            (token.parameters.text("scope")?.to_owned(), token.pointer("scope"))
        }
        None => {
            let request = flow.authorization_request()?;
            (request.parameters.text("scope")?.to_owned(), request.pointer("scope"))
        }
    };
    let listed = flow.metadata.as_ref().and_then(|metadata| metadata.scopes.as_ref());
    let unlisted = match listed {
        Some(listed) => ranges(&text, |name| !listed.iter().any(|known| known == name)),
        None => Vec::new(),
    };
    Some(pointer.marking(unlisted))
}
