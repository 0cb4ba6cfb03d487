//! What rules look at beside the messages that `oauth` reads.

use http::{Body, Exchange, Via};
use oauth::{Flow, MessageKind, Part, Pointer};

/// A response in which the client expects JSON (token, discovery, key set, UserInfo, pushed request) and whose body
/// was seen.
pub struct JsonResponse<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// What the message is.
    pub kind: MessageKind,
    /// The exchange.
    pub exchange: &'r Exchange,
    /// The body.
    pub body: &'r Body,
}

impl<'r> JsonResponse<'r> {
    pub(crate) fn all(flow: &Flow<'r>) -> Vec<Self> {
        flow.messages
            .iter()
            .enumerate()
            .filter(|(_, m)| m.kind.expects_json())
            .filter_map(|(message, m)| {
                let body = m.exchange.response.as_ref()?.body.present()?;
                Some(JsonResponse { message, kind: m.kind, exchange: m.exchange, body })
            })
            .collect()
    }

    /// Points at the body.
    pub fn body_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::ResponseBody)
    }

    /// Points at a response header.
    pub fn header_pointer(&self, name: &'static str) -> Pointer {
        Pointer::new(self.message, Part::ResponseHeader(name.into()))
    }

    /// The media type, in lower case; empty where there is none, `None` where headers were not seen.
    pub fn media_type(&self) -> Option<String> {
        Some(self.exchange.response.as_ref()?.headers.present()?.media_type())
    }

    /// Whether the status says success.
    pub fn is_ok(&self) -> bool {
        self.exchange.status().is_some_and(|status| (200..300).contains(&status))
    }
}

/// A request of a page to another origin: the browser hands the answer over only if CORS allows it.
pub struct CrossOriginFetch<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// What the message is.
    pub kind: MessageKind,
    /// The exchange.
    pub exchange: &'r Exchange,
    /// The page's origin.
    pub origin: String,
}

impl<'r> CrossOriginFetch<'r> {
    pub(crate) fn all(flow: &Flow<'r>) -> Vec<Self> {
        flow.messages
            .iter()
            .enumerate()
            .filter(|(_, m)| m.exchange.context.via == Via::Fetch || m.kind == MessageKind::Preflight)
            .filter_map(|(message, m)| {
                let origin = m.exchange.requesting_origin()?;
                let other = origin != m.exchange.request.uri.origin();
                other.then_some(CrossOriginFetch { message, kind: m.kind, exchange: m.exchange, origin })
            })
            .collect()
    }

    /// Points at a response header.
    pub fn header_pointer(&self, name: &'static str) -> Pointer {
        Pointer::new(self.message, Part::ResponseHeader(name.into()))
    }

    /// Points at where the page's origin stands.
    pub fn origin_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::Origin)
    }
}
