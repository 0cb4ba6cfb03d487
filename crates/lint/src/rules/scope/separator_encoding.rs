//! RFC 6749 Appendix B: in a form or a query a space is written as + or %20, once.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{is_unread, separators};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/separator-encoding",
    title: "The spaces between the scopes are encoded twice",
    lead: "The names in scope arrive with + or %20 between them in place of spaces: the list was encoded twice.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3"), Reference::Rfc(6749, "Appendix B")],
    why: "A space in a URL is written + or %20. Encoded once more it arrives as a plus sign or a percent sign, and the list is one unknown name.",
    fix: "Encode scope once: give the names with real spaces to URLSearchParams, or to the library.",
    verify: "Log in again: in the request URL the names in scope have + or %20 between them, not %2B or %2520.",
    disproof: "The URL in the provider's log has + or %20 between the names in scope.",
    explains: &["scope/reduced", "scope/refused", "token-response/no-id-token"],
    since: "0.1.0",
    page: page!("separator_encoding.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(scope) = request.parameters.text("scope") else { return Verdict::NotApplicable };
    let list = ["%20", "%2B", "+"].into_iter().find_map(|by| Some((by, separators(scope, by)?)));
    let Some((separator, marks)) = list else { return Verdict::Pass };
    // The provider may take it for what is meant.
    if !is_unread(request, flow) {
        return Verdict::NotApplicable;
    }
    let words = match separator {
        "+" => {
            "There are plus signs between the names in scope, where spaces have to be: a + was encoded once more (%2B)."
        }
        _ => {
            "There is %20 between the names in scope, where spaces have to be: the list was encoded twice (%2520)."
        }
    };
    fail(words).at(request.pointer("scope").marking(marks)).into()
}
