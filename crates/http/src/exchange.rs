//! One request and what came back.

use crate::redaction::Redaction;
use crate::{Body, Captured, Headers, Hop, Missing, Parameters, Provenance, Secret, Timestamp, Uri};

/// Names an exchange within one recording, in the order in which they were first seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExchangeId(pub u32);

/// One request and what came back: a response, a network error, both (a response that CORS hides from the page),
/// or nothing yet.
#[derive(Clone)]
pub struct Exchange {
    /// Its name in this recording.
    pub id: ExchangeId,
    /// Where it was read from.
    pub provenance: Provenance,
    /// When the request began, by the recording's clock: the observer's, unless it was moved onto another one.
    pub started: Option<Timestamp>,
    /// When the response or the error was complete.
    pub finished: Option<Timestamp>,
    /// Who saw it.
    pub observer: Observer,
    /// Where in the browser it happened.
    pub context: Context,
    /// The request.
    pub request: Request,
    /// The response, even if the page was not allowed to see it.
    pub response: Option<Response>,
    /// The network error.
    pub error: Option<NetworkError>,
}

/// Who saw an exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Observer {
    /// A browser, or a proxy beside it.
    Browser,
    /// The app's server: a `curl -v` transcript or a server's log.
    Server,
}

/// Where in the browser an exchange happened.
#[derive(Clone, Default)]
pub struct Context {
    /// How the request was made.
    pub via: Via,
    /// The browser's id of the request; the redirects that follow it have the same.
    pub request: Option<String>,
    /// Which tab; two tabs of one recording have different numbers.
    pub tab: Option<i64>,
    /// The tab that opened this one.
    pub opener: Option<i64>,
    /// Which frame of the tab; 0 is the page itself.
    pub frame: Option<i64>,
    /// The origin of the document that made the request.
    pub initiator: Option<Secret<String>>,
    /// Which cookie jar: private windows and containers have their own.
    pub container: Option<String>,
    /// When the tab was closed.
    pub tab_closed: Option<Timestamp>,
    /// By how many milliseconds the clock that wrote this was ahead of the recording's, onto which its times were moved.
    pub clock_ahead: f64,
}

/// How a request was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Via {
    /// A page: the address bar shows it.
    Page,
    /// A page in a window that another page opened.
    Popup,
    /// A frame inside a page.
    Frame,
    /// `fetch` or `XMLHttpRequest`.
    Fetch,
    /// A server, no browser.
    Server,
    /// The recording does not say.
    #[default]
    Unknown,
}

impl Context {
    /// Whether it happens in that tab, and the tab is still the same one.
    pub fn is_in(&self, tab: i64) -> bool {
        self.tab == Some(tab) && self.tab_closed.is_none()
    }

    /// Notes that a tab was opened by another one: what happens in it happens in a popup.
    pub fn opened_by(&mut self, tab: i64, opener: i64) {
        if self.is_in(tab) {
            self.opener = Some(opener);
            if self.via == Via::Page {
                self.via = Via::Popup;
            }
        }
    }

    /// Notes that its tab was closed.
    pub fn closed_at(&mut self, tab: i64, time: Timestamp) {
        if self.is_in(tab) {
            self.tab_closed = Some(time);
        }
    }
}

impl Via {
    /// Whether the result is a document in a window or a frame.
    pub fn is_navigation(self) -> bool {
        matches!(self, Via::Page | Via::Popup | Via::Frame)
    }
}

/// A request.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The target.
    pub uri: Uri,
    /// Its header fields.
    pub headers: Captured<Headers>,
    /// Its body.
    pub body: Captured<Body>,
}

/// A response.
#[derive(Clone)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Its header fields.
    pub headers: Captured<Headers>,
    /// Its body, decoded.
    pub body: Captured<Body>,
    /// Where a redirect goes, absolute.
    pub location: Option<Uri>,
    /// Whether it came from the browser's cache.
    pub from_cache: bool,
}

/// A network error in the browser's or curl's own words.
#[derive(Clone)]
pub struct NetworkError {
    /// The text as captured.
    pub text: Secret<String>,
    /// What it means.
    pub fault: NetworkFault,
}

/// What a network error means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NetworkFault {
    /// Nobody listens there, the peer reset the connection, or it timed out.
    Refused,
    /// The name has no address.
    NameNotResolved,
    /// TLS did not come to be.
    Tls,
    /// The response ended before it was complete.
    Truncated,
    /// The page or the user gave up: not an answer.
    Aborted,
    /// The browser blocked it: `net::ERR_FAILED`, `NS_ERROR_DOM_BAD_URI`.
    Blocked,
    /// An extension of the browser, or its tracking protection, blocked it.
    BlockedByClient,
    /// A proxy on the way did not let it through.
    Proxy,
    /// The browser followed redirects until it gave up.
    RedirectLoop,
    /// The body is not encoded as `Content-Encoding` says.
    Undecodable,
    /// The response forbids to be shown where it was asked for (`X-Frame-Options`, `frame-ancestors`).
    ResponseRefused,
    /// The page's own Content Security Policy forbids the request.
    Policy,
    /// Something else.
    Other,
}

impl NetworkError {
    /// From the browser's or curl's text.
    pub fn new(text: &str) -> Self {
        let upper = text.to_ascii_uppercase();
        let has = |needles: &[&str]| needles.iter().any(|needle| upper.contains(needle));
        let fault = if has(&["BLOCKED_BY_CLIENT", "BLOCKED_BY_EXTENSION", "NS_ERROR_TRACKING_URI"]) {
            NetworkFault::BlockedByClient
        } else if has(&["BLOCKED_BY_RESPONSE", "NS_ERROR_XFO_VIOLATION", "FRAME_ANCESTOR"]) {
            NetworkFault::ResponseRefused
        } else if has(&["BLOCKED_BY_CSP", "NS_ERROR_CSP"]) {
            NetworkFault::Policy
        } else if has(&["TOO_MANY_REDIRECTS", "REDIRECT_LOOP", "REDIRECTS FOLLOWED"]) {
            NetworkFault::RedirectLoop
        } else if has(&[
            "CONTENT_DECODING_FAILED",
            "INVALID_CONTENT_ENCODING",
            "CONTENT ENCODING",
            "CONTENT_ENCODING",
            "ERROR WHILE PROCESSING CONTENT UNENCODING",
        ]) {
            NetworkFault::Undecodable
        } else if has(&[
            "TUNNEL_CONNECTION",
            "ERR_PROXY",
            "NS_ERROR_PROXY",
            "FROM PROXY AFTER CONNECT",
            "CONNECT TUNNEL FAILED",
            "RESOLVE PROXY",
        ]) {
            NetworkFault::Proxy
        } else if has(&[
            "REFUSED",
            "CONNECTION_RESET",
            "NET_RESET",
            "TIMED_OUT",
            "TIMEOUT",
            "TIMED OUT",
            "ADDRESS_UNREACHABLE",
            "RESET BY PEER",
            "COULDN'T CONNECT",
            "COULD NOT CONNECT",
            "FAILED TO CONNECT",
            "CONNECTION_CLOSED",
            "EMPTY_RESPONSE",
            "EMPTY REPLY",
            "ECONNRESET",
            "ETIMEDOUT",
            "EHOSTUNREACH",
            "ENETUNREACH",
        ]) {
            NetworkFault::Refused
        } else if has(&[
            "NAME_NOT_RESOLVED",
            "UNKNOWN_HOST",
            "COULD NOT RESOLVE",
            "COULDN'T RESOLVE",
            "ENOTFOUND",
            "NO SUCH HOST",
            "EAI_AGAIN",
        ]) {
            NetworkFault::NameNotResolved
        } else if has(&[
            "CONTENT_LENGTH_MISMATCH",
            "INCOMPLETE_CHUNKED",
            "NET_PARTIAL_TRANSFER",
            "TRANSFER CLOSED WITH",
        ]) {
            NetworkFault::Truncated
        } else if has(&["SSL", "CERT_", "TLS", "CERTIFICATE", "SEC_ERROR_", "_CERT", "VERIFY_LEAF_SIGNATURE"])
        {
            NetworkFault::Tls
        } else if has(&["ABORTED", "CANCELLED", "CANCELED"]) {
            NetworkFault::Aborted
        } else if has(&["ERR_FAILED", "DOM_BAD_URI", "CORS"]) {
            NetworkFault::Blocked
        } else {
            NetworkFault::Other
        };
        NetworkError { text: Secret::from(text), fault }
    }

    /// Why the body is missing of a response that ended so.
    pub fn missing_body(&self) -> Missing {
        if self.fault == NetworkFault::Blocked { Missing::Blocked } else { Missing::NotRecorded }
    }
}

impl Exchange {
    /// What it takes to keep it, in bytes, roughly: its texts, and something for the rest.
    pub fn weight(&self) -> usize {
        const REST: usize = 400;
        let fields = |headers: &Captured<Headers>| {
            let fields = headers.present().into_iter().flat_map(Headers::iter);
            fields.map(|(name, value)| name.len() + value.text().len()).sum::<usize>()
        };
        let body = |body: &Captured<Body>| body.present().map_or(0, Body::weight);
        let response = self.response.as_ref().map_or(0, |response| {
            let location = response.location.as_ref().map_or(0, |to| to.text().text().len());
            fields(&response.headers) + body(&response.body) + location
        });
        let request = &self.request;
        REST + request.uri.text().text().len() + fields(&request.headers) + body(&request.body) + response
    }

    /// What is needed to tell whether a body is its own.
    pub fn without_content(&self) -> Exchange {
        let response = self.response.as_ref().map(|response| Response {
            status: response.status,
            headers: Captured::Missing(Missing::NotRecorded),
            body: Captured::Missing(Missing::NotRecorded),
            location: None,
            from_cache: response.from_cache,
        });
        let request = Request {
            method: self.request.method.clone(),
            uri: self.request.uri.clone(),
            headers: Captured::Missing(Missing::NotRecorded),
            body: Captured::Missing(Missing::NotRecorded),
        };
        Exchange {
            id: self.id,
            provenance: self.provenance,
            started: self.started,
            finished: self.finished,
            observer: self.observer,
            context: self.context.clone(),
            request,
            response,
            error: None,
        }
    }

    /// What tells it from other requests of a browser, those among them that share its id.
    pub fn hop(&self) -> Option<Hop> {
        let time = self.started?.as_millis();
        Some(Hop { request: self.context.request.clone()?, time })
    }

    /// Whether it is that request of a browser.
    pub fn is(&self, hop: &Hop) -> bool {
        self.context.request.as_deref() == Some(&*hop.request)
            && self.started.is_some_and(|started| started.as_millis() == hop.time)
    }

    /// The parameters of the request body, where it is a form.
    pub fn form(&self) -> Option<&Parameters> {
        self.request.body.present()?.form()
    }

    /// The request header's text.
    pub fn request_header(&self, name: &str) -> Option<&str> {
        self.request.headers.present()?.text(name)
    }

    /// The scheme and the credentials of the request's `Authorization` (RFC 9110 §11.4).
    pub fn authorization(&self) -> Option<(&str, &str)> {
        let (scheme, credentials) = self.request_header("authorization")?.trim().split_once(' ')?;
        Some((scheme, credentials.trim_start()))
    }

    /// The status of the response.
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().map(|response| response.status)
    }

    /// The response header's text.
    pub fn response_header(&self, name: &str) -> Option<&str> {
        self.response.as_ref()?.headers.present()?.text(name)
    }

    /// The response body, or why it was not seen.
    pub fn response_body(&self) -> Captured<&Body> {
        match (&self.response, &self.error) {
            (Some(Response { body: Captured::Present(body), .. }), _) => Captured::Present(body),
            (Some(Response { body: Captured::Missing(why), .. }), _) => Captured::Missing(*why),
            (None, Some(_)) => Captured::Missing(Missing::NoAnswer),
            (None, None) => Captured::Missing(Missing::NotYet),
        }
    }

    /// Where the response redirects to.
    pub fn location(&self) -> Option<&Uri> {
        self.response.as_ref()?.location.as_ref()
    }

    /// The server's clock: the `Date` of the response (RFC 9110 §6.6.1), unless a cache answered.
    pub fn server_time(&self) -> Option<Timestamp> {
        if self.response.as_ref()?.from_cache
            || self.response_header("age").is_some_and(|age| age.trim() != "0")
        {
            return None;
        }
        Timestamp::from_http_date(self.response_header("date")?)
    }

    /// The origin that made this request, where the recording tells: `Origin`, else the initiator, else `Referer`.
    pub fn requesting_origin(&self) -> Option<String> {
        if let Some(origin) = self.request_header("origin") {
            // One whose host was taken out is like the address of the page.
            let is_known = Redaction::of(origin) != Some(Redaction::TakenOut);
            return match Uri::parse(origin).filter(|_| !is_known) {
                Some(uri) => Some(uri.origin()),
                None => Some(origin.to_owned()),
            };
        }
        let from = self.context.initiator.as_ref().map(|i| i.text().to_owned());
        let from = from.or_else(|| self.request_header("referer").map(str::to_owned))?;
        Uri::parse(&from).map(|uri| uri.origin())
    }

    /// Whether this is a request of a page to another origin whose answer CORS guards.
    pub fn is_cross_origin_fetch(&self) -> bool {
        self.context.via == Via::Fetch
            && self.requesting_origin().is_some_and(|origin| origin != self.request.uri.origin())
    }

    /// Whether this is a CORS preflight (Fetch, "CORS-preflight request").
    pub fn is_preflight(&self) -> bool {
        self.request.method == "OPTIONS"
            && self
                .request
                .headers
                .present()
                .is_none_or(|h| h.has("access-control-request-method") || h.is_empty())
    }

    /// Whether the exchange is over: a whole response or an error. A server's transcript has no times, but shows only
    /// what is over.
    pub fn is_finished(&self) -> bool {
        self.finished.is_some()
            || self.error.is_some()
            || (self.observer == Observer::Server && self.response.is_some())
    }
}
