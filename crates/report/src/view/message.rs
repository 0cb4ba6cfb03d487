//! One message and its gist.

use http::{Observer, Timestamp, Via};
use lint::Diagnosis;
use oauth::{Flow, FlowMessage, MessageKind};

use super::Source;
use super::budget::Budget;
use super::headers::headers;
use super::login::key_of;
use super::parameters::{FirstSeen, shown_parameters};
use super::parties::Parties;
use super::response::{response_body, response_fields};
use super::source::source;
use crate::mask::fields::Treatment;
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Field, Message, Seen};

#[expect(clippy::too_many_arguments, reason = "what a login knows, once for all its messages")]
pub(super) fn message(
    index: usize,
    flow: &Flow<'_>,
    first: &FirstSeen<'_>,
    diagnosis: &Diagnosis,
    began: Option<Timestamp>,
    parties: &Parties,
    sources: &[Source],
    budget: &mut Budget,
    redactor: &Redactor,
) -> Message {
    let FlowMessage { kind, join, exchange } = flow.messages[index];
    let since = |from: Option<Timestamp>, to: Option<Timestamp>| {
        from.zip(to).map(|(from, to)| ((to.as_millis() - from.as_millis()) * 10.0).round() / 10.0)
    };
    let number = index as u32 + 1;
    let (from, to) = parties.sides.get(&index).copied().unwrap_or_default();
    let (asked, answered) = (asked(index, flow, redactor), answered(index, flow, redactor));
    Message {
        number,
        key: key_of(exchange),
        kind: kind.id(),
        name: kind.name(),
        method: redactor.prose(&exchange.request.method),
        url: redactor.url(&exchange.request.uri),
        status: exchange.status(),
        seen: match exchange.observer {
            Observer::Browser => Seen::Browser,
            Observer::Server => Seen::Server,
        },
        source: source(exchange, sources, redactor),
        via: match exchange.context.via {
            Via::Page => "page",
            Via::Popup => "popup",
            Via::Frame => "frame",
            Via::Fetch => "fetch",
            Via::Server => "server",
            Via::Unknown => "",
        },
        offset_ms: since(began, exchange.started),
        duration_ms: since(exchange.started, exchange.finished),
        error: exchange.error.as_ref().map(|error| redactor.prose(error.text.text())),
        from,
        to,
        gist: match asked.is_empty() {
            true => answered.clone(),
            false => shown!(&asked, " · ", &answered),
        },
        asked,
        answered,
        joined_by: join.reason(),
        parameters: shown_parameters(index, flow, first, budget, redactor),
        request_headers: request_headers(index, flow, budget, redactor),
        response_headers: response_headers(index, flow, budget, redactor),
        response_fields: response_fields(index, flow, budget, redactor),
        response_body: response_body(exchange, redactor),
        findings: diagnosis
            .findings
            .iter()
            .filter(|finding| finding.points.iter().any(|point| point.pointer.message == index))
            .map(|finding| finding.rule.id)
            .collect(),
    }
}

fn request_headers(index: usize, flow: &Flow<'_>, budget: &mut Budget, redactor: &Redactor) -> Vec<Field> {
    let seen = flow.messages[index].exchange.request.headers.present();
    let shown = seen.map(|h| headers(h, index as u32 + 1, "request headers", "header", budget, redactor));
    shown.unwrap_or_default()
}

fn response_headers(index: usize, flow: &Flow<'_>, budget: &mut Budget, redactor: &Redactor) -> Vec<Field> {
    let seen =
        flow.messages[index].exchange.response.as_ref().and_then(|response| response.headers.present());
    let shown =
        seen.map(|h| headers(h, index as u32 + 1, "response headers", "response.header", budget, redactor));
    shown.unwrap_or_default()
}

/// All fields of a message, as far as one message may have them.
pub(crate) fn fields(flow: &Flow<'_>, index: usize, redactor: &Redactor) -> Vec<Field> {
    let mut budget = Budget::new();
    let mut all = shown_parameters(index, flow, &FirstSeen::of(flow), &mut budget, redactor);
    all.extend(request_headers(index, flow, &mut budget, redactor));
    all.extend(response_headers(index, flow, &mut budget, redactor));
    all.extend(response_fields(index, flow, &mut budget, redactor));
    all
}

/// What matters in the request.
fn asked(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let sent = flow.authorization_request();
    match flow.messages[index].kind {
        MessageKind::AuthorizationRequest | MessageKind::PushedAuthorizationRequest => {
            let Some(request) = sent else { return Shown::default() };
            let asks = redactor.value(
                "response_type",
                Treatment::Prose,
                request.parameters.captured("response_type").map_or("(no response_type)", http::Secret::text),
            );
            let pkce = match (request.code_challenge(), request.code_challenge_method()) {
                (Some(_), Some("S256")) => " · PKCE S256",
                (Some(_), Some(_)) => " · PKCE plain",
                (Some(_), None) => " · PKCE",
                (None, _) => "",
            };
            let state = if request.state().is_some() { " · state" } else { "" };
            shown!("asks for ", asks, pkce, state)
        }
        MessageKind::AuthorizationResponse => {
            let responses = flow.authorization_responses();
            let Some(response) = responses.iter().find(|response| response.message == index) else {
                return Shown::default();
            };
            let brings = match response.error() {
                Some(error) => shown!("error ", redactor.value("error", Treatment::Prose, error)),
                None if response.code().is_some() => Shown::from("brings a code"),
                None if response.has_tokens() => Shown::from("brings tokens"),
                None => Shown::from("brings neither code nor error"),
            };
            let state = match (sent.and_then(|request| request.state()), response.state()) {
                (Some(sent), Some(returned)) => match sent.same(returned) {
                    Some(true) => " · state ✔ same",
                    Some(false) => " · state ✖ different",
                    None => " · state taken out of the recording",
                },
                (Some(_), None) => " · state ✖ missing",
                (None, _) => "",
            };
            shown!(brings, state)
        }
        // The long names differ in their last word alone: urn:ietf:params:oauth:grant-type:device_code.
        MessageKind::TokenRequest => match flow
            .token_exchange(index)
            .map(|t| t.grant_type().rsplit(':').next())
        {
            Some(Some(grant)) if !grant.is_empty() => redactor.value("grant_type", Treatment::Prose, grant),
            _ => Shown::default(),
        },
        _ => Shown::default(),
    }
}

/// What matters in the response.
fn answered(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let exchange = flow.messages[index].exchange;
    let status = match (exchange.status(), &exchange.error) {
        (_, Some(error)) => redactor.prose(error.text.text()),
        (Some(status), None) => match exchange.location() {
            Some(location) => shown!(Shown::number(status), " → ", redactor.endpoint(location)),
            None => Shown::number(status),
        },
        (None, None) => Shown::from("no answer yet"),
    };
    match flow.token_exchange(index).map(|token| token.response()) {
        Some(response) if flow.messages[index].kind == MessageKind::TokenRequest => match response.error() {
            Some(error) => shown!(status, " ", redactor.value("error", Treatment::Prose, error)),
            None if response.gives_tokens() => shown!(status, " tokens"),
            None => status,
        },
        _ => status,
    }
}
