//! RFC 6749 §4.1.2.1: an `error` in the authorization response ends the login.

use oauth::{AuthorizationRequest, AuthorizationResponse, Flow};

use crate::plain_sight;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::told::DESCRIBED;
use crate::{Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "callback/error",
    title: "The provider sends the browser back with an error",
    lead: "The browser came back to the app's redirect URI, and instead of a code it carries error, mostly with an \
          error_description.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Symptom(&[Stage::Registration, Stage::Request]),
    stage: Stage::Provider,
    actor: Actor::App,
    references: &[Reference::Rfc(6749, "4.1.2.1"), Reference::OidcCore("3.1.2.6")],
    why: "The provider refused the login. Its code stands in error, and mostly a sentence in error_description. There is no code to go on with.",
    fix: "Read error_description, where there is one: it names what the provider refuses. Else look the word in error up in its documentation, and this login in its log.",
    verify: "Start the login again: the answer at the redirect URI has no error.",
    disproof: "The provider's log has no such refusal: something else called the redirect URI with error.",
    explains: &[],
    since: "0.1.0",
    page: page!("error.md"),
    check: Check::AuthorizationResponse(check),
};

fn check(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(error) = response.error() else { return Verdict::Pass };
    if error == "access_denied" {
        return Verdict::NotApplicable;
    }
    let request = flow.authorization_request();
    if response.asks_for_page().is_some() && request.is_some_and(AuthorizationRequest::is_silent) {
        return Verdict::NotApplicable;
    }
    let description = response.parameters.text("error_description").unwrap_or_default();
    let mut summary = Phrase::from("The provider refused the login with ").value(response.pointer("error"));
    if !description.is_empty() {
        summary = summary.text(": ").value(response.pointer("error_description"));
    }
    let said: Vec<&'static str> = DESCRIBED
        .into_iter()
        .filter(|name| response.parameters.text(name).is_some_and(|text| !text.trim().is_empty()))
        .collect();
    for name in said.iter().filter(|name| **name != "error_description") {
        summary = summary.text("; ").text(name).text(": ").value(response.pointer(*name));
    }
    let evidence = fail(summary.text(".")).at(response.pointer("error"));
    let mut evidence = said.iter().fold(evidence, |evidence, name| evidence.at(response.pointer(*name)));
    if let Some(request) = request {
        if description.is_empty() {
            let strange = plain_sight::in_request(request).into_iter();
            evidence = strange.fold(evidence, |evidence, (place, looks)| evidence.noted(place, looks));
        }
        let about = about(error).filter(|name| request.parameters.has(name));
        evidence = about
            .into_iter()
            .fold(evidence, |evidence, name| evidence.noted(request.pointer(name), "what it is about"));
        let description = description.to_ascii_lowercase();
        if request.code_challenge().is_none()
            && (description.contains("pkce") || description.contains("code_challenge"))
        {
            let pkce = "Switch PKCE on in the app: send code_challenge and code_challenge_method=S256, which this provider demands.";
            return evidence.fix(pkce).into();
        }
    }
    fix(error).into_iter().fold(evidence, |evidence, fix| evidence.fix(fix)).into()
}

/// The parameter of the request that the error is about.
fn about(error: &str) -> Option<&'static str> {
    match error {
        "invalid_scope" => Some("scope"),
        "unsupported_response_type" | "unauthorized_client" => Some("response_type"),
        "invalid_client" => Some("client_id"),
        "invalid_target" => Some("resource"),
        "invalid_request_uri" | "request_uri_not_supported" => Some("request_uri"),
        "unmet_authentication_requirements" => Some("acr_values"),
        "invalid_authorization_details" => Some("authorization_details"),
        _ => None,
    }
}

fn fix(error: &str) -> Option<&'static str> {
    Some(match error {
        "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
            "The provider would have to show a page, and answers so to a request that forbids it (prompt=none): start the login again without prompt=none, in the page or a popup, where the provider may show its pages."
        }
        "invalid_request" => {
            "Correct the parameter that the description names, where the app builds the authorization URL."
        }
        "unauthorized_client" => {
            "Allow this response_type (for code: the authorization code flow) for this client in the provider's console."
        }
        "unsupported_response_type" => {
            "Send response_type=code, or switch the flow you ask for on in the provider's console."
        }
        "invalid_scope" => {
            "Take out of scope what the provider does not know, or grant it to the client in the provider's console; scopes are separated by spaces."
        }
        "invalid_client" => "Copy the client_id once more from the provider's console.",
        "server_error" => {
            "Try again; if it stays, give the provider's operator the time of this request: the reason is in its log."
        }
        "temporarily_unavailable" => "Try again later; look at the provider's status page.",
        "invalid_target" => "Ask only for a resource that is registered at the provider.",
        "request_not_supported" | "request_uri_not_supported" => {
            "Send the parameters in the URL: this provider reads no request object."
        }
        "registration_not_supported" => "Leave the registration parameter out.",
        "invalid_request_object" => {
            "Sign the request object with a key that is registered for this client, and check its aud and exp."
        }
        "invalid_request_uri" => {
            "Push the request again: a request_uri is good for one login and for a short time."
        }
        "invalid_authorization_details" => {
            "Correct authorization_details: use only types that the provider lists in its metadata."
        }
        "unmet_authentication_requirements" => {
            "Ask for an acr that the provider offers and this user can meet."
        }
        _ => return None,
    })
}
