//! A value as it stands, because somebody who owns the browser asked for it: for the clipboard, never for a report.

use http::Body;
use oauth::Flow;
use serde_json::Value;

use crate::mask::{Redactor, Shown};
use crate::view::parameters;

/// What stands at a part of a message, by the name that the message's fields have; `url` is its address. `None` where nothing is.
pub(crate) fn revealed(flow: &Flow<'_>, index: usize, part: &str, redactor: &Redactor) -> Option<Shown> {
    let message = flow.messages.get(index)?;
    let exchange = message.exchange;
    if part == "url" {
        return Some(text(exchange.request.uri.text().text()));
    }
    let called = |name: &str, prefix: &str| {
        part.strip_prefix(prefix).is_some_and(|wanted| wanted == redactor.field_name(name).as_str())
    };
    let header = |headers: &http::Headers, prefix: &str| {
        headers.iter().find(|(name, _)| called(name, prefix)).map(|(_, value)| text(value.text()))
    };
    let of_request = || exchange.request.headers.present().and_then(|headers| header(headers, "header."));
    let response = exchange.response.as_ref();
    let of_response = || response?.headers.present().and_then(|headers| header(headers, "response.header."));
    let body = || response?.body.present();
    let of_json = || {
        let members = body().and_then(Body::json).and_then(Value::as_object)?;
        let (_, value) = members.iter().find(|(name, _)| called(name, "response.json."))?;
        Some(Shown::revealed(value))
    };
    let of_form = || {
        let mut members = body().and_then(Body::form)?.iter();
        members.find(|(name, _)| called(name, "response.form.")).map(|(_, value)| text(value.text()))
    };
    let all = parameters::parameters(message);
    let parameter = all.iter().find(|parameter| redactor.part(&parameter.part()).as_str() == part);
    parameter
        .map(|parameter| text(parameter.value))
        .or_else(of_request)
        .or_else(of_response)
        .or_else(of_json)
        .or_else(of_form)
}

fn text(text: &str) -> Shown {
    Shown::revealed(&Value::from(text))
}
