//! RFC 6749 Appendix B: values are form-encoded, once.

use oauth::{AuthorizationRequest, Flow};

use crate::authorize_refusal::{refusal_of_parameter, with_answer};
use crate::redirect_uri::unexplained_refusal;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "authorize/param-double-encoded",
    title: "A value is percent-encoded twice",
    lead: "The redirect_uri (or scope) of the authorization request was percent-encoded twice: after it is decoded, \
          it still says https%3A%2F%2F…. The provider refuses it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "Appendix B"), Reference::Rfc(3986, "2.4")],
    why: "The provider decodes each value once. What is left here is still encoded, so it compares https%3A%2F%2F… \
          with the registered https://…, and they differ.",
    fix: "Give the library the plain value: it encodes it by itself.",
    verify: "Start the login again: redirect_uri and scope, decoded once, are plain text, and the provider takes them.",
    disproof: "The provider's log shows this value as plain text after it was decoded once.",
    explains: &["redirect-uri/refused", "scope/refused"],
    since: "0.1.0",
    page: page!("param_double_encoded.md"),
    check: Check::AuthorizationRequest(check),
};

fn check(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Verdict {
    let still_encoded = |name: &str, sign: &str| {
        let value = request.parameters.text(name)?.to_ascii_lowercase();
        value.find(sign).map(|at| at..at + sign.len())
    };
    let address = still_encoded("redirect_uri", "%3a%2f%2f").filter(|mark| {
        // A query of its own may hold another, encoded address.
        request.parameters.text("redirect_uri").is_some_and(|uri| !uri[..mark.start].contains(['/', '?']))
    });
    let (name, mark, said) = if let Some(mark) = address {
        ("redirect_uri", mark, unexplained_refusal(request, flow))
    } else if let Some(mark) = still_encoded("scope", "%20") {
        ("scope", mark, refusal_of_parameter(request, flow, "scope", &[]))
    } else {
        return Verdict::Pass;
    };
    let Some(said) = said else { return Verdict::Pass };
    let evidence = fail(
        Phrase::from("The provider refuses the request, whose ")
            .text(name)
            .text(" is still encoded after it is decoded once."),
    )
    .noted(request.pointer(name).marking([mark]), "encoded twice");
    with_answer(evidence, said, flow).into()
}
