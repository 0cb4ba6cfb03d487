//! What the Fetch standard's checks say of a request of a page to another origin, where nothing shows that it was answered.

use http::NetworkFault;
use http::cors::{self, CorsRefusal, PreflightRefusal};
use oauth::{Flow, MessageKind, Part, Pointer};

use crate::evidence::{Evidence, Phrase};
use crate::login::{CrossOriginFetch, goes_on_with_token, succeeds_later};

/// What refuses a request, or its preflight.
pub(crate) enum FetchFailure<'h> {
    /// The headers of the answer, to a request or a preflight.
    Answer(CorsRefusal),
    /// What the answer to a preflight allows.
    Preflight(PreflightRefusal<'h>),
}

/// What refuses the request; `None` where nothing does, or where the page went on with the answer.
pub(crate) fn refusal<'f>(fetch: &'f CrossOriginFetch<'_>, flow: &Flow<'_>) -> Option<FetchFailure<'f>> {
    let exchange = fetch.exchange;
    let fault = exchange.error.as_ref().map(|error| error.fault);
    let is_opaque = exchange.request_header("sec-fetch-mode").is_some_and(|mode| mode != "cors");
    if is_opaque || fault.is_some_and(|fault| fault != NetworkFault::Blocked) {
        return None;
    }
    let answer = exchange.response.as_ref()?.headers.present()?;
    let request = exchange.request.headers.present();
    let is_preflight = fetch.kind == MessageKind::Preflight;
    let went_on = if is_preflight { went_out(fetch, flow) } else { goes_on_with_token(flow, fetch.message) };
    if fault.is_none() && went_on {
        return None;
    }
    if is_preflight && !exchange.status().is_some_and(|status| (200..300).contains(&status)) {
        return None;
    }
    // A preflight never carries credentials, and one that is answered for them says so itself.
    let with_credentials = !is_preflight && request.is_some_and(|headers| headers.has("cookie"));
    match cors::check(&fetch.origin, with_credentials, answer) {
        Err(why) => Some(FetchFailure::Answer(why)),
        Ok(()) if is_preflight => cors::check_preflight(request?, answer).err().map(FetchFailure::Preflight),
        Ok(()) => None,
    }
}

/// Whether the request behind a preflight was sent and answered.
pub(crate) fn went_out(preflight: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> bool {
    flow.messages.iter().skip(preflight.message + 1).any(|later| {
        later.kind != MessageKind::Preflight
            && preflight.is_preflight_of(later.exchange)
            && later.exchange.response.is_some()
            && later.exchange.error.is_none()
    })
}

/// The header that the page's origin needs in the answer.
pub(crate) fn has_to_carry(fetch: &CrossOriginFetch<'_>) -> Phrase {
    Phrase::from("The answer has to carry: Access-Control-Allow-Origin: ").value(fetch.origin_pointer())
}

/// Shows what a preflight's answer allows with that header, or the status of one that has no such header.
pub(crate) fn show_allowed(
    evidence: Evidence,
    fetch: &CrossOriginFetch<'_>,
    header: &'static str,
) -> Evidence {
    match fetch.exchange.response_header(header) {
        Some(_) => evidence.noted(fetch.header_pointer(header), "what the server allows"),
        None => evidence.at(Pointer::new(fetch.message, Part::Status)),
    }
}

/// A refusal after which the same request was answered is none of the login's end.
pub(crate) fn judged(evidence: Evidence, fetch: &CrossOriginFetch<'_>, flow: &Flow<'_>) -> Evidence {
    evidence.warning_if(succeeds_later(flow, fetch.message))
}
