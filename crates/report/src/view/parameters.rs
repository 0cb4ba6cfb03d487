//! The parameters of a message, and what a comparison with the messages before says about them.

use std::collections::HashMap;

use http::Value;
use oauth::{Flow, FlowMessage, MessageKind, Part};

use super::budget::Budget;
use crate::mask::fields::{self, Treatment};
use crate::mask::{Redactor, Shown, shown};
use crate::model::Field;

/// A parameter as it was captured.
pub(crate) struct Parameter<'r> {
    /// The part of the message that it is in, by its name.
    part: fn(oauth::Name) -> Part,
    /// Whether it is the redirect's, which arrives in a later message.
    is_leaving: bool,
    pub(crate) name: &'r str,
    pub(crate) value: &'r str,
}

impl Parameter<'_> {
    pub(crate) fn part(&self) -> Part {
        (self.part)(self.name.to_owned().into())
    }
}

/// The query, fragment and form parameters of a message; of the provider's own pages nothing, they are not ours.
pub(crate) fn parameters<'r>(message: &FlowMessage<'r>) -> Vec<Parameter<'r>> {
    let exchange = message.exchange;
    let mut found = Vec::new();
    let mut add = |parameters: &'r http::Parameters, part: fn(oauth::Name) -> Part, is_leaving: bool| {
        let all = parameters.iter();
        found.extend(all.map(|(name, value)| Parameter { part, is_leaving, name, value: value.text() }));
    };
    add(exchange.request.uri.query(), Part::Query, false);
    add(exchange.request.uri.fragment(), Part::Fragment, false);
    if let Some(location) = exchange.location() {
        let is_response = message.kind == MessageKind::AuthorizationRequest || message.kind.is_on_the_way();
        if is_response {
            add(location.query(), Part::Location, true);
            add(location.fragment(), Part::Location, true);
        }
    }
    if !message.kind.is_on_the_way() {
        match exchange.form() {
            Some(form) => add(form, Part::Form, false),
            None => {
                let json = exchange.request.body.present().and_then(http::Body::json);
                let members = json.and_then(serde_json::Value::as_object).into_iter().flatten();
                found.extend(members.filter_map(|(name, value)| {
                    Some(Parameter { part: Part::Json, is_leaving: false, name, value: value.as_str()? })
                }));
            }
        }
    }
    found
}

/// The parameters that are compared over the messages of a login.
const COMPARED: [&str; 7] =
    ["state", "code", "redirect_uri", "client_id", "nonce", "refresh_token", "request_uri"];

/// In which message of a login each compared value came first.
#[derive(Default)]
pub(super) struct FirstSeen<'r> {
    values: HashMap<(&'r str, &'r str), usize>,
    /// The first message with any value, of names and of what reports put in their place: these are never compared with
    /// each other.
    any: HashMap<(&'r str, bool), usize>,
}

impl<'r> FirstSeen<'r> {
    pub(super) fn of(flow: &Flow<'r>) -> Self {
        let mut first = FirstSeen::default();
        for (index, message) in flow.messages.iter().enumerate() {
            for Parameter { is_leaving, name, value, .. } in parameters(message) {
                let is_compared = !is_leaving && COMPARED.contains(&name);
                let comparable = || Value::new(value).comparable();
                let Some(value) = is_compared.then(comparable).flatten() else { continue };
                first.values.entry((name, value)).or_insert(index);
                if !message.kind.is_on_the_way() {
                    first.any.entry((name, is_name(value))).or_insert(index);
                }
            }
        }
        first
    }

    /// What a comparison with the messages before says about a value.
    fn note(&self, index: usize, parameter: &Parameter<'_>) -> Option<Shown> {
        let Parameter { name, value, .. } = *parameter;
        let value = COMPARED.contains(&name).then(|| Value::new(value).comparable())??;
        let is_before = |at: &&usize| **at < index;
        if let Some(same) = self.values.get(&(name, value)).filter(is_before) {
            return Some(shown!("same as message ", Shown::number(*same as u32 + 1)));
        }
        let other = self.any.get(&(name, is_name(value))).filter(is_before)?;
        Some(shown!("differs from message ", Shown::number(*other as u32 + 1)))
    }
}

/// Whether a report put a name in place of the value.
fn is_name(value: &str) -> bool {
    Value::new(value).known().is_none()
}

pub(super) fn shown_parameters(
    index: usize,
    flow: &Flow<'_>,
    first: &FirstSeen<'_>,
    budget: &mut Budget,
    redactor: &Redactor,
) -> Vec<Field> {
    // The redirect's own parameters are shown where they arrive.
    let all = parameters(&flow.messages[index]).into_iter();
    let all = all.filter(|parameter| !parameter.is_leaving);
    budget.fields(index as u32 + 1, "parameters", all, |parameter| {
        let treatment = fields::parameter(parameter.name);
        let note = match parameter.name {
            _ if parameter.value.is_empty() => None,
            "code_verifier" => verifier_note(flow, parameter.value),
            _ => first.note(index, &parameter),
        };
        Some(Field {
            note,
            part: redactor.part(&parameter.part()),
            name: redactor.field_name(parameter.name),
            value: redactor.value(parameter.name, treatment, parameter.value),
            secret: treatment == Treatment::Secret,
        })
    })
}

/// Whether the verifier is the one of the request's challenge (RFC 7636 §4.6).
fn verifier_note(flow: &Flow<'_>, verifier: &str) -> Option<Shown> {
    let request = flow.authorization_request()?;
    let (challenge, verifier) = (request.code_challenge()?, Value::new(verifier));
    let matches = oauth::is_s256_of(challenge, verifier)? || challenge.same(verifier) == Some(true);
    let number = Shown::number(request.message as u32 + 1);
    Some(if matches { shown!("matches message ", number) } else { shown!("does not match message ", number) })
}
