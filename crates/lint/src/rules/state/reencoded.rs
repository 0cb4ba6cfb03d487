//! RFC 6749 §4.1.2: state comes back as "the exact value received from the client"; Appendix B: how it is encoded.

use oauth::{AuthorizationResponse, Flow};

use crate::compare::{difference, recoding};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/reencoded",
    title: "The state was changed on its way",
    lead: "The state that came back is the one that was sent, after a change that encodings make: spaces for +, \
          decoded or encoded once too often, other upper and lower case, without =, or cut off.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2"), Reference::Rfc(6749, "Appendix B")],
    why: "The app compares the state that comes back with the one that it stored, letter by letter. Something on the \
          way decoded, encoded or cut it, so the two differ and the app refuses the answer.",
    fix: "Use a state of letters, digits, - and _ only (base64url without padding, at most 128 characters), which no encoding changes.",
    verify: "Log in again: the state comes back letter by letter as it was sent.",
    disproof: "The app had stored the state in the form in which it came back.",
    explains: &["nonce/mismatch", "pkce/verifier-mismatch"],
    since: "0.1.0",
    page: page!("reencoded.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(returned) = response.state().filter(|state| !state.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let Some(request) = flow.authorization_request() else {
        return Verdict::Inconclusive("the authorization request");
    };
    let Some(sent) = request.state().filter(|state| !state.is_empty() && request.is_open()) else {
        return Verdict::NotApplicable;
    };
    if returned.was_spelling_of(sent) || sent.was_spelling_of(returned) {
        return fail("The state came back in another spelling than it was sent: encoded once more or less.")
            .noted(request.pointer("state"), "sent")
            .noted(response.pointer("state"), "came back")
            .into();
    }
    let Some((sent, returned)) = sent.known().zip(returned.known()) else {
        return Verdict::Inconclusive("the state, which was taken out of the recording");
    };
    let Some((change, difference)) = recoding(sent, returned).zip(difference(sent, returned)) else {
        return Verdict::Pass;
    };
    fail(change)
        .noted(request.pointer("state").marking(difference.before), "sent")
        .noted(response.pointer("state").marking(difference.after), "came back")
        .into()
}
