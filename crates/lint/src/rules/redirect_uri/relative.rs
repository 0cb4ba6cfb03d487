//! RFC 6749 §3.1.2: "The redirection endpoint URI MUST be an absolute URI".

use http::Uri;
use oauth::{AuthorizationRequest, Flow};

use crate::redirect_uri::unexplained_refusal;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "redirect-uri/relative",
    title: "The redirect_uri is no whole address",
    lead: "The redirect_uri of the authorization request is a path (/callback), a host without scheme \
          (app.example.com/callback), or no address at all. The provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "3.1.2"), Reference::Rfc(9700, "2.1")],
    why: "The provider runs on another site: a path alone tells it nothing. It compares whole addresses, from the \
          scheme on, with the registered ones.",
    fix: "Send the whole address, scheme and host included: https://…/callback.",
    verify: "Start the login again: redirect_uri is a whole address, from the scheme on, and is taken.",
    disproof: "A whole redirect_uri that is registered for this client is refused too.",
    explains: &["redirect-uri/refused"],
    since: "0.1.0",
    page: page!("relative.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(sent) = request.redirect_uri().and_then(http::Value::known) else {
        return Verdict::NotApplicable;
    };
    // An address that was encoded twice is another mistake, and `postmessage` one provider's own word.
    let decoded_again = sent.to_ascii_lowercase().contains("%3a%2f%2f");
    if sent.is_empty() || sent == "postmessage" || decoded_again || Uri::parse(sent).is_some() {
        return Verdict::Pass;
    }
    let Some(said) = unexplained_refusal(request, flow) else { return Verdict::Pass };
    let words = if sent.starts_with('/') {
        "The redirect_uri is a path without scheme and host, and the provider refuses the request."
    } else if sent.contains("://") {
        "The redirect_uri cannot be read as an address, and the provider refuses the request."
    } else {
        "The redirect_uri has no scheme (https://), and the provider refuses the request."
    };
    fail(words)
        .noted(request.pointer("redirect_uri"), "the redirect_uri as it was sent")
        .noted(said, "the provider's answer")
        .into()
}
