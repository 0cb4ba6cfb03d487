//! RFC 6749 §5.1: `access_token` is "REQUIRED".

use oauth::{Flow, Part, Pointer, TokenResponse};
use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/no-access-token",
    title: "The token response has no access_token",
    lead: "The token endpoint answered with success and a JSON object, and there is no access_token in it, or it is \
          empty or no text.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "5.1"), Reference::OidcCore("3.1.3.3")],
    why: "The access token is what the app came for. Clients stop where it is missing, even if an ID token is there.",
    fix: "Make the token endpoint put \"access_token\" into the top level of its JSON, as a text.",
    verify: "Ask for tokens again: access_token is a text at the top level of the answer.",
    disproof: "The client found an access token in this answer and used it.",
    explains: &["token-response/no-token-type"],
    since: "0.1.0",
    page: page!("no_access_token.md"),
    check: Check::TokenResponse(check),
};

const ANOTHER_NAME: &str =
    "Use a client made for this provider, or read the token from where this provider puts it.";

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
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
    let body = Pointer::new(response.message, Part::ResponseBody);
    match members.get("access_token") {
        Some(Value::String(token)) if !token.is_empty() => Verdict::Pass,
        Some(Value::String(_)) => {
            fail("access_token is there, and it is empty.").at(response.pointer("access_token")).into()
        }
        Some(_) => {
            fail("access_token is there, and it is no text.").at(response.pointer("access_token")).into()
        }
        None if members.get("accessToken").is_some_and(Value::is_string) => {
            fail("The access token has another name: accessToken.")
                .fix(ANOTHER_NAME)
                .at(response.pointer("accessToken"))
                .into()
        }
        // Clients made for such a provider know where to look.
        None if members.values().any(|value| value.get("access_token").is_some_and(Value::is_string)) => {
            fail("The access token is not at the top level of the answer, but inside of another object.")
                .severity(Severity::Warning)
                .fix(ANOTHER_NAME)
                .at(body)
                .into()
        }
        None => fail("The answer has the status of a success and no access_token in it.").at(body).into(),
    }
}
