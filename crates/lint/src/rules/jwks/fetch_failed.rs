//! OpenID Connect Discovery §3: `jwks_uri` is where the keys are.

use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::json_fault::Content;
use crate::login::{is_gateway_error, succeeds_later, uses_token_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwks/fetch-failed",
    title: "The provider's keys cannot be loaded",
    lead: "The app asked for the provider's key set, and the answer was an error.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::OidcDiscovery("3"), Reference::OidcCore("10.1.1")],
    why: "The app checks the signature of the ID token with the provider's public keys. Without them it cannot trust any token and \
          refuses the login.",
    fix: "Load the keys from jwks_uri of the discovery document, and make that address public: it needs no credentials.",
    verify: "Load the key set from the machine of the app: status 200 and a JSON list of keys.",
    disproof: "The app had the provider's keys in its cache and verified the ID token with them.",
    explains: &["api/key-not-found", "format/html-instead-of-json"],
    since: "0.1.0",
    page: page!("fetch_failed.md"),
    check: Check::Message(check),
};

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    if message.kind != MessageKind::Jwks {
        return Verdict::NotApplicable;
    }
    let Some(status) = message.exchange.status() else { return Verdict::NotApplicable };
    if status < 400 || is_gateway_error(status) || succeeds_later(flow, index) {
        return Verdict::Pass;
    }
    let is_missing = matches!(status, 404 | 410);
    let body = message.exchange.response_body().present().copied();
    if !is_missing && body.is_some_and(|body| matches!(Content::of(body, None), Content::Html)) {
        // The page says who stands in the way.
        return Verdict::NotApplicable;
    }
    let words = if is_missing {
        "There are no keys at the address from which the app loads them: status "
    } else if status >= 500 {
        "The provider fails to show its keys: status "
    } else {
        "The provider does not let the app read its keys: status "
    };
    let evidence = fail(Phrase::from(words).number(status).text("."))
        .at(Pointer::new(index, Part::Url))
        .at(Pointer::new(index, Part::Status));
    let evidence = match flow.metadata_source().filter(|document| document.text("jwks_uri").is_some()) {
        Some(document) => evidence.noted(document.pointer("jwks_uri"), "where the provider says they are"),
        None => evidence,
    };
    evidence.warning_if(uses_token_later(flow, index)).into()
}
