//! RFC 6749 §3.2: the token endpoint; RFC 8414 §2 and OpenID Connect Discovery §3: `token_endpoint` says where it is.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::login::{is_reason_unseen, succeeds_later};
use crate::refusal::is_token_call;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/wrong-endpoint",
    title: "There is no token endpoint at this address",
    lead: "The token request got status 404, 405 or 410: at this address nobody answers token requests.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.2"), Reference::Rfc(8414, "2"), Reference::Rfc(9110, "15.5.5")],
    why: "The code has to go to the one address at which the provider gives tokens. This one answers that it has no such page.",
    fix: "Take the token endpoint from the provider's discovery document (/.well-known/openid-configuration, token_endpoint).",
    verify: "Send the token request again: it goes to the token_endpoint of the discovery document and tokens come.",
    disproof: "Another client gets tokens with a POST to this very address.",
    explains: &[
        "format/content-type",
        "format/empty-body",
        "format/html-instead-of-json",
        "format/invalid-json",
        "token/content-type",
        "token/error-shape",
    ],
    since: "0.1.0",
    page: page!("wrong_endpoint.md"),
    check: Check::TokenRequest(check),
};

/// Errors of a token endpoint that answers 404 or 405 all the same.
const OF_A_TOKEN_ENDPOINT: [&str; 6] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = token.exchange;
    let Some(status) = exchange.status() else { return Verdict::Inconclusive("the answer") };
    if !matches!(status, 404 | 405 | 410) || !is_token_call(token, flow) {
        return Verdict::Pass;
    }
    let speaks = token.response().error().is_some_and(|error| OF_A_TOKEN_ENDPOINT.contains(&error));
    if speaks || succeeds_later(flow, token.message) {
        return Verdict::NotApplicable;
    }
    let stated = flow.metadata.as_ref().and_then(|metadata| metadata.token_endpoint.as_ref());
    let summary = Phrase::from("The token request got status ").number(status);
    let (summary, fix) = match stated {
        Some(stated) if stated.same_endpoint(&exchange.request.uri) => (
            summary.text(
                ": the discovery document names this address, and nothing answers token requests there.",
            ),
            "Mend the provider's own configuration: its discovery document names a token_endpoint that its server or proxy does not have.",
        ),
        Some(_) => (
            summary
                .text(": the discovery document names another token endpoint than the one that was called."),
            RULE.fix,
        ),
        None if status == 405 => {
            (summary.text(": there is a page at this address that takes no POST."), RULE.fix)
        }
        None => (summary.text(": there is nothing at this address."), RULE.fix),
    };
    fail(summary)
        .fix(fix)
        .inferred_if(is_reason_unseen(exchange))
        .at(Pointer::new(token.message, Part::Url))
        .at(Pointer::new(token.message, Part::Status))
        .into()
}
