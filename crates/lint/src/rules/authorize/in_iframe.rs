//! RFC 6749 §10.13: the server makes the browser refuse to show its pages in frames, so that nobody can be tricked
//! into clicking there (RFC 9700 §4.16).

use http::Via;
use oauth::{AuthorizationRequest, Flow, MessageKind};

use crate::frame::refuses_frame;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/in-iframe",
    title: "The login page is inside a frame and forbids it",
    lead: "The app loads the provider's login into a frame of its own page. The provider's answer tells the browser \
          not to show it there, and the browser obeys: the frame stays empty or shows \"refused to connect\".",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppPage,
    references: &[Reference::Rfc(9700, "4.16"), Reference::Rfc(6749, "10.13")],
    why: "Providers forbid browsers to show their login pages in frames: a page around the frame could trick users \
          into clicks and read nothing of it would show. The frame stays empty, and the login waits for ever.",
    fix: "Send the whole window to the provider, or open a popup; use a hidden frame only with prompt=none.",
    verify: "Start the login again: the provider's page opens in the whole window or in a popup.",
    disproof: "The user sees the provider's page inside the frame and can type into it.",
    explains: &[],
    since: "0.1.0",
    page: page!("in_iframe.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let in_frame = request.exchange.context.via == Via::Frame;
    if !in_frame || !request.is_open() || request.is_silent() || !flow.authorization_responses().is_empty() {
        return Verdict::NotApplicable;
    }
    let Some(parent) = request.exchange.requesting_origin() else {
        return Verdict::Inconclusive("which page the frame is in");
    };
    let mut pages = flow.messages.iter().enumerate().rev().filter(|(_, m)| {
        m.exchange.context.via == Via::Frame
            && (m.kind == MessageKind::AuthorizationRequest || m.kind.is_on_the_way())
    });
    let Some((message, page)) = pages.next() else { return Verdict::NotApplicable };
    if page.exchange.location().is_some() {
        return Verdict::NotApplicable;
    }
    let Some(place) = refuses_frame(message, page.exchange, &parent) else { return Verdict::Pass };
    fail("The app loads the provider's login page in a frame, and the page forbids to be shown there.")
        .noted(oauth::Pointer::new(request.message, oauth::Part::Origin), "the page around the frame")
        .noted(place, "forbids the frame")
        .into()
}
