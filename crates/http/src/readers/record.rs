//! What logs and traces tell of a request, and the exchange it makes.
//!
//! A log names some headers and no body. What it does not name was not recorded: it is never "empty" or "not there".

use super::location;
use super::via::{is_of_browser, via};
use crate::{
    Body, Captured, Context, Exchange, ExchangeId, Headers, Missing, NetworkError, Observer, Place,
    Provenance, Request, Response, Timestamp, Uri, Via,
};

/// What a log tells of a request.
pub(super) struct Record {
    pub(super) method: String,
    pub(super) uri: Uri,
    pub(super) started: Option<Timestamp>,
    /// In milliseconds.
    pub(super) took: Option<f64>,
    pub(super) request: Part,
    pub(super) status: Option<u16>,
    pub(super) response: Part,
    pub(super) error: Option<String>,
    /// Who wrote it, where it says so.
    pub(super) observer: Option<Observer>,
    /// How the request was made, where it says so, and where.
    pub(super) via: Option<Via>,
    pub(super) context: Context,
}

/// Headers and body of one direction.
pub(super) struct Part {
    pub(super) headers: Vec<(String, String)>,
    /// Whether these are all headers.
    pub(super) is_whole: bool,
    pub(super) body: Captured<Body>,
}

impl Default for Part {
    fn default() -> Self {
        Part { headers: Vec::new(), is_whole: false, body: Captured::Missing(Missing::NotRecorded) }
    }
}

impl Part {
    /// Who saw the request, where a proxy or a capture does not say it: whoever sent it.
    pub(super) fn observer(&self) -> Observer {
        let by_browser = is_of_browser(&Headers::from_pairs(self.headers.iter().cloned()));
        if by_browser { Observer::Browser } else { Observer::Server }
    }
}

impl Record {
    /// What was to be sent, of which no answer is told.
    pub(super) fn asked(method: String, uri: Uri, request: Part) -> Self {
        Record {
            method,
            uri,
            started: None,
            took: None,
            request,
            status: None,
            response: Part::default(),
            error: None,
            observer: None,
            via: None,
            context: Context::default(),
        }
    }

    /// Whether it is a method and an address without parameters, and nothing else.
    pub(super) fn is_mere_name(&self) -> bool {
        let is_bare = |part: &Part| part.headers.is_empty() && part.body.present().is_none();
        self.status.is_none()
            && self.error.is_none()
            && self.uri.query().is_empty()
            && is_bare(&self.request)
            && is_bare(&self.response)
    }

    pub(super) fn exchange(self, id: ExchangeId, place: Place) -> Exchange {
        let sent = Headers::from_pairs(self.request.headers);
        let via = self.via.unwrap_or_else(|| match via(&self.method, "", &sent, None) {
            Via::Fetch if !is_of_browser(&sent) => Via::Server,
            via => via,
        });
        let got = Headers::from_pairs(self.response.headers);
        let response = self.status.map(|status| Response {
            status,
            location: location(&self.uri, status, &got),
            // A page's request is judged by what the answer lacks.
            headers: captured(got, self.response.is_whole || via != Via::Fetch),
            body: self.response.body,
            from_cache: false,
        });
        let is_over = response.is_some() || self.error.is_some();
        let took = self.took.filter(|took| *took > 0.0).unwrap_or(0.0);
        let finished = self.started.filter(|_| is_over).map(Timestamp::as_millis);
        // Of a request it matters whether it carries credentials: some headers tell only if they are among them.
        let tells = self.request.is_whole || sent.has("authorization");
        Exchange {
            id,
            provenance: Provenance::at(place),
            started: self.started,
            finished: finished.and_then(|started| Timestamp::from_millis(started + took)),
            observer: self.observer.unwrap_or(Observer::Server),
            context: Context { via, ..self.context },
            request: Request {
                method: self.method,
                uri: self.uri,
                headers: captured(sent, tells),
                body: self.request.body,
            },
            response,
            error: self.error.as_deref().map(NetworkError::new),
        }
    }
}

fn captured(headers: Headers, tells: bool) -> Captured<Headers> {
    if headers.is_empty() || !tells {
        Captured::Missing(Missing::NotRecorded)
    } else {
        Captured::Present(headers)
    }
}
