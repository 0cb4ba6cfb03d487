//! RFC 8707 §2.2: the server "should audience-restrict issued access tokens to the resource(s) indicated by the "resource" parameter"; RFC 8693
//! §2.1: the same for `audience`.

use jose::Jwt;
use oauth::{Flow, ProtectedRequest, TokenExchange};

use crate::resource::is_same;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::token_use::show;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "resource/not-granted",
    title: "The provider issued a token for another resource than was asked for",
    lead: "The app asked for a token for an API by name (resource or audience), the provider answered with one whose audience (aud) is \
          another, and the API refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Should,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(8707, "2.2"), Reference::Rfc(8693, "2.1"), Reference::Rfc(9068, "3")],
    why: "The request says for which API the token is to be. This provider does not act on it, or not for this client: it issues its usual token, and an API that checks the audience refuses that.",
    fix: "Let the provider put the API into aud of this client's tokens: switch resource indicators on, or add an audience mapper or a scope of the API for this client.",
    verify: "Ask for a token again: aud of the new one names the API that was asked for, and the API takes it.",
    disproof: "The API's log shows that it expects another audience than the one that was asked for.",
    explains: &["api/401-invalid-token", "api/wrong-audience"],
    since: "0.1.0",
    page: page!("not_granted.md"),
    check: Check::ProtectedRequest(check),
};

fn check(call: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(call.exchange.status(), Some(401 | 403)) {
        return Verdict::Pass;
    }
    let gave = flow.token_exchanges().iter().rev().find(|exchange| {
        exchange.message < call.message && exchange.response().access_token() == call.token()
    });
    let (Some(gave), Some(jwt)) = (gave, call.jwt()) else {
        return Verdict::Inconclusive("the token request that gave the token, or the token's claims");
    };
    let words = Words::of(call.message, call.exchange);
    if words.is_none() && Words::may_be_unseen(call.exchange) {
        return Verdict::Inconclusive("what the API says of the refusal");
    }
    let is_other_reason = words.as_ref().is_some_and(|words| !words.have(&["audience", "aud", "resource"]));
    let Some(name) = asked(gave).filter(|_| !is_other_reason) else { return Verdict::NotApplicable };
    let wanted = gave.parameters.text(name).unwrap_or_default();
    if is_for(&jwt, wanted) {
        return Verdict::Pass;
    }
    let place = gave.pointer(name);
    let has_audience = !jwt.audiences().is_empty();
    let summary = Phrase::from("The app asked for a token for ").value(place.clone());
    let summary = match has_audience {
        true => summary.text(", and the provider issued one for ").value(call.claim("aud")).text("."),
        false => summary.text(", and the provider issued one without audience (aud)."),
    };
    let audience = has_audience.then(|| call.claim("aud"));
    let evidence = fail(summary).noted(place, "for which API the token was to be");
    show(call, evidence.noted_if(audience, "for whom it is")).into()
}

/// The parameter with which a token request names the API.
fn asked(token: &TokenExchange<'_>) -> Option<&'static str> {
    let has = |name: &&str| token.parameters.text(name).is_some_and(|value| !value.is_empty());
    ["resource", "audience"].into_iter().find(has)
}

fn is_for(jwt: &Jwt, wanted: &str) -> bool {
    jwt.audiences().iter().any(|audience| is_same(audience, wanted))
}
