//! The parameters of a message, and what a comparison with the messages before says about them.

use http::Value;
use oauth::{Flow, FlowMessage, MessageKind, Part};

use crate::fields::{self, Treatment};
use crate::model::Field;
use crate::redact::{Redactor, Shown, shown};

/// A parameter as it was captured.
pub(crate) struct Parameter {
    pub(crate) part: Part,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The query, fragment and form parameters of a message; of the provider's own pages nothing, they are not ours.
pub(crate) fn parameters(message: &FlowMessage<'_>) -> Vec<Parameter> {
    let exchange = message.exchange;
    let mut found = Vec::new();
    let mut add = |parameters: http::Parameters, part: fn(oauth::Name) -> Part| {
        found.extend(parameters.iter().map(|(name, value)| Parameter {
            part: part(name.to_owned().into()),
            name: name.to_owned(),
            value: value.text().to_owned(),
        }));
    };
    add(exchange.request.uri.query(), Part::Query);
    add(exchange.request.uri.fragment(), Part::Fragment);
    if let Some(location) = exchange.location() {
        let is_response = message.kind == MessageKind::AuthorizationRequest || message.kind.is_on_the_way();
        if is_response {
            add(location.query(), Part::Location);
            add(location.fragment(), Part::Location);
        }
    }
    if !message.kind.is_on_the_way() {
        match exchange.form() {
            Some(form) => add(form, Part::Form),
            None => {
                let json = exchange.request.body.present().and_then(http::Body::json);
                if let Some(serde_json::Value::Object(members)) = json {
                    let pairs = members
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
                    add(http::Parameters::from_pairs(pairs), Part::Json);
                }
            }
        }
    }
    found
}

pub(super) fn shown_parameters(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Vec<Field> {
    let message = &flow.messages[index];
    parameters(message)
        .into_iter()
        // The redirect's own parameters are shown where they arrive.
        .filter(|parameter| !matches!(parameter.part, Part::Location(_)))
        .map(|parameter| {
            let treatment = fields::parameter(&parameter.name);
            Field {
                note: parameter_note(index, flow, &parameter),
                part: redactor.prose(&parameter.part.path()),
                name: redactor.field_name(&parameter.name),
                value: redactor.value(&parameter.name, treatment, &parameter.value),
                secret: treatment == Treatment::Secret,
            }
        })
        .collect()
}

/// What a comparison with the messages before says about a value.
fn parameter_note(index: usize, flow: &Flow<'_>, parameter: &Parameter) -> Option<Shown> {
    if parameter.value.is_empty() {
        return None;
    }
    let earlier = || flow.messages[..index].iter().enumerate();
    if parameter.name == "code_verifier" {
        let request = flow.authorization_request()?;
        let challenge = request.code_challenge()?.known()?;
        let verifier = Value::new(&parameter.value).known()?;
        let matches = jose::s256(verifier) == challenge || verifier == challenge;
        let number = Shown::number(request.message as u32 + 1);
        return Some(if matches {
            shown!("matches message ", number)
        } else {
            shown!("does not match message ", number)
        });
    }
    let compared = ["state", "code", "redirect_uri", "client_id", "nonce", "refresh_token", "request_uri"];
    if !compared.contains(&parameter.name.as_str()) {
        return None;
    }
    let value = Value::new(&parameter.value);
    let has = |m: &FlowMessage<'_>, same: bool| {
        parameters(m).iter().any(|p| {
            p.name == parameter.name
                && Value::new(&p.value).same(value) == Some(same)
                && !matches!(p.part, Part::Location(_))
        })
    };
    let same = earlier().find(|(_, m)| has(m, true));
    if let Some((at, _)) = same {
        return Some(shown!("same as message ", Shown::number(at as u32 + 1)));
    }
    let other = earlier().find(|(_, m)| !m.kind.is_on_the_way() && has(m, false));
    other.map(|(at, _)| shown!("differs from message ", Shown::number(at as u32 + 1)))
}
