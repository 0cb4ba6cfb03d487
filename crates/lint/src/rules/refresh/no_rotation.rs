//! RFC 9700 §2.2.2: "Refresh tokens for public clients MUST be sender-constrained or use refresh token rotation".

use http::{Value, Via};
use oauth::{Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "refresh/no-rotation",
    title: "A page gets the same refresh token again",
    lead: "A page renewed its tokens, and its refresh token stayed the same.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::After,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(9700, "2.2.2"), Reference::Rfc(9700, "4.14.2")],
    why: "Whoever reads the refresh token of a page can use it until it ends. With rotation a stolen one is noticed at its next use.",
    fix: "Switch refresh token rotation on for this client at the provider.",
    verify: "Refresh in the page: the answer has a new refresh_token, and the old one is refused.",
    disproof: "The refresh token is bound to a key or certificate of the page, so a thief cannot use it.",
    explains: &[],
    since: "0.1.0",
    page: page!("no_rotation.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    let exchange = token.exchange;
    let response = token.response();
    if token.grant_type() != "refresh_token" || exchange.context.via != Via::Fetch || !response.gives_tokens()
    {
        return Verdict::NotApplicable;
    }
    let Some(headers) = exchange.request.headers.present() else {
        return Verdict::Inconclusive("the headers of the token request");
    };
    // A confidential client, or a token bound to a key.
    if headers.has("dpop") || headers.has("authorization") || token.has_secret_parameter() {
        return Verdict::NotApplicable;
    }
    let Some(sent) = token.refresh_token() else { return Verdict::NotApplicable };
    let (place, words) = match response.text("refresh_token") {
        Some(next) => match Value::new(next).same(sent) {
            Some(false) => return Verdict::Pass,
            None => {
                return Verdict::Inconclusive("the refresh tokens, which were taken out of the recording");
            }
            Some(true) => {
                (response.pointer("refresh_token"), "The page's refresh token came back unchanged.")
            }
        },
        None => (
            token.pointer("refresh_token"),
            "The page's refresh token goes on being good: the answer has no new one.",
        ),
    };
    fail(words).at(place).into()
}
