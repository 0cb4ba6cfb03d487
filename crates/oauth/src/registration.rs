//! Client registration (RFC 7591).

use http::{Body, Exchange};
use serde_json::{Map, Value};

use crate::flow::Flow;
use crate::message::MessageKind;
use crate::pointer::{Name, Part, Pointer};

/// A registration request (RFC 7591 §3.1) and its answer (§3.2).
pub struct Registration<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// What the client asked for, where that was seen as a JSON object.
    pub asked: Option<&'r Map<String, Value>>,
    /// What the provider answered, where it is a JSON object.
    pub answer: Option<&'r Map<String, Value>>,
}

impl<'r> Registration<'r> {
    /// The newest of a login.
    pub fn of(flow: &Flow<'r>) -> Option<Self> {
        let (message, exchange) = flow.of_kind(MessageKind::Registration).next_back()?;
        let asked = object(exchange.request.body.present());
        let answer = object(exchange.response_body().present().copied());
        Some(Registration { message, exchange, asked, answer })
    }

    /// A member of the answer that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.answer?.get(name)?.as_str()
    }

    /// Whether the request has a member.
    pub fn asks(&self, name: &str) -> bool {
        self.asked.is_some_and(|asked| asked.contains_key(name))
    }

    /// A member of the request that is text.
    pub fn asked_text(&self, name: &str) -> Option<&str> {
        self.asked?.get(name)?.as_str()
    }

    /// Points at a member of the request.
    pub fn sent(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::Json(name.into()))
    }

    /// Points at a member of the answer.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }
}

fn object(body: Option<&Body>) -> Option<&Map<String, Value>> {
    body?.json()?.as_object()
}
