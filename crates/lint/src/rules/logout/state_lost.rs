//! OpenID Connect RP-Initiated Logout §3: `state` comes back with the user, unchanged.

use oauth::{Flow, LogoutRequest, Part, Pointer};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "logout/state-lost",
    title: "The state of the logout does not come back",
    lead: "The app sent a state with its logout request, and the provider sends the user back without it, or with \
          another one.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::After,
    actor: Actor::App,
    references: &[Reference::RpInitiatedLogout("2"), Reference::RpInitiatedLogout("3")],
    why: "The app sent a state with the logout, to know the user again and to send them on. The provider sends the user back without it.",
    fix: "Do not depend on state after a logout, or let the provider return it: keep where to go on in the app's own session.",
    verify: "Log out again: the state that was sent comes back, or the app's page works without it.",
    disproof: "The app's page after the logout works when it is opened without a state.",
    explains: &[],
    since: "0.1.0",
    page: page!("state_lost.md"),
    check: Check::Logout(check),
};

fn check(logout: &LogoutRequest<'_>, _: &Flow<'_>) -> Verdict {
    let Some(sent) = logout.parameters.text("state").filter(|state| !state.is_empty()) else {
        return Verdict::NotApplicable;
    };
    let (Some((_, wanted)), Some(to)) = (logout.return_to(), logout.exchange.location()) else {
        return Verdict::NotApplicable;
    };
    if !to.same_endpoint(&wanted) {
        return Verdict::NotApplicable;
    }
    let query = to.query();
    let location = Pointer::new(logout.message, Part::ResponseHeader("location".into()));
    match query.text("state") {
        Some(returned) if returned == sent => Verdict::Pass,
        Some(_) => fail("The provider sends the user back with another state than the logout request had.")
            .noted(logout.pointer("state"), "sent")
            .noted(Pointer::new(logout.message, Part::Location("state".into())), "returned")
            .into(),
        None => fail("The provider sends the user back without the state of the logout request.")
            .noted(logout.pointer("state"), "sent")
            .noted(location, "where the user is sent")
            .into(),
    }
}
