//! RFC 8693 §2.1: the server "MUST perform the appropriate validation procedures for the indicated token type": many let a client exchange only
//! tokens that are for it.

use jose::Jwt;
use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-exchange/subject-audience",
    title: "The token to exchange is not for the client that exchanges it",
    lead: "A token exchange (RFC 8693) was refused, and the client that asks does not stand in the audience (aud) of the token that \
          it wants to exchange.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(8693, "2.1"), Reference::Rfc(8693, "2.2.2")],
    why: "A client may exchange only tokens that were given to it: otherwise any client could turn a token that it got hold of into another one. The provider looks for the client's name in aud of subject_token.",
    fix: "Add the client that exchanges the token to the audience of the first token: an audience mapper or scope for it at the client that gets the first token.",
    verify: "Get a new first token and exchange it: its aud names the client that asks, and the exchange gives a token.",
    disproof: "An exchange of a token whose aud names this client gets the same answer.",
    explains: &[
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
        "token/grant-refused",
    ],
    since: "0.1.0",
    page: page!("subject_audience.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    if token.grant_type() != "urn:ietf:params:oauth:grant-type:token-exchange" || !is_refused(token) {
        return Verdict::NotApplicable;
    }
    let subject = token.parameters.text("subject_token").filter(|text| Jwt::is_likely(text)).map(Jwt::read);
    let (Some(subject), Some(client)) = (subject, token.client_id()) else {
        return Verdict::Inconclusive("the claims of the token to exchange, or who exchanges it");
    };
    let audiences = subject.audiences();
    let is_its_own = ["azp", "client_id"].iter().any(|name| subject.text(name) == Some(client.as_str()));
    if audiences.is_empty() || audiences.contains(&client.as_str()) || is_its_own {
        return Verdict::Pass;
    }
    let Some(words) = Words::of(token.message, token.exchange) else { return Verdict::NotApplicable };
    if !words.have(&["audience", "not within", "subject_token", "subject token"]) {
        return Verdict::NotApplicable;
    }
    let is_named = words.have(&["audience"]);
    let asking = match token.parameters.has("client_id") {
        true => token.pointer("client_id"),
        false => Pointer::new(token.message, Part::RequestHeader("authorization".into())),
    };
    let part = Part::Claim(Box::new(token.pointer("subject_token").part), "aud".into());
    let aud = Pointer::new(token.message, part);
    let summary = Phrase::from("The token to exchange (subject_token) is for ")
        .value(aud.clone())
        .text(", and not for the client that exchanges it, ")
        .value(asking.clone())
        .text(".");
    let evidence = fail(summary)
        .noted(aud, "for whom the token to exchange is")
        .noted(asking, "who exchanges it")
        .noted(words.place, "What the provider says.");
    if is_named { evidence.confidence(Confidence::High).into() } else { evidence.into() }
}
