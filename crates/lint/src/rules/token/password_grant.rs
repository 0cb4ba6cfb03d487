//! RFC 9700 §2.4: "The resource owner password credentials grant […] MUST NOT be used."

use oauth::{Flow, TokenExchange};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/password-grant",
    title: "The app handles the user's password itself",
    lead: "The app asks for the user's name and password and sends them to the token endpoint with grant_type=password.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Hygiene,
    stage: Stage::Exchange,
    actor: Actor::App,
    references: &[Reference::Rfc(9700, "2.4"), Reference::Rfc(6749, "4.3")],
    why: "With grant_type=password the app sees the password that the provider should see alone, and a second factor or a passkey cannot work.",
    fix: "Send the user to the provider with the authorization code flow and PKCE.",
    verify: "Log in again: the user signs in on the provider's page, and grant_type is authorization_code.",
    disproof: "The name and password are those of a test account, in a script that no user runs.",
    explains: &[],
    since: "0.1.0",
    page: page!("password_grant.md"),
    check: Check::TokenRequest(check),
};

fn check(token: &TokenExchange<'_>, _: &Flow<'_>) -> Verdict {
    match token.grant_type() {
        "password" => fail("The token request carries the user's name and password (grant_type=password).")
            .at(token.pointer("grant_type"))
            .into(),
        _ => Verdict::Pass,
    }
}
