//! RFC 7591 §3.2.2: a registration that is refused is answered with status 400 and an error; §3: the endpoint may
//! demand an initial access token.

use oauth::{Flow, MessageKind, Part, Pointer, Registration};

use crate::json_fault::Content;
use crate::login::is_gateway_error;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "registration/refused",
    title: "The provider refuses to register the client",
    lead: "The app tried to register itself with the provider, and the provider refused. No login began after it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Registration,
    actor: Actor::App,
    references: &[Reference::Rfc(7591, "3.2.2"), Reference::Rfc(7591, "3")],
    why: "The app has no client_id of its own and asks the provider for one (dynamic registration), as MCP clients do. \
          Without it no login begins.",
    fix: "Correct the member that the error names, or register the client by hand and configure its client_id in the app.",
    verify: "Register again: the answer has status 201 and a client_id.",
    disproof: "The app has another client_id and begins its login with that.",
    explains: &["format/content-type", "format/html-instead-of-json", "format/invalid-json"],
    since: "0.1.0",
    page: page!("refused.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let Some(registration) = Registration::of(flow) else { return Verdict::NotApplicable };
    let went_on =
        flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() || flow.has_token_request();
    let Some(status) = registration.exchange.status() else { return Verdict::NotApplicable };
    if status < 400 || went_on || is_gateway_error(status) || registration.exchange.error.is_some() {
        return Verdict::Pass;
    }
    let place = Pointer::new(registration.message, Part::Status);
    let Some(error) = registration.text("error") else {
        let body = registration.exchange.response_body().present().copied();
        let is_page = body.is_some_and(|body| matches!(Content::of(body, None), Content::Html));
        let words = match status {
            401 | 403 => "The provider does not let everybody register clients: status ",
            404 | 405 => "The provider has no registration endpoint at this address: status ",
            _ if is_page => return Verdict::NotApplicable,
            500..=599 => "The provider failed on the registration with an error of its own: status ",
            _ => "The provider refused to register the client with status ",
        };
        let evidence = fail(Phrase::from(words).number(status).text(".")).fix(by_status(status));
        return evidence.at(Pointer::new(registration.message, Part::Url)).at(place).into();
    };
    let summary = Phrase::from("The provider refused to register the client with ")
        .value(registration.pointer("error"))
        .text(".");
    let mut evidence = fail(summary);
    if error == "invalid_redirect_uri" && registration.asks("redirect_uris") {
        evidence = evidence.noted_if(Some(registration.sent("redirect_uris")), "what the app asked for");
    }
    evidence = match fix(error) {
        Some(fix) => evidence.fix(fix),
        None if matches!(status, 401 | 403) => evidence.fix(by_status(status)),
        None => evidence,
    };
    let evidence = evidence.at(registration.pointer("error"));
    match registration.text("error_description") {
        Some(_) => evidence.noted(registration.pointer("error_description"), "what the provider says").into(),
        None => evidence.at(place).into(),
    }
}

fn by_status(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "Register the client by hand and configure its client_id in the app, or send the initial access token that the provider gives out."
        }
        404 | 405 => {
            "Take registration_endpoint from the provider's discovery document; where it has none, register the client by hand and configure its client_id in the app."
        }
        500..=599 => {
            "Read the provider's own log at this second: it failed on the request and names no member. Until it is mended, register the client by hand and configure its client_id in the app."
        }
        _ => RULE.fix,
    }
}

fn fix(error: &str) -> Option<&'static str> {
    Some(match error {
        "invalid_redirect_uri" => {
            "Ask for redirect URIs that the provider allows: https, or for a native app (application_type: native) http on 127.0.0.1 or localhost."
        }
        "invalid_client_metadata" => {
            "Leave out, or change, the member that the description names; compare grant_types and token_endpoint_auth_method with the provider's discovery document."
        }
        "invalid_software_statement" => {
            "Send a software statement that is signed by an issuer that this provider trusts."
        }
        "unapproved_software_statement" => "Ask the provider's operator to approve this software statement.",
        "access_denied" | "invalid_token" => by_status(403),
        _ => return None,
    })
}
