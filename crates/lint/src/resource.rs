//! A protected resource by its names: its address, what its metadata calls it, what a client asks for (RFC 9728, RFC 8707).

use http::{Exchange, Uri};
use oauth::{Challenge, Flow, MessageKind, ResourceMetadata};

use crate::parties::is_same_origin;

/// Whether two identifiers are one, character for character; an address without a path may have its slash (RFC 3986 §6.2.3).
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let is_root =
        |text: &str| Uri::parse(text).is_some_and(|uri| uri.path() == "/" && uri.query().is_empty());
    one == other || is_root(one) && is_root(other) && one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// The call whose challenge led to this metadata: it names the document's address.
pub(crate) fn challenged_call<'r>(
    document: &ResourceMetadata<'_>,
    flow: &Flow<'r>,
) -> Option<(usize, &'r Exchange)> {
    flow.of_kind(MessageKind::ResourceChallenge).find(|(_, call)| {
        metadata_address(call).is_some_and(|address| address.same_resource(&document.exchange.request.uri))
    })
}

/// The address of the metadata that a challenge names.
fn metadata_address(call: &Exchange) -> Option<Uri> {
    let challenges = Challenge::read_all(call.response_header("www-authenticate")?);
    Uri::parse(challenges.iter().find_map(|challenge| challenge.parameter("resource_metadata"))?)
}

/// Whether a document describes the API of a call: its resource is of the origin that was called.
pub(crate) fn is_of(document: &ResourceMetadata<'_>, call: &Exchange) -> bool {
    document.resource().is_some_and(|uri| is_same_origin(&uri, &call.request.uri))
}

/// The address of a call without its query: what clients take for the identifier of the API (RFC 9728 §3.3).
pub(crate) fn identifier(call: &Exchange) -> String {
    let text = call.request.uri.text().text();
    text.split(['?', '#']).next().unwrap_or(text).to_owned()
}
