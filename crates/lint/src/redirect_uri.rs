//! The address to which the provider sends the browser back: what the provider says of it, and from where it was asked for.

use http::Uri;
use oauth::{AuthorizationRequest, Flow, MessageKind, Part, Pointer};

use crate::authorize_refusal::{provider_says, refusal_about, unknown_client};
use crate::error_page::ErrorPage;
use crate::parties::is_at_server_of;

/// With which words (lower case) providers speak of it.
const NAMES: [&str; 5] = ["redirect_uri", "redirect uri", "redirecturi", "redirect url", "callback url"];

/// Where the provider says that it refuses the `redirect_uri`.
pub(crate) fn refusal(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    const CODES: [&str; 3] = ["redirect_uri_mismatch", "invalid_redirect_uri", "redirect_mismatch"];
    // A page that does not know the client may show the whole request too.
    if unknown_client(request, flow).is_some() {
        return None;
    }
    refusal_about(request, flow, &CODES, &NAMES)
        .or_else(|| provider_says(request, flow, "redirect-uri/refused"))
}

/// Where the provider refuses a request and names no other reason: for addresses that every provider has to refuse.
pub(crate) fn unexplained_refusal(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    refusal(request, flow).or_else(|| {
        let page = ErrorPage::of(request, flow).filter(ErrorPage::blames_request)?;
        let other = ["client", "scope", "response_type", "response type", "expired", "denied"];
        page.says(&other).is_none().then(|| Pointer::new(page.message, Part::Status))
    })
}

/// The parsed `redirect_uri`.
pub(crate) fn parsed(request: &AuthorizationRequest<'_>) -> Option<Uri> {
    Uri::parse(request.redirect_uri()?.known()?)
}

/// Where the login began in the app, as far as the recording tells: the address of the app that sent the browser to the
/// provider, or its page's origin.
pub(crate) fn beginning(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> Option<(Uri, Pointer)> {
    let start = flow.of_kind(MessageKind::LoginStart).next();
    let started =
        start.map(|(message, exchange)| (exchange.request.uri.clone(), Pointer::new(message, Part::Url)));
    started.or_else(|| {
        let origin = Uri::parse(&request.exchange.requesting_origin()?)?;
        let is_provider = is_at_server_of(request, &origin);
        (!is_provider).then(|| (origin, Pointer::new(request.message, Part::Origin)))
    })
}

/// Whether a host is the machine itself (RFC 8252 §7.3).
pub(crate) fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host();
    matches!(host, "localhost" | "[::1]") || host.starts_with("127.") || host.ends_with(".localhost")
}
