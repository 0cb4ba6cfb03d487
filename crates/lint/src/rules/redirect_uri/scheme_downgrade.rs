//! RFC 9700 §2.1: redirect URIs are compared character for character; `http` is not `https`.

use oauth::{AuthorizationRequest, Flow, Part, Pointer};

use crate::error_page::ErrorPage;
use crate::login::is_reason_unseen;

use crate::parties::{Nearness, nearness};
use crate::redirect_uri::{beginning, is_loopback, parsed, refusal};
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/scheme-downgrade",
    title: "The redirect_uri says http, and the app runs on https",
    lead: "The user's browser talks to the app over https, and the app told the provider to send the browser back \
          over http. The provider refuses the address.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::AppServer,
    references: &[Reference::Rfc(6749, "3.1.2.1"), Reference::Rfc(9700, "2.1"), Reference::Rfc(7239, "5.4")],
    why: "An http address is another one than the https address, and the provider does not take it. Mostly the app stands behind a proxy that ends https, and does not know its own public address.",
    fix: "Make the app trust the proxy's X-Forwarded-Proto and X-Forwarded-Host, or set its public address in its \
          configuration.",
    verify: "Start the login again: redirect_uri begins with https:// and the provider takes it.",
    disproof: "The provider's settings list the http address for this client.",
    explains: &["redirect-uri/refused"],
    since: "0.1.0",
    page: page!("scheme_downgrade.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(uri) = parsed(request).filter(|uri| uri.scheme() == "http" && !is_loopback(uri)) else {
        return Verdict::NotApplicable;
    };
    // Where the page was not recorded, an http address is the likeliest reason.
    let unseen = || {
        let page = ErrorPage::of(request, flow)
            .filter(|page| page.status == Some(400) && is_reason_unseen(page.exchange))?;
        Some(Pointer::new(page.message, Part::Status))
    };
    let refused = refusal(request, flow);
    let is_inferred = refused.is_none();
    let Some(said) = refused.or_else(unseen) else { return Verdict::Pass };
    let Some((began, place)) = beginning(request, flow) else {
        return Verdict::Inconclusive("on which page of the app the login began");
    };
    if began.scheme() != "https" || nearness(&began, &uri) != Nearness::OtherScheme {
        return Verdict::Pass;
    }
    fail("The login began on an https page, and the redirect_uri names the same host with http. The provider refuses it.")
        .noted(place, "where the login began")
        .noted(request.pointer("redirect_uri").marking(Some(0.."http".len())), "the redirect_uri as it was sent")
        .inferred_if(is_inferred)
        .noted(said, "the provider's answer")
        .into()
}
