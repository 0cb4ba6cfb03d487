//! RFC 6749 §3.1.2: "The endpoint URI MUST NOT include a fragment component."

use oauth::{AuthorizationRequest, Flow};

use crate::redirect_uri::unexplained_refusal;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/fragment",
    title: "The redirect_uri has a part after #",
    lead: "The redirect_uri of the authorization request has a # in it, as the addresses of hash routers do: \
          https://app.example.com/#/callback. The provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2"), Reference::OidcCore("3.1.2.1")],
    why: "What stands after # never leaves the browser, and the provider needs that place for its own answer. So it \
          must refuse such an address.",
    fix: "Give the callback an address without #: a path of its own, or a small page (callback.html) that goes on to \
          the route.",
    verify: "Start the login again: redirect_uri has no # in it, and the provider takes it.",
    disproof: "A registered redirect_uri without # is refused in the same way.",
    explains: &["redirect-uri/refused"],
    since: "0.1.0",
    page: page!("fragment.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(sent) = request.redirect_uri().and_then(http::Value::known) else {
        return Verdict::NotApplicable;
    };
    let Some(at) = sent.find('#') else { return Verdict::Pass };
    let Some(said) = unexplained_refusal(request, flow) else { return Verdict::Pass };
    fail("The redirect_uri has a fragment (a part after #), and the provider refuses the request.")
        .noted(request.pointer("redirect_uri").marking(Some(at..sent.len())), "the fragment")
        .noted(said, "the provider's answer")
        .into()
}
