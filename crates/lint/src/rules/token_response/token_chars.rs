//! RFC 6749 Appendix A.12: `access-token = 1*VSCHAR`; RFC 6750 §2.1: in the header it is `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" /
//! "+" / "/" ) *"="`.

use http::Value;
use oauth::{Flow, TokenResponse};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token-response/token-chars",
    title: "The access token has characters that no header takes",
    lead: "The access token contains white space, a line break, a quotation mark or a character outside of ASCII.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::Provider,
    references: &[Reference::Rfc(6749, "Appendix A.12"), Reference::Rfc(6750, "2.1")],
    why: "The token goes into a header of every API call. With a line break, a space or a letter with an accent in it the call cannot be made.",
    fix: "Make the token endpoint answer the bare token, without quotation marks, spaces and line breaks.",
    verify: "Ask for tokens again: access_token has no white space, quotation mark or character outside of ASCII.",
    disproof: "An API took this same access token from the Authorization header.",
    explains: &[],
    since: "0.1.0",
    page: page!("token_chars.md"),
    check: Check::TokenResponse(check),
};

fn check(response: &TokenResponse<'_>, _: &Flow<'_>) -> Verdict {
    let Some(token) = response.access_token().filter(|_| response.gives_tokens()) else {
        return Verdict::NotApplicable;
    };
    let Some(token) = Value::new(token).known() else {
        return Verdict::Inconclusive("the access token");
    };
    let Some((at, found)) = token.char_indices().find(|(_, c)| !c.is_ascii_graphic() || *c == '"') else {
        return Verdict::Pass;
    };
    let words = match found {
        '\n' | '\r' => "The access token has a line break in it.",
        c if c.is_whitespace() => "The access token has white space in it.",
        '"' => "The access token has a quotation mark in it.",
        _ => "The access token has a character in it that is not allowed there.",
    };
    fail(words).at(response.pointer("access_token").marking(Some(at..at + found.len_utf8()))).into()
}
