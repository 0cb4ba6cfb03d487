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
}

impl<'r> DeviceAuthorization<'r> {
    /// The first of a login.
    pub fn of(flow: &Flow<'r>) -> Option<Self> {
        let (message, exchange) = flow.of_kind(MessageKind::DeviceAuthorizationRequest).next()?;
        let answer = exchange.response_body().present().copied().and_then(Body::json);
        let members = answer.and_then(Value::as_object);
        let parameters = request_parameters(exchange).unwrap_or_default();
        Some(DeviceAuthorization { message, exchange, parameters, members })
    }

    /// A member of the answer that is text and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members?.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// How long to wait between two polls, in seconds: 5 where the answer does not say (RFC 8628 §3.2).
    pub fn interval(&self) -> f64 {
        self.members.and_then(|members| members.get("interval")?.as_f64()).unwrap_or(5.0)
    }

    /// Points at a member of the answer.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }
}
