//! Pushed authorization requests (RFC 9126).

use http::{Body, Exchange, Parameters};
use jose::Jwt;
use serde_json::{Map, Value};

use crate::authorization::request_object;
use crate::classify::request_parameters;
use crate::flow::Flow;
use crate::message::MessageKind;
use crate::pointer::{Name, Part, Pointer};

/// A pushed authorization request (RFC 9126 §2.1) and its answer (§2.2, §2.3).
pub struct PushedRequest<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// The request's parameters.
    pub parameters: &'r Parameters,
    /// The members of the answer, where it is a JSON object.
    pub members: Option<&'r Map<String, Value>>,
}

impl<'r> PushedRequest<'r> {
    /// All of a login, in order.
    pub fn all(flow: &Flow<'r>) -> Vec<Self> {
        let read = |(message, exchange): (usize, &'r Exchange)| {
            let answer = exchange.response_body().present().copied().and_then(Body::json);
            let members = answer.and_then(Value::as_object);
            let parameters = request_parameters(exchange).unwrap_or_default();
            PushedRequest { message, exchange, parameters, members }
        };
        flow.of_kind(MessageKind::PushedAuthorizationRequest).map(read).collect()
    }

    /// A member of the answer that is text and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members?.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// For how many seconds the reference is good, from the answer on.
    pub fn lifetime(&self) -> Option<f64> {
        self.members?.get("expires_in")?.as_f64()
    }

    /// The request object that was pushed (RFC 9126 §3).
    pub fn request_object(&self) -> Option<Jwt> {
        request_object(self.parameters)
    }

    /// Points at a member of the answer.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }

    /// Points at a parameter that was pushed.
    pub fn sent(&self, name: impl Into<Name>) -> Pointer {
        let is_form = self.exchange.request.body.present().is_some_and(|body| body.form().is_some());
        let part = if is_form { Part::Form(name.into()) } else { Part::Json(name.into()) };
        Pointer::new(self.message, part)
    }
}
