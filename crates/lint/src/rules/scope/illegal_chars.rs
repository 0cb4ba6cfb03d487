//! RFC 6749 §3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`, printable characters without the quotation mark, the backslash and
//! the space.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::is_unread;
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/illegal-chars",
    title: "The scope has characters that no scope can have",
    lead: "scope contains quotation marks, backslashes, line breaks or letters outside of ASCII, which are in no scope.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3"), Reference::Rfc(6749, "Appendix A.4")],
    why: "Quotation marks, backslashes, line breaks and letters with accents are in no scope: the list was written in another notation.",
    fix: "Send the plain names with one space between them: openid email profile.",
    verify: "Log in again: scope has plain names and spaces, no quotation marks, backslashes or line breaks.",
    disproof: "The provider granted the scopes of another login that had the same characters in scope.",
    explains: &["scope/reduced", "scope/refused", "token-response/no-id-token"],
    since: "0.1.0",
    page: page!("illegal_chars.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(scope) = request.parameters.text("scope") else { return Verdict::NotApplicable };
    let is_illegal = |c: char| c != ' ' && (!c.is_ascii_graphic() || c == '"' || c == '\\');
    let Some(first) = scope.find(is_illegal) else { return Verdict::Pass };
    // The provider may take it for what is meant.
    if !is_unread(request, flow) {
        return Verdict::NotApplicable;
    }
    let words = match scope.trim_start().chars().next() {
        Some('[') => "scope is a list in JSON, with brackets and quotation marks.",
        _ if scope.contains('"') => "scope has quotation marks in it.",
        _ if scope.contains(['\n', '\r', '\t']) => "scope has a line break or a tab in it.",
        _ => "scope has a character in it that is not allowed there.",
    };
    let length = scope[first..].chars().next().map_or(1, char::len_utf8);
    fail(words).at(request.pointer("scope").marking(Some(first..first + length))).into()
}
