//! What is in a response: members, claims, and what is known of the body.

use http::{Captured, Exchange, Timestamp};
use oauth::{Flow, FlowMessage, MessageKind};

use super::budget::Budget;
use crate::mask::fields::{self, Treatment};
use crate::mask::{Redactor, Shown, shown};
use crate::model::Field;
use crate::{resolve, words};

pub(super) fn response_fields(
    index: usize,
    flow: &Flow<'_>,
    budget: &mut Budget,
    redactor: &Redactor,
) -> Vec<Field> {
    const PART: &str = "response fields";
    let number = index as u32 + 1;
    let FlowMessage { kind, exchange, .. } = flow.messages[index];
    let body = exchange.response.as_ref().and_then(|response| response.body.present());
    let mut fields = Vec::new();
    if kind.expects_json() {
        match body.and_then(http::Body::json) {
            Some(serde_json::Value::Object(members)) => {
                fields.extend(budget.fields(number, PART, members.iter(), |(name, value)| {
                    let (value, secret) = resolve::shown_member(redactor, name, value, kind)?;
                    let part = shown!("response.json.", redactor.field_name(name));
                    Some(Field { part, name: redactor.field_name(name), value, secret, note: None })
                }));
            }
            _ => {
                let form = body.and_then(http::Body::form).filter(|_| kind == MessageKind::TokenRequest);
                let form = form.into_iter().flat_map(http::Parameters::iter);
                fields.extend(budget.fields(number, PART, form, |(name, value)| {
                    let treatment = fields::parameter(name);
                    Some(Field {
                        part: shown!("response.form.", redactor.field_name(name)),
                        name: redactor.field_name(name),
                        value: redactor.value(name, treatment, value.text()),
                        secret: treatment == Treatment::Secret,
                        note: None,
                    })
                }));
            }
        }
    }
    for token in flow.id_tokens().iter().filter(|token| token.message == index) {
        let members = token.jwt.header.iter().chain(&token.jwt.claims);
        fields.extend(budget.fields(number, PART, members, |(name, value)| {
            let (shown, secret) = resolve::shown_claim(redactor, name, value)?;
            let part = shown!("id_token.", redactor.field_name(name));
            let note = claim_note(name, value, token.server_time.or(token.local_time));
            Some(Field { part, name: redactor.field_name(name), value: shown, secret, note })
        }));
    }
    fields
}

/// A point in time in a claim, as distance from when the token arrived.
fn claim_note(name: &str, value: &serde_json::Value, arrived: Option<Timestamp>) -> Option<Shown> {
    if !matches!(name, "exp" | "iat" | "nbf" | "auth_time") {
        return None;
    }
    let distance = (value.as_f64()? - arrived?.as_seconds()).round() as i64;
    let span = words::duration(distance);
    Some(match distance {
        0 => Shown::from("as it arrived"),
        1.. => shown!(span, " after it arrived"),
        _ => shown!(span, " before it arrived"),
    })
}

pub(super) fn response_body(exchange: &Exchange, redactor: &Redactor) -> Shown {
    match exchange.response_body() {
        Captured::Present(body) => {
            let kind = exchange
                .response_header("content-type")
                .map_or(Shown::from("no content type"), |t| redactor.prose(t));
            match body.byte_length() {
                Some(0) => shown!(kind, " · empty"),
                Some(length) => shown!(kind, " · ", Shown::number(length as f64), " bytes"),
                None => kind,
            }
        }
        Captured::Missing(why) => Shown::from(why.reason()),
    }
}
