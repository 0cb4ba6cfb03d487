//! RFC 6749 §4.1.3: redirect_uri is "REQUIRED, if the redirect_uri parameter was included in the authorization
//! request".

use oauth::{Flow, TokenExchange};

use crate::code::CodeFacts;
use crate::login::belongs_here;
use crate::refusal::{Refused, Said, TokenError, is_token_call};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/token-missing",
    title: "The token request leaves the redirect_uri out",
    lead: "The app named a redirect_uri when it sent the user to the provider, and none when it exchanged the code. \
          The provider refuses the code.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::OAuth21("10.2")],
    why: "The provider bound the code to the redirect_uri of the authorization request, and wants to see the same \
          value again before it gives tokens.",
    fix: "Send the redirect_uri of the authorization request in the token request too.",
    verify: "Log in again: the token request has redirect_uri, equal to that of the authorization request.",
    disproof: "A new code is refused also when its redirect_uri is sent with it.",
    explains: &["token/invalid-grant", "token/error-as-200"],
    since: "0.1.0",
    page: page!("token_missing.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.grant_type() != "authorization_code" || !is_token_call(token, flow) {
        return Verdict::NotApplicable;
    }
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    if !request.is_open() || !request.parameters.has("redirect_uri") {
        return Verdict::NotApplicable;
    }
    if token.exchange.request.body.present().is_none() {
        return Verdict::Inconclusive("the body of the token request");
    }
    if token.redirect_uri().is_some_and(|sent| !sent.is_empty()) {
        return Verdict::Pass;
    }
    let response = token.response();
    let description = response.text("error_description").unwrap_or_default().to_ascii_lowercase();
    let named = response.error().is_some()
        && ["redirect_uri", "redirect uri", "redirect url"].iter().any(|name| description.contains(name));
    let refusal = TokenError::of(token)
        .filter(|refusal| refusal.what == Refused::Grant && refusal.said != Said::ByStatus);
    // OAuth 2.1 does without it: where the refusal does not name it, all else that a provider compares has to fit.
    let facts = CodeFacts::of(token, flow);
    let verifier_fits = request.code_challenge().is_none() || facts.verifier_fits;
    let all_else_fits = facts.is_new && verifier_fits && belongs_here(token, flow) && description.is_empty();
    let speaks = named || refusal.is_some() && all_else_fits;
    if !speaks {
        return Verdict::Pass;
    }
    let evidence = fail("The authorization request had a redirect_uri, the token request has none, and the provider refuses the code.")
        .noted(request.pointer("redirect_uri"), "the code was asked for with it")
        .noted(token.pointer("grant_type"), "the token request, which lacks it");
    let evidence = if named { evidence } else { evidence.confidence(Confidence::Medium) };
    let evidence = evidence.at(response.pointer("error"));
    if description.is_empty() {
        evidence.into()
    } else {
        evidence.noted(response.pointer("error_description"), "what the provider says").into()
    }
}
