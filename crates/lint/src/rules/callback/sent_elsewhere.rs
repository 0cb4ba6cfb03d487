//! RFC 6749 §3.1.2.2: who sends browsers on keeps a list of addresses that it trusts; some send to a default in place of refusing.

use http::Uri;
use oauth::{AuthorizationResponse, Flow, MessageKind, Part, Pointer};

use crate::parties::{Nearness, nearness};
use crate::redirect_uri::is_loopback;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/sent-elsewhere",
    title: "The login service sends the browser to another address than the app asked for",
    lead: "The app asked a login service to bring the browser back to an address, and after the login the service sent it to \
           another site.",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    requirement: Requirement::Practice,
    lane: Lane::Fault,
    stage: Stage::Response,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(6749, "3.1.2.2")],
    why: "A login service between the app and the provider sends browsers only to addresses on its list. Where the one that the app asked for is not on it, some services take their default address without a word.",
    fix: "Add the address that the app asks for to the service's list of redirect URLs, and correct its default address: its settings have both, as redirect URLs and as site URL.",
    verify: "Log in again: the service sends the browser to the address that the app asked for.",
    disproof: "The service's settings list the address that the app asked for.",
    explains: &["redirect-uri/loopback-refused"],
    since: "0.1.0",
    page: page!("sent_elsewhere.md"),
    check: Check::AuthorizationResponse(check),
};

/// What services call the address to come back to.
const NAMES: [&str; 7] =
    ["redirect_to", "redirectTo", "redirectUrl", "redirect_url", "returnTo", "return_to", "callbackUrl"];

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(sent_to) = response.exchange.location().filter(|_| response.success().is_some()) else {
        return Verdict::NotApplicable;
    };
    let before = flow.messages[..response.message].iter().enumerate();
    let asked = before.filter(|(_, m)| m.kind == MessageKind::LoginStart).find_map(|(index, m)| {
        let query = m.exchange.request.uri.query();
        NAMES.iter().find_map(|name| {
            let wanted =
                Uri::parse(query.text(name)?).filter(|uri| matches!(uri.scheme(), "http" | "https"))?;
            Some((index, *name, wanted))
        })
    });
    let Some((index, name, wanted)) = asked else { return Verdict::NotApplicable };
    // A page of the service itself may come between.
    let by_service = nearness(sent_to, &response.exchange.request.uri) != Nearness::Foreign;
    if by_service || nearness(sent_to, &wanted) != Nearness::Foreign {
        return Verdict::Pass;
    }
    // A sign-in of the app's own on another site hands the address on.
    let hands_on = sent_to.query().iter().any(|(_, value)| value.text().contains(wanted.host()));
    if hands_on {
        return Verdict::Pass;
    }
    let is_machine_of_user = is_loopback(sent_to) != is_loopback(&wanted);
    fail("The service that took the provider's answer sends the browser to another site than the app asked for: mostly the address is not on its list, and it takes its default.")
        .warning_if(!is_machine_of_user)
        .noted(Pointer::new(index, Part::Query(name.into())), "where the app wants the browser to come back to")
        .noted(Pointer::new(response.message, Part::ResponseHeader("location".into())), "where it is sent")
        .into()
}
