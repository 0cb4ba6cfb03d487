//! Whether the answer at the app's address is one of the provider's server.

use http::{Exchange, Headers};
use oauth::{AuthorizationResponse, Flow, MessageKind, Part};

use crate::parties::is_same_host;

/// What an answer at the app's address has in common with the provider's.
pub(crate) struct Alike {
    /// The index of the provider's message.
    pub(crate) message: usize,
    header: String,
}

/// Headers that say nothing of the server that sends them.
const COMMON: [&str; 21] = [
    "age",
    "alt-svc",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "location",
    "pragma",
    "server",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
    "vary",
    "via",
    "x-content-type-options",
];

/// So many headers are the same by no chance.
const ENOUGH: usize = 4;

impl Alike {
    /// The header that shows it.
    pub(crate) fn part(&self) -> Part {
        Part::ResponseHeader(self.header.clone().into())
    }
}

/// The provider's answer whose marks the failed answer at the app's address has, and none of the app's own answers.
pub(crate) fn answered_like_provider(response: &AuthorizationResponse<'_>, flow: &Flow<'_>) -> Option<Alike> {
    let callback = response.exchange;
    let uri = &callback.request.uri;
    let own = headers(callback).filter(|_| matches!(callback.status(), Some(400 | 403 | 404 | 405)))?;
    let is_at_provider =
        |kind: MessageKind| kind == MessageKind::AuthorizationRequest || kind.is_on_the_way();
    let provider = flow.messages.iter().enumerate().filter(|(_, m)| is_at_provider(m.kind));
    let mut provider = provider.filter(|(_, m)| !is_same_host(&m.exchange.request.uri, uri));
    let is_of_app = |name: &str, value: &str| {
        let mut answers = flow.messages.iter().map(|m| m.exchange).filter(|e| e.id != callback.id);
        answers.any(|e| is_same_host(&e.request.uri, uri) && e.response_header(name) == Some(value))
    };
    provider.find_map(|(message, m)| {
        let theirs = headers(m.exchange)?;
        let shared: Vec<&str> = own
            .iter()
            .filter(|(name, value)| {
                let name = name.to_ascii_lowercase();
                !COMMON.contains(&name.as_str())
                    && theirs.text(&name) == Some(value.text())
                    && !is_of_app(&name, value.text())
            })
            .map(|(name, _)| name)
            .collect();
        let header = shared.iter().max_by_key(|name| own.text(name).map_or(0, str::len))?;
        (shared.len() >= ENOUGH).then(|| Alike { message, header: header.to_ascii_lowercase() })
    })
}

fn headers(exchange: &Exchange) -> Option<&Headers> {
    exchange.response.as_ref()?.headers.present()
}
