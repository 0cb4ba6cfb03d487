//! Faults in plain sight: what in an authorization request looks wrong by itself, for where it is refused and nothing says why.

use http::Uri;
use oauth::{AuthorizationRequest, Pointer};

use crate::redirect_uri::{is_loopback, parsed};

/// Characters from which on providers and proxies cut or refuse a state.
const LONG_STATE: usize = 500;

/// Most places that are shown.
const SHOWN: usize = 4;

/// The parameters of a request that look wrong, each with what is wrong with it.
pub(crate) fn in_request(request: &AuthorizationRequest<'_>) -> Vec<(Pointer, &'static str)> {
    let address = parsed(request);
    let is_http = address.as_ref().is_some_and(|uri| uri.scheme() == "http" && !is_loopback(uri));
    let strange = |(name, value): (&str, &str)| {
        let looks = match value.trim() {
            "" if matches!(name, "client_id" | "redirect_uri" | "response_type" | "scope" | "state") => {
                "It is empty."
            }
            "undefined" | "null" | "None" | "[object Object]" => {
                "A variable without a value was written into the address."
            }
            trimmed if trimmed.len() != value.len() => "It begins or ends with white space.",
            _ if name == "redirect_uri" && Uri::parse(value).is_none() => "It is no absolute address.",
            _ if name == "redirect_uri" && is_http => {
                "An http address. Where the app runs behind a proxy that ends https, the proxy has to send X-Forwarded-Proto: https, and the app to trust it."
            }
            _ if name == "scope" && value.contains(['+', ',', '%']) => {
                "Scopes are separated by spaces; this has other marks between or in them."
            }
            _ if name == "state" && value.len() > LONG_STATE => {
                "A long state, which proxies and providers may cut or refuse."
            }
            _ if value.contains("%2F") || value.contains("%3A") || value.contains("%20") => {
                "It is encoded twice."
            }
            _ => return None,
        };
        Some((request.pointer(name.to_owned()), looks))
    };
    let own = request.parameters.iter().map(|(name, value)| (name, value.text()));
    own.filter_map(strange).take(SHOWN).collect()
}
