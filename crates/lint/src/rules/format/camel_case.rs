//! RFC 6749 §5.1: the members are called `access_token`, `token_type` and `expires_in`.

use oauth::{Flow, TokenResponse};
use serde_json::Value;

use crate::login::{goes_on_with_token, uses_token_later};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "format/camel-case",
    title: "The token answer spells its names in another way",
    lead: "The token endpoint answers with accessToken, AccessToken or access-token. The name is access_token.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::Rfc(6749, "Appendix A")],
    why: "Clients look for access_token, in exactly this spelling. Under another name they find no token.",
    fix: "Spell the members of the token answer as the standard does: access_token, token_type, expires_in, id_token.",
    verify: "Ask for tokens again: the answer has access_token, in this spelling.",
    disproof: "The client's log shows that it read the access token under this other spelling.",
    explains: &["token-response/no-access-token", "token-response/no-token-type"],
    since: "0.1.0",
    page: page!("camel_case.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !response.is_ok() || response.refusal().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(members) = &response.members else {
        let seen = response.exchange.response_body().present().is_some();
        return if seen {
            Verdict::NotApplicable
        } else {
            Verdict::Inconclusive("the body of the token response")
        };
    };
    if members.contains_key("access_token") {
        return Verdict::Pass;
    }
    let is_it = |name: &str| name.replace(['_', '-'], "").eq_ignore_ascii_case("accesstoken");
    let found =
        members.iter().find(|(name, value)| is_it(name) && value.as_str().is_some_and(|t| !t.is_empty()));
    let Some((name, Value::String(_))) = found else { return Verdict::Pass };
    if goes_on_with_token(flow, response.message) || uses_token_later(flow, response.message) {
        return Verdict::NotApplicable;
    }
    // Whatever it is spelled like, clients that are made for such a provider read no other answer of it.
    let pointer = response.pointer(name.clone());
    let mut evidence = fail(Phrase::from("The access token is there under another spelling of its name."))
        .noted(pointer, "Clients look for access_token.");
    let others = ["tokenType", "expiresIn", "idToken", "refreshToken"];
    if let Some(other) = others.into_iter().find(|other| members.contains_key(*other)) {
        evidence = evidence.at(response.pointer(other));
    }
    evidence.into()
}
