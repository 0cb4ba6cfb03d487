//! RFC 6749 §4.1.1: state is an opaque value; how long it may be, each provider and proxy decides.

use oauth::{AuthorizationRequest, Flow};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "state/too-long",
    title: "The state is very long",
    lead: "The state has more than 512 characters.",
    severity: Severity::Info,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.1"), Reference::Rfc(9110, "4.1")],
    why: "The state travels in two addresses and often in cookies. Some providers cut or refuse long ones, and many servers refuse addresses beyond 8000 characters.",
    fix: "Send a short random state, and keep the data in the session under it.",
    verify: "Start the login again: state has at most 512 characters.",
    disproof: "The longest state that this app can make comes back whole from the provider.",
    explains: &[],
    since: "0.1.0",
    page: page!("too_long.md"),
    check: Check::AuthorizationRequest(check),
};

const LONG: usize = 512;
const TOO_LONG: usize = 2000;

fn check(request: &AuthorizationRequest<'_>, _: &Flow<'_>) -> Verdict {
    let Some(state) = request.state() else { return Verdict::NotApplicable };
    let Some(state) = state.known() else {
        return Verdict::Inconclusive("the state, which was taken out of the recording");
    };
    let length = state.chars().count();
    if length <= LONG {
        return Verdict::Pass;
    }
    let evidence =
        fail(Phrase::from("The state has ").number(length).text(" characters.")).at(request.pointer("state"));
    evidence.warning_if(length > TOO_LONG).into()
}
