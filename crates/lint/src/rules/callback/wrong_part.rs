//! OAuth 2.0 Multiple Response Type Encoding Practices §2.1: `response_mode` says in which part the answer comes.

use oauth::{AuthorizationResponse, Flow, Placement};

use crate::login::{comes_from_provider, turned_down};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/wrong-part",
    title: "The answer comes in another response mode than the app asked for",
    lead: "The answer came to the redirect URI another way (after ?, after # or as a posted form) than response_mode \
          says, or, without it, than is usual for this response_type.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::MultipleResponseTypes("2.1"), Reference::FormPost("2")],
    why: "An answer can come after ?, after # or in a posted form, and the app looks in one place only. A server never \
          sees what stands after #.",
    fix: "Set response_mode in the request to the part that the app reads, to a value that the provider lists in response_modes_supported.",
    verify: "Log in again: the answer comes in the part that the app reads (after ?, after # or as a form).",
    disproof: "The app's log shows that it read this answer from the part in which it came.",
    explains: &[],
    since: "0.1.0",
    page: page!("wrong_part.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    if !comes_from_provider(response, flow) {
        return Verdict::NotApplicable;
    }
    let arrived = match response.success() {
        Some(arrived) => arrived,
        None if response.error().is_none() && response.parameters.has("response") => "response",
        None => return Verdict::NotApplicable,
    };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(asked) = request.placement() else {
        return Verdict::Inconclusive("the response_mode of the authorization request");
    };
    let came = response.placement();
    if asked == came {
        return Verdict::Pass;
    }
    // An app that went on reads both.
    if flow.has_tokens() || flow.has_token_request() {
        return Verdict::NotApplicable;
    }
    let summary = match (asked, came) {
        (Placement::Query, Placement::Fragment) => {
            "The app expects the answer after ?, and it arrives after #, where a server does not see it."
        }
        (Placement::Query, _) => "The app expects the answer after ?, and it arrives as a posted form.",
        (Placement::Fragment, Placement::Query) => {
            "The app expects the answer after #, and it arrives after ?."
        }
        (Placement::Fragment, _) => "The app expects the answer after #, and it arrives as a posted form.",
        (Placement::Form, Placement::Fragment) => {
            "The app expects the answer as a posted form, and it arrives after #, where a server does not see it."
        }
        (Placement::Form, _) => "The app expects the answer as a posted form, and it arrives after ?.",
    };
    let name = if request.parameters.has("response_mode") { "response_mode" } else { "response_type" };
    let evidence =
        fail(summary).noted(request.pointer(name), "asked for").noted(response.pointer(arrived), "arrived");
    let is_out_of_reach = came == Placement::Fragment;
    if is_out_of_reach || turned_down(response, flow) {
        evidence.into()
    } else {
        evidence.severity(Severity::Warning).into()
    }
}
