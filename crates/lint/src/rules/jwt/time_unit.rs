//! RFC 7519 §2: NumericDate, "the number of seconds from 1970-01-01T00:00:00Z UTC".

use serde_json::Value;

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::token::TokenUnderTest;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "jwt/time-unit",
    title: "A time in a token is not in seconds",
    lead: "One of the times in the ID token (exp, iat, nbf, auth_time) is in milliseconds, or a text.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Token,
    actor: Actor::Provider,
    references: &[Reference::Rfc(7519, "2"), Reference::Rfc(7519, "4.1.4"), Reference::OidcCore("2")],
    why: "Times in tokens are numbers of seconds. Milliseconds put them tens of thousands of years into the future, and a text is no time at all to a library.",
    fix: "Write exp, iat, nbf and auth_time as numbers of seconds since 1970.",
    verify: "Log in again: exp, iat and the other times in the ID token are numbers of seconds, ten digits long.",
    disproof: "The app accepts other ID tokens whose times are written in the same way.",
    explains: &["jwt/clock-skew-idp", "jwt/expired"],
    since: "0.1.0",
    page: page!("time_unit.md"),
    check: Check::Token(check),
};

const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// In seconds this is the year 5138; in milliseconds, 1973.
const MILLISECONDS: f64 = 1e11;

fn check(token: &TokenUnderTest<'_, '_>) -> Verdict {
    if !token.is_read_by_app() || token.jwt.claims.is_empty() {
        return Verdict::NotApplicable;
    }
    let wrong = TIMES.into_iter().find_map(|name| match token.jwt.claims.get(name)? {
        Value::String(_) => Some((name, " is a text, not a number.")),
        Value::Number(number) if number.as_f64()? > MILLISECONDS => {
            Some((name, " is in milliseconds, not in seconds."))
        }
        _ => None,
    });
    let Some((name, words)) = wrong else { return Verdict::Pass };
    let summary = Phrase::default().text(name).text(" in ").text(token.name()).text(words);
    fail(summary).at(token.claim(name)).warning_if(token.is_taken()).into()
}
