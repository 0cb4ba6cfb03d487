//! Device authorization requests and responses.

use http::{Body, Exchange, Parameters};
use serde_json::{Map, Value};

use crate::classify::request_parameters;
use crate::flow::Flow;
use crate::message::MessageKind;
use crate::pointer::{Name, Part, Pointer};

/// A device authorization request (RFC 8628 §3.1) and its response (§3.2).
pub struct DeviceAuthorization<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The request's parameters.
    pub parameters: &'r Parameters,
    /// The members of the answer, where it is a JSON object.
    pub members: Option<&'r Map<String, Value>>,
    /// The parameters of the answer, where it is a form.
    pub form: Option<&'r Parameters>,
}

impl<'r> DeviceAuthorization<'r> {
    /// The first of a login.
    pub fn of(flow: &Flow<'r>) -> Option<Self> {
        let (message, exchange) = flow.of_kind(MessageKind::DeviceAuthorizationRequest).next()?;
        let body = exchange.response_body().present().copied();
        let members = body.and_then(Body::json).and_then(Value::as_object);
        let form = if members.is_none() { body.and_then(Body::form) } else { None };
        let parameters = request_parameters(exchange).unwrap_or_default();
        Some(DeviceAuthorization { message, exchange, parameters, members, form })
    }

    /// A member of the answer that is text and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let text = match self.members {
            Some(members) => members.get(name)?.as_str(),
            None => self.form?.text(name),
        };
        text.filter(|text| !text.is_empty())
    }

    /// A member of the answer that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.members {
            Some(members) => members.get(name)?.as_f64(),
            None => self.form?.text(name)?.parse().ok(),
        }
    }

    /// How long to wait between two polls, in seconds: 5 where the answer does not say (RFC 8628 §3.2).
    pub fn interval(&self) -> f64 {
        self.number("interval").unwrap_or(5.0)
    }

    /// Points at a member of the answer.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }
}
