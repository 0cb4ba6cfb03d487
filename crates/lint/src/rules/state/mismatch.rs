//! RFC 6749 §4.1.2: state comes back as "the exact value received from the client".

use oauth::{AuthorizationResponse, Flow, Join};

use crate::compare::{difference, recoding};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/mismatch",
    title: "The state that comes back is not the one that was sent",
    lead: "The app sent one state, and the answer carries another one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::Browser,
    references: &[
        Reference::Rfc(6749, "4.1.2"),
        Reference::Rfc(6749, "10.12"),
        Reference::Rfc(9700, "4.7.1"),
    ],
    why: "The app compares the state with the one it stored when the login began. When they differ, the answer belongs to \
          another login or is forged, and the app must refuse it.",
    fix: "Begin the login again in one tab; if the values differ again, send the app's redirect to the provider with Cache-Control: no-store, and compare the state before and after each gateway on the way.",
    verify: "Log in again in one tab: the state that comes back is the one that was sent.",
    disproof: "The state that the app had stored is the one that came back.",
    explains: &["nonce/mismatch", "pkce/verifier-mismatch"],
    since: "0.1.0",
    page: page!("mismatch.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(returned) = response.state() else { return Verdict::NotApplicable };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(sent) = request.state().filter(|state| !state.is_empty() && request.is_open()) else {
        return Verdict::NotApplicable;
    };
    match sent.same(returned) {
        Some(true) => return Verdict::Agrees,
        Some(false) => {}
        None => return Verdict::Inconclusive("the state, which was taken out of the recording"),
    }
    let known = sent.known().zip(returned.known());
    let is_of_other = flow.others.states.iter().any(|state| state.value().same(returned) == Some(true));
    if is_of_other || known.is_some_and(|(sent, returned)| recoding(sent, returned).is_some()) {
        return Verdict::NotApplicable;
    }
    // Of names that stand for two values no more is known than that they differ.
    let difference = known.and_then(|(sent, returned)| difference(sent, returned));
    let (before, after) = difference.map_or((None, None), |difference| (difference.before, difference.after));
    // Without a redirect that leads here it may be the answer to a login that began before the recording.
    let by_circumstances = flow.messages.get(response.message).is_some_and(|m| m.join == Join::Tab);
    fail("The state that came back is another value than the one that was sent.")
        .confidence(if by_circumstances { Confidence::Medium } else { Confidence::High })
        .noted(request.pointer("state").marking(before), "sent")
        .noted(response.pointer("state").marking(after), "came back")
        .into()
}
