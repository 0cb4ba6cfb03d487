//! What protected resources say about themselves (RFC 9728): MCP servers above all.

use http::{Exchange, Uri};
use serde_json::{Map, Value};

use crate::pointer::{Name, Part, Pointer};

/// A protected resource's metadata as it arrived.
pub struct ResourceMetadata<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    /// Its members.
    pub members: &'r Map<String, Value>,
}

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

impl<'r> ResourceMetadata<'r> {
    /// `None` where no JSON object was seen, or the answer is no success.
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Option<Self> {
        let ok = exchange.error.is_none() && (200..300).contains(&exchange.status()?);
        let members = exchange.response_body().present().copied().filter(|_| ok)?.json()?.as_object()?;
        Some(ResourceMetadata { message, exchange, members })
    }

    /// Whether somebody cut this out of a document: what is not in it may stand in the document.
    pub fn is_part(&self) -> bool {
        self.exchange.response_body().present().is_some_and(|body| body.is_part())
    }

    /// `resource`: the address of the protected resource.
    pub fn resource(&self) -> Option<Uri> {
        Uri::parse(self.members.get("resource")?.as_str()?)
    }

    /// The identifier into which the well-known part was inserted to make this address (RFC 9728 §3.1); `None` where the address
    /// is another one.
    pub fn identifier_of_address(&self) -> Option<String> {
        let uri = &self.exchange.request.uri;
        let (before, path) = uri.path().split_once(WELL_KNOWN)?;
        before.is_empty().then(|| format!("{}{path}", uri.origin()))
    }

    /// The entries of `authorization_servers`, with their places in it.
    pub fn authorization_servers(&self) -> impl Iterator<Item = &'r str> {
        let servers = self.members.get("authorization_servers").and_then(Value::as_array);
        servers.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Whether `resource` can be the resource whose metadata stands at this address (RFC 9728 §3.3): on the same origin,
    /// and on the same path or one above or below it, where the address names a path. `None` where it is not there.
    pub fn names_its_address(&self) -> Option<bool> {
        let resource = self.resource()?;
        let uri = &self.exchange.request.uri;
        if !resource.is_host_known() || !uri.is_host_known() {
            return None;
        }
        let (_, path) = uri.path().split_once(WELL_KNOWN)?;
        let (asked, named) = (path.trim_end_matches('/'), resource.path().trim_end_matches('/'));
        Some(resource.origin() == uri.origin() && (is_within(asked, named) || is_within(named, asked)))
    }

    /// Points at a member.
    pub fn pointer(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::ResponseJson(name.into()))
    }
}

fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
