//! RFC 7662 §2.1: "the authorization server MUST also require some form of authorization to access this endpoint"; §4.

use oauth::{Flow, MessageKind, Part, Pointer};

use crate::login::is_by_page;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "introspection/from-browser",
    title: "A page asks the introspection endpoint",
    lead: "A page in the browser calls the introspection endpoint.",
    severity: Severity::Warning,
    confidence: Confidence::High,
    requirement: Requirement::Practice,
    lane: Lane::Hygiene,
    stage: Stage::After,
    actor: Actor::AppPage,
    references: &[Reference::Rfc(7662, "2.1"), Reference::Rfc(7662, "4")],
    why: "Introspection is for APIs, which have credentials for it. A page that calls it shows them to everybody.",
    fix: "Let the API or the server behind the page introspect the token; a page needs only expires_in.",
    verify: "Load the page again: the browser sends no request to the introspection endpoint.",
    disproof: "The page is a developer's test tool that no user opens, with a client of its own.",
    explains: &[],
    since: "0.1.0",
    page: page!("from_browser.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let by_page = flow.of_kind(MessageKind::Introspection).find(|(_, exchange)| is_by_page(exchange));
    match by_page {
        Some((message, _)) => fail("A page calls the introspection endpoint from the browser.")
            .at(Pointer::new(message, Part::Url))
            .at(Pointer::new(message, Part::Origin))
            .into(),
        None => Verdict::Pass,
    }
}
