//! RFC 6749 §4.1.3: `grant_type`, "Value MUST be set to "authorization_code""; §4.5: other grants have an absolute URI.

use oauth::{Flow, Part, Pointer, TokenExchange};

use crate::refusal::{has_read_parameters, is_refused, is_token_call};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/grant-type-invalid",
    title: "grant_type is missing or misspelled",
    lead: "The token request has no grant_type, or one with a value that OAuth does not know.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.3"), Reference::Rfc(6749, "4.5"), Reference::Rfc(6749, "5.2")],
    why: "grant_type says what the client brings: a code, a refresh token, its own credentials. The provider knows only the exact words.",
    fix: "Send grant_type=authorization_code with a code, grant_type=refresh_token with a refresh token.",
    verify: "Send the token request again: grant_type is a word that the provider knows, and tokens come.",
    disproof: "The same request with the right grant_type gets the same error.",
    explains: &["token/error-as-200", "token/error-shape", "token/grant-refused", "token/invalid-request"],
    since: "0.1.0",
    page: page!("grant_type_invalid.md"),
    check: Check::TokenRequest(check),
};

/// The words of RFC 6749; other grants are URIs (§4.5).
const GRANTS: [&str; 4] = ["authorization_code", "refresh_token", "client_credentials", "password"];

fn check(token: &TokenExchange<'_>, flow: &Flow<'_>) -> Verdict {
    if token.exchange.request.body.present().is_none() {
        return Verdict::Inconclusive("the body of the token request");
    }
    if token.parameters.hides("grant_type") {
        return Verdict::Inconclusive("grant_type, which was taken out of the recording");
    }
    let stated = token.parameters.text("grant_type");
    if stated.is_some_and(|grant| GRANTS.contains(&grant) || grant.contains(':')) {
        return Verdict::Pass;
    }
    if token.exchange.status().is_none() {
        return Verdict::Inconclusive("the answer");
    }
    // Providers have grants of their own, and some do without the parameter.
    if !is_token_call(token, flow)
        || !is_refused(token)
        || has_read_parameters(token)
        || token.response().error().is_none()
    {
        return Verdict::NotApplicable;
    }
    let meant = GRANTS.iter().copied().find(|grant| stated.is_some_and(|stated| is_meant(stated, grant)));
    let evidence = match (stated, meant) {
        (None | Some(""), _) => fail("The token request does not say with grant_type what it brings."),
        (Some(_), Some(meant)) => fail(
            Phrase::from("grant_type is ")
                .value(token.pointer("grant_type"))
                .text(" where it has to be ")
                .text(meant)
                .text("."),
        ),
        (Some(_), None) => fail(
            Phrase::from("grant_type is ")
                .value(token.pointer("grant_type"))
                .text(", which the provider does not know."),
        ),
    };
    let evidence = match stated {
        Some(_) => evidence.at(token.pointer("grant_type")),
        None => evidence.at(Pointer::new(token.message, Part::Url)),
    };
    evidence.at(token.response().pointer("error")).into()
}

/// Whether a misspelled value can mean that grant only.
fn is_meant(stated: &str, grant: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
    };
    let stated = letters(stated);
    match grant {
        "authorization_code" => {
            ["authorizationcode", "authorisationcode", "authcode", "code"].contains(&stated.as_str())
        }
        "refresh_token" => ["refreshtoken", "refresh"].contains(&stated.as_str()),
        "client_credentials" => ["clientcredentials", "clientcredential"].contains(&stated.as_str()),
        _ => stated == letters(grant),
    }
}
