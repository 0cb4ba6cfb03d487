//! RFC 6749 §3.3: "The value of the scope parameter is expressed as a list of space-delimited, case-sensitive strings."

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{is_unread, separators};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/comma",
    title: "The scopes are joined by commas",
    lead: "The names in scope are separated by commas, and the provider, which wants spaces, takes them for one name.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3")],
    why: "Names in scope are separated by spaces. With commas the whole list is one name to the provider, and one that it does not know.",
    fix: "Join the scopes with a space: scopes.join(\" \").",
    verify: "Log in again: the names in scope have one space between them.",
    disproof: "The provider's log shows that it read the list as separate names.",
    explains: &["scope/reduced", "scope/refused", "token-response/no-id-token"],
    since: "0.1.0",
    page: page!("comma.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(scope) = request.parameters.text("scope") else { return Verdict::NotApplicable };
    let list = [",", ";", "|"].into_iter().find_map(|by| Some((by, separators(scope, by)?)));
    let Some((separator, marks)) = list else { return Verdict::Pass };
    // Some providers want commas, and the character is allowed in a name.
    if !is_unread(request, flow) {
        return Verdict::NotApplicable;
    }
    let words = match separator {
        "," => "The names in scope are separated by commas, and to this provider they are one name.",
        ";" => "The names in scope are separated by semicolons, and to this provider they are one name.",
        _ => "The names in scope are separated by |, and to this provider they are one name.",
    };
    fail(words).at(request.pointer("scope").marking(marks)).into()
}
