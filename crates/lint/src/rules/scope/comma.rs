//! RFC 6749 §3.3: "The value of the scope parameter is expressed as a list of space-delimited, case-sensitive strings."

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::scope::{is_unread, separators};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "scope/comma",
    title: "The scopes are joined by commas",
    lead: "The names in scope are separated by commas, and the provider refused the scope, or gave no ID token although \
          openid is in the list: it seems to take the list for one name.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.3")],
    why: "Names in scope are separated by spaces. To a provider that keeps to this, a list with commas is one name, and one that \
          it does not know. Some providers want commas; this one refused the scope, or gave no ID token.",
    fix: "Join the scopes with a space: scopes.join(\" \").",
    verify: "Log in again: the names in scope have one space between them.",
    disproof: "The same names with spaces between them are refused in the same way, or the provider's documentation asks for commas.",
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
        "," => {
            "The names in scope are separated by commas, which a provider that wants spaces takes for one name."
        }
        ";" => {
            "The names in scope are separated by semicolons, which a provider that wants spaces takes for one name."
        }
        _ => "The names in scope are separated by |, which a provider that wants spaces takes for one name.",
    };
    fail(words).at(request.pointer("scope").marking(marks)).into()
}
