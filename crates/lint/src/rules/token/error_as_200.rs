//! RFC 6749 §5.2: "The authorization server responds with an HTTP 400 (Bad Request) status code".

use oauth::{Flow, Part, Pointer, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/error-as-200",
    title: "The token endpoint refuses with a status that says success",
    lead: "The token endpoint answered with a status between 200 and 299, and the body is a refusal: it has error, \
          or what some providers answer in its place (\"ok\": false, errcode, errors).",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "5.2"), Reference::Rfc(6749, "5.1")],
    why: "Clients look at the status first: they take the answer for a success and then miss the token in it.",
    fix: "Look for \"error\" in the body before you read the token, and mend what the error says.",
    verify: "Send the token request again: the answer has an access_token and no error.",
    disproof: "The answer also holds an access token, and the client went on with it.",
    explains: &[
        "token-response/no-access-token",
        "token-response/no-token-type",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("error_as_200.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    if !response.is_ok() {
        return Verdict::NotApplicable;
    }
    if response.exchange.response_body().present().is_none() {
        return Verdict::Inconclusive("the body of the token response");
    }
    let Some(member) = response.refusal() else { return Verdict::Pass };
    // The device flow asks again and again until the user is done (RFC 8628 §3.5).
    if matches!(response.error(), Some("authorization_pending" | "slow_down")) {
        return Verdict::NotApplicable;
    }
    let status = response.status().unwrap_or_default();
    let reason = response.pointer(member);
    let summary = Phrase::from("The status is ").number(status).text(", and the body says ");
    let summary = match member {
        "ok" => summary.text("that the request failed."),
        "errors" => summary.text("that there are errors."),
        _ => summary.value(reason.clone()).text("."),
    };
    let evidence = fail(summary).at(reason).at(Pointer::new(response.message, Part::Status));
    match response.text("error_description") {
        Some(_) => evidence.noted(response.pointer("error_description"), "What the provider says.").into(),
        None => evidence.into(),
    }
}
