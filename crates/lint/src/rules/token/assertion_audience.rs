//! FAPI 2.0 Security Profile §5.3.3.1 and the revision of RFC 7523: a client sends "its issuer identifier value" of the authorization
//! server as the only `aud` of its assertion; RFC 9126 §2 lets servers take more.

use http::Uri;
use oauth::{Flow, MessageKind, Part, Pointer, TokenExchange, TokenKind};

use crate::assertion::{fault_of_times, miswritten_audience};
use crate::compare::difference;
use crate::login::succeeds_later;
use crate::refusal::is_refused;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::rules::token::assertion_invalid;
use crate::said::Words;
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/assertion-audience",
    title: "The client assertion is not addressed to the provider's issuer",
    lead: "The client proves itself with a signed JWT (private_key_jwt), the provider refused it, and its aud is not the issuer \
          that the provider's metadata states, but an endpoint, or the issuer or endpoint in another spelling.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(7523, "3"), Reference::Rfc(9126, "2"), Reference::OidcCore("9")],
    why: "The assertion says for whom it is (aud). Older specifications let it be the address of the token endpoint; newer providers (FAPI 2.0, the revision of RFC 7523) take their issuer alone, at all endpoints.",
    fix: "Set aud of the client assertion to the issuer of the provider's metadata, as one string, character for character.",
    verify: "Send the request again with the issuer as aud: the provider takes the assertion.",
    disproof: "The provider refuses an assertion with its issuer as the only aud, too.",
    explains: &["token/invalid-client", "token/invalid-request"],
    since: "0.1.0",
    page: page!("assertion_audience.md"),
    check: Check::Token(check),
};

fn check(assertion: &TokenUnderTest<'_, '_>) -> Verdict {
    let Some(flow) = assertion.login_of(TokenKind::ClientAssertion) else { return Verdict::NotApplicable };
    let Some(request) = flow.client_request(assertion.message()) else { return Verdict::NotApplicable };
    let is_about_client = request.response().error().is_none_or(|error| error == "invalid_client");
    let is_new = !succeeds_later(flow, request.message);
    if !is_refused(&request) || !is_about_client || !is_new {
        return Verdict::NotApplicable;
    }
    let audiences = assertion.jwt.audiences();
    let miswritten = miswritten_audience(&assertion.jwt, &request.exchange.request.uri);
    let is_issuer =
        flow.metadata.as_ref().is_some_and(|metadata| audiences.contains(&metadata.issuer.as_str()));
    if let Some(how) = miswritten.filter(|_| !is_issuer)
        && fault_of_times(&assertion.jwt, &request).is_none()
    {
        let summary = Phrase::from(
            "The provider refuses the client assertion, and its aud is not the address that was called. ",
        )
        .text(how);
        let words = Words::of(request.message, request.exchange);
        return fail(summary)
            .noted(assertion.claim("aud"), "for whom the assertion is")
            .noted(Pointer::new(request.message, Part::Url), "where it was sent")
            .noted_if(words.map(|words| words.place), "What the provider says.")
            .into();
    }
    let Some(metadata) = &flow.metadata else { return Verdict::Inconclusive("the provider's metadata") };
    let issuer = metadata.issuer.as_str();
    if audiences == [issuer] || assertion_invalid::fault(&assertion.jwt, &request, flow).is_some() {
        return Verdict::Pass;
    }
    let Some(audience) = audiences.first() else { return Verdict::NotApplicable };
    let summary = Phrase::from("The provider refuses the client assertion. ").append(what(
        audience,
        issuer,
        audiences.len(),
        &request,
        flow,
    ));
    let words = Words::of(request.message, request.exchange);
    let is_named = words.as_ref().is_some_and(|words| words.have(&["audience", "aud "]));
    let issuer = flow.metadata_source().map(|document| document.pointer("issuer"));
    let evidence = fail(summary)
        .noted(assertion.claim("aud"), "for whom the assertion is")
        .noted_if(issuer, "what the provider is called")
        .noted_if(words.map(|words| words.place), "What the provider says.");
    if is_named { evidence.confidence(Confidence::High).into() } else { evidence.into() }
}

fn what(audience: &str, issuer: &str, count: usize, request: &TokenExchange<'_>, flow: &Flow<'_>) -> Phrase {
    let is_here = Uri::parse(audience).is_some_and(|uri| uri.same_endpoint(&request.exchange.request.uri));
    let kind = flow.messages.get(request.message).map(|message| message.kind);
    let is_issuer_otherwise = audience.trim_end_matches('/') == issuer.trim_end_matches('/');
    match kind {
        _ if is_issuer_otherwise && count == 1 => {
            let words = difference(audience, issuer).map(|difference| difference.words()).unwrap_or_default();
            Phrase::from("Its aud is the provider's issuer in another spelling. ").append(words)
        }
        _ if count > 1 => Phrase::from("Its aud is a list, and newer providers take their issuer alone."),
        Some(MessageKind::PushedAuthorizationRequest) if is_here => Phrase::from(
            "Its aud is the address of the pushed authorization request endpoint, not the provider's issuer.",
        ),
        Some(MessageKind::TokenRequest) if is_here => {
            Phrase::from("Its aud is the address of the token endpoint, not the provider's issuer.")
        }
        _ => Phrase::from("Its aud is another address of the provider than its issuer."),
    }
}
