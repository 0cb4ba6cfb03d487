//! RFC 9700 §4.3.2, RFC 6749 §2.3.1: credentials belong into bodies and headers, never into addresses.

use http::Redaction;
use oauth::{Flow, FlowMessage, MessageKind, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "exposure/secret-in-url",
    title: "A secret stands in an address",
    lead: "A request of the app carries a client secret, a password, a token or a code verifier behind the ? of its \
          address.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "2.3.1"), Reference::Rfc(9700, "4.3.2"), Reference::Rfc(6750, "5.3")],
    why: "Addresses are written into logs of servers and proxies, into the browser's history and into monitoring. Who reads those has the secret.",
    fix: "Send it in the body of a POST, or in the Authorization header; then make a new secret.",
    verify: "Repeat the request: no secret stands after the question mark, and the old secret is no longer valid.",
    disproof: "The value in the address is a dummy for tests that opens nothing.",
    explains: &[],
    since: "0.1.0",
    page: page!("secret_in_url.md"),
    check: Check::Message(check),
};

/// Parameters that are secrets wherever they stand.
const SECRETS: [&str; 6] =
    ["client_secret", "password", "refresh_token", "access_token", "client_assertion", "code_verifier"];

fn check(index: usize, message: &FlowMessage<'_>, _: &Flow<'_>) -> Verdict {
    // At the redirect URI and on the provider's pages other rules look at what the provider sends.
    let is_sent_by_app = matches!(
        message.kind,
        MessageKind::TokenRequest
            | MessageKind::PushedAuthorizationRequest
            | MessageKind::DeviceAuthorizationRequest
            | MessageKind::Userinfo
            | MessageKind::ResourceRequest
            | MessageKind::Introspection
            | MessageKind::Revocation
    );
    let query = message.exchange.request.uri.query();
    let is_there =
        |name: &&str| query.text(name).is_some_and(|text| !text.is_empty() && Redaction::of(text).is_none());
    let Some(name) = SECRETS.into_iter().filter(|_| is_sent_by_app).find(is_there) else {
        return Verdict::Pass;
    };
    fail(Phrase::from("The address of this request holds ").text(name).text("."))
        .at(Pointer::new(index, Part::Query(name.into())))
        .into()
}
