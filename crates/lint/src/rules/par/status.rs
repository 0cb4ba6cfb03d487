//! RFC 9126 §2.2: a pushed authorization request that is accepted is answered with status 201, request_uri and
//! expires_in; §2.3: others as at the token endpoint.

use oauth::{Flow, MessageKind, Part, Pointer, PushedRequest};

use crate::json_fault::Content;
use crate::login::is_gateway_error;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Said;
use crate::{Evidence, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "par/status",
    title: "The provider does not take the pushed authorization request",
    lead: "The app's server pushed the parameters of a login to the provider (PAR, \"pushed authorization \
          request\"), and the provider refused them, or answered with something that the app cannot use.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::CallSymptom,
    stage: Stage::Request,
    actor: Actor::App,
    references: &[Reference::Rfc(9126, "2.3"), Reference::Rfc(9126, "2.2"), Reference::Rfc(6749, "5.2")],
    why: "With pushed authorization requests (PAR) the app's server first sends the parameters of the login to the \
          provider, and gets a reference for the browser. Without it no login begins.",
    fix: "Correct what the error names: the parameters are those of an authorization request, the client authentication \
          is that of a token request.",
    verify: "Start the login again: the pushed request is answered with 201, request_uri and expires_in.",
    disproof: "The browser went to the provider with a request_uri from this answer.",
    explains: &[],
    since: "0.1.0",
    page: page!("status.md"),
    check: Check::Login(check),
};

fn check(flow: &Flow<'_>) -> Verdict {
    let pushed = PushedRequest::all(flow);
    let Some(last) = pushed.last() else { return Verdict::NotApplicable };
    // The browser has a reference: one of the requests was taken.
    if flow.of_kind(MessageKind::AuthorizationRequest).next().is_some() {
        return Verdict::Pass;
    }
    let Some(status) = last.exchange.status() else {
        return Verdict::Inconclusive("the answer to the pushed authorization request");
    };
    let body = last.exchange.response_body().present().copied();
    let is_page = body.is_some_and(|body| matches!(Content::of(body, None), Content::Html));
    // A server that wants a DPoP nonce gets the same request again (RFC 9449 §8).
    let asks_for_nonce = last.text("error") == Some("use_dpop_nonce");
    if asks_for_nonce || is_page || last.exchange.error.is_some() || is_gateway_error(status) {
        return Verdict::NotApplicable;
    }
    match status {
        200..=299 => incomplete(last, status),
        400.. => refused(last, status).into(),
        _ => Verdict::NotApplicable,
    }
}

/// What every authorization request has (RFC 6749 §4.1.1, §4.2.1), or one of which the provider wants it signed (RFC 9101 §5), and this one
/// lacks, and what to do.
fn lacks_of(pushed: &PushedRequest<'_>, error: &str) -> Option<(&'static str, &'static str)> {
    let has = |name| pushed.parameters.has(name);
    // What stands in a request object, or was not recorded, is not lacking.
    let is_seen = ["client_id", "redirect_uri", "scope", "response_type"].into_iter().any(has);
    if !is_seen || has("request") || has("request_uri") {
        return None;
    }
    match error {
        "invalid_request_object" if speaks_of_object(pushed) => Some((
            "It wants the parameters in a signed request object (request), and the request has none.",
            "Send the parameters as a JWT that the client signs, in the parameter request (RFC 9101); or switch off in the provider's settings of this client that its requests have to be signed.",
        )),
        // These name their reason.
        "invalid_request_object"
        | "invalid_client"
        | "unauthorized_client"
        | "access_denied"
        | "invalid_redirect_uri"
        | "invalid_scope" => None,
        _ if !has("response_type") && speaks_of_none(pushed, "response_type") => Some((
            "The request has no response_type, which every authorization request needs.",
            "Push all parameters of the authorization request, response_type among them (code, for the authorization code flow).",
        )),
        _ => None,
    }
}

/// Whether the description of a refusal is none, or no sentence, or is about the request object.
fn speaks_of_object(pushed: &PushedRequest<'_>) -> bool {
    let said = pushed.text("error_description").unwrap_or_default().trim().to_ascii_lowercase();
    !said.contains(' ') || said.contains("request object") || said.contains("request_object")
}

/// Whether the description of a refusal is about that parameter, or about none.
fn speaks_of_none(pushed: &PushedRequest<'_>, name: &str) -> bool {
    let said = pushed.text("error_description").unwrap_or_default().to_ascii_lowercase().replace(' ', "_");
    let is_other = |other: &&str| *other != name && said.contains(*other);
    said.contains(name) || !pushed.parameters.iter().any(|(other, _)| is_other(&other))
}

const NAMED: &str = "Correct what the provider's description names, where the app builds the pushed request.";

/// Whether an error about a request object came for a request that has none.
fn is_of_no_object(pushed: &PushedRequest<'_>, error: &str) -> bool {
    error == "invalid_request_object"
        && !pushed.parameters.has("request")
        && pushed.text("error_description").is_some()
}

fn refused(pushed: &PushedRequest<'_>, status: u16) -> Evidence {
    let place = Pointer::new(pushed.message, Part::Status);
    let Some(error) = pushed.text("error") else {
        let words = "The provider refused the pushed authorization request with status ";
        let said = Said::of(pushed.message, pushed.exchange);
        let summary = Phrase::from(words).number(status);
        let summary = match said.most() {
            Some(most) => summary.text(": ").value(most.clone()),
            None => summary,
        };
        return said.show(match lacks_of(pushed, "") {
            Some((words, fix)) => fail(summary.text(". ").text(words)).exact_fix(fix).at(place),
            None => fail(summary.text(".")).at(place),
        });
    };
    let summary = Phrase::from("The provider refused the pushed authorization request with ")
        .value(pushed.pointer("error"))
        .text(".");
    let lacks = lacks_of(pushed, error);
    let mut evidence = fail(match lacks {
        Some((words, _)) => summary.text(" ").text(words),
        None => summary,
    });
    if pushed.parameters.has("request_uri") {
        evidence = evidence
            .exact_fix("Leave request_uri out of the pushed request: it is what the provider answers, for the browser.")
            .noted_if(Some(pushed.sent("request_uri")), "a pushed request must not have this parameter");
    } else if let Some((_, fix)) = lacks {
        evidence = evidence.exact_fix(fix);
    } else if is_of_no_object(pushed, error) {
        evidence = evidence.exact_fix(NAMED);
    } else if let Some((name, fix)) = about(error) {
        let name = name.filter(|name| pushed.parameters.has(name));
        evidence = evidence.fix(fix).at_if(name.map(|name| pushed.sent(name)));
    }
    let description = pushed.text("error_description").map(|_| pushed.pointer("error_description"));
    evidence.at(pushed.pointer("error")).noted_if(description, "what the provider says")
}

/// The parameter that an error is about, and what to do.
fn about(error: &str) -> Option<(Option<&'static str>, &'static str)> {
    Some(match error {
        "invalid_client" => (
            None,
            "Authenticate the pushed request like a token request, with the same client_id and secret or assertion, in the way that is registered for the client.",
        ),
        "unauthorized_client" => {
            (None, "Allow pushed authorization requests and this flow for the client at the provider.")
        }
        "invalid_redirect_uri" => (
            Some("redirect_uri"),
            "Register this redirect_uri at the provider, character for character as it is sent.",
        ),
        "invalid_scope" => {
            (Some("scope"), "Take out of scope what the provider does not know, or grant it to the client.")
        }
        "invalid_request_object" => (
            Some("request"),
            "Sign the request object with a key that is registered for this client, and check its aud and exp.",
        ),
        "invalid_request" => (
            None,
            "Correct the parameter that the description names, where the app builds the pushed request.",
        ),
        _ => return None,
    })
}

/// A success that clients cannot use.
fn incomplete(pushed: &PushedRequest<'_>, status: u16) -> Verdict {
    if pushed.members.is_none() {
        return Verdict::Inconclusive("the body of the answer to the pushed authorization request");
    }
    let body = Pointer::new(pushed.message, Part::ResponseBody);
    if pushed.text("request_uri").is_none() {
        return fail("The answer to the pushed authorization request has no request_uri.")
            .fix("Let the pushed authorization request endpoint answer request_uri and expires_in.")
            .at(body)
            .into();
    }
    if status != 201 {
        let words = "The provider answers the pushed authorization request with status ";
        return fail(Phrase::from(words).number(status).text("; libraries accept 201 alone."))
            .confidence(Confidence::Medium)
            .fix("Let the pushed authorization request endpoint answer with status 201 (Created).")
            .at(Pointer::new(pushed.message, Part::Status))
            .into();
    }
    if pushed.lifetime().is_none_or(|seconds| seconds <= 0.0) {
        return fail("The answer to the pushed authorization request has no usable expires_in.")
            .confidence(Confidence::Medium)
            .fix("Let the pushed authorization request endpoint answer expires_in, as a number of seconds.")
            .at(body)
            .into();
    }
    Verdict::Pass
}
