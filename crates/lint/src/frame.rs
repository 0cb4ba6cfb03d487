//! Pages that do not let themselves be shown in a frame.

use http::{Exchange, NetworkFault, Uri, csp};
use oauth::{Part, Pointer};

use crate::parties::is_same_origin;

/// Where an answer forbids the page of that origin to show it in a frame, or the browser says that it does.
pub(crate) fn refuses_frame(message: usize, exchange: &Exchange, parent: &str) -> Option<Pointer> {
    let reported = exchange.error.as_ref().is_some_and(|error| error.fault == NetworkFault::ResponseRefused);
    let parent = Uri::parse(parent);
    forbids_frame(message, exchange, parent.as_ref())
        .or_else(|| reported.then(|| Pointer::new(message, Part::NetworkError)))
}

/// The header that forbids that page to show this one. Where there is `frame-ancestors`, `X-Frame-Options` counts for
/// nothing (Content Security Policy Level 3 §6.4.2.2).
pub(crate) fn forbids_frame(message: usize, exchange: &Exchange, parent: Option<&Uri>) -> Option<Pointer> {
    let headers = exchange.response.as_ref()?.headers.present()?;
    let uri = &exchange.request.uri;
    let header = |name: &'static str| Pointer::new(message, Part::ResponseHeader(name.into()));
    let ancestors = csp::directives(headers, &["frame-ancestors"]);
    if !ancestors.is_empty() {
        let forbids = |directive: &&csp::Directive<'_>| match parent {
            Some(parent) => !directive.allows(uri, parent),
            None => directive.sources.eq_ignore_ascii_case("'none'"),
        };
        let directive = ancestors.iter().find(forbids)?;
        return Some(header("content-security-policy").marking(directive.range.clone()));
    }
    let options = headers.text("x-frame-options")?.trim().to_ascii_lowercase();
    let forbids = match options.as_str() {
        "deny" => true,
        "sameorigin" => parent.is_some_and(|parent| !is_same_origin(parent, uri)),
        _ => false,
    };
    forbids.then(|| header("x-frame-options"))
}
