//! Browser events become exchanges.
//!
//! `webRequest` is the truth; DevTools entries only add bodies. The two share no id, so they are paired by method,
//! URL without fragment, and time.

use std::collections::{BTreeMap, HashMap};

use crate::{
    Body, CaptureEvent, Captured, Context, EventBody, Exchange, ExchangeId, Headers, Missing, NetworkError,
    Observer, Parameters, Provenance, Request, Response, Secret, Timestamp, Uri, Via,
};

/// How far apart the two clocks of one request may be, in milliseconds: Chromium stamps DevTools entries up to 2 ms
/// earlier than `webRequest`, Firefox up to 140 ms later; a busy machine stretches both.
const PAIRING_WINDOW: f64 = 2_000.0;

/// How long a DevTools entry may wait for the `webRequest` events of its request, in milliseconds.
const WAITING_TIME: f64 = 10_000.0;

/// Most exchanges that go on at a time, and most bytes of them.
const OPEN_EXCHANGES: usize = 1_000;
const OPEN_BYTES: usize = 4_000_000;

/// How many DevTools entries may wait for the `webRequest` events of their request.
const WAITING_CONTENTS: usize = 64;

/// The fold of browser events into exchanges.
#[derive(Default)]
pub struct Assembler {
    next: u32,
    open: HashMap<String, Exchange>,
    /// The open ones by age, each with the bytes that it took when it began.
    ages: BTreeMap<u32, (String, usize)>,
    weight: usize,
    openers: HashMap<i64, i64>,
    waiting: Vec<Content>,
}

/// What an event did.
#[derive(Default)]
pub struct Step {
    /// An exchange that is over.
    pub finished: Option<Exchange>,
    /// The id of a request that began or went on.
    pub advanced: Option<String>,
    /// Exchanges that never ended and had to make room.
    pub dropped: Vec<Exchange>,
    /// A body for an exchange that is over already.
    pub content: Option<Content>,
    /// A tab that was opened, and the tab that opened it.
    pub opened: Option<(i64, i64)>,
    /// A tab that was closed.
    pub closed: Option<(i64, Timestamp)>,
    /// A document's URL with its fragment.
    pub navigated: Option<Navigation>,
}

/// Where a document arrived.
pub struct Navigation {
    /// The tab.
    pub tab: i64,
    /// The frame.
    pub frame: i64,
    /// When.
    pub time: Timestamp,
    /// The document's URL with its fragment.
    pub uri: Uri,
}

/// A DevTools entry.
pub struct Content {
    method: String,
    uri: Uri,
    time: f64,
    status: u16,
    request_body: Option<String>,
    body: Captured<Body>,
}

impl Assembler {
    /// Folds one event in.
    pub fn fold(&mut self, event: CaptureEvent) -> Step {
        match event {
            CaptureEvent::RequestStarted {
                request,
                time,
                method,
                url,
                resource,
                tab,
                frame,
                initiator,
                container,
                body,
            } => {
                let interrupted = self.take(&request);
                let mut dropped = Vec::new();
                if let Some(uri) = Uri::parse(&url) {
                    let opener = self.openers.get(&tab).copied();
                    let context = Context {
                        via: via(&resource, opener.is_some()),
                        request: Some(request.clone()),
                        tab: (tab >= 0).then_some(tab),
                        opener,
                        frame: (frame >= 0).then_some(frame),
                        initiator: initiator.map(Secret::new),
                        container,
                        tab_closed: None,
                        clock_ahead: 0.0,
                    };
                    let body = match Body::from_event(body) {
                        Ok(body) => Captured::Present(body),
                        Err(why) => Captured::Missing(why),
                    };
                    let exchange = Exchange {
                        id: ExchangeId(self.next),
                        provenance: Provenance::Live,
                        started: Timestamp::from_millis(time),
                        finished: None,
                        observer: Observer::Browser,
                        context,
                        request: Request { method, uri, headers: Captured::Missing(Missing::NotYet), body },
                        response: None,
                        error: None,
                    };
                    self.next += 1;
                    dropped = self.begin(request.clone(), exchange);
                }
                Step { finished: interrupted, advanced: Some(request), dropped, ..Step::default() }
            }
            CaptureEvent::RequestSent { request, headers, .. } => {
                if let Some(exchange) = self.open.get_mut(&request) {
                    exchange.request.headers = Captured::Present(Headers::from_pairs(headers));
                }
                Step { advanced: Some(request), ..Step::default() }
            }
            CaptureEvent::ResponseStarted { request, status, headers, .. } => {
                if let Some(exchange) = self.open.get_mut(&request) {
                    exchange.response = Some(response(&exchange.request.uri, status, headers));
                }
                Step { advanced: Some(request), ..Step::default() }
            }
            CaptureEvent::Redirected { request, time, status, location, headers } => {
                self.finish(&request, time, |exchange| {
                    let mut redirect = response(&exchange.request.uri, status, headers);
                    redirect.location = Uri::parse(&location).or(redirect.location);
                    redirect.body = Captured::Present(Body::Empty);
                    exchange.response = Some(redirect);
                })
            }
            CaptureEvent::Completed { request, time, status, from_cache } => {
                self.finish(&request, time, |exchange| {
                    let response = exchange.response.get_or_insert(Response {
                        status,
                        headers: Captured::Missing(Missing::NotRecorded),
                        body: Captured::Missing(Missing::NotRecorded),
                        location: None,
                        from_cache,
                    });
                    response.from_cache = from_cache;
                })
            }
            CaptureEvent::Failed { request, time, error } => self.finish(&request, time, |exchange| {
                let error = NetworkError::new(&error);
                if let Some(response) = &mut exchange.response
                    && response.body.present().is_none()
                {
                    response.body = Captured::Missing(error.missing_body());
                }
                exchange.error = Some(error);
            }),
            CaptureEvent::Content { method, url, time, status, request_body, body } => {
                self.content(method, &url, time, status, request_body, body)
            }
            CaptureEvent::TabOpened { tab, opener, .. } => {
                self.openers.insert(tab, opener);
                self.open.values_mut().for_each(|exchange| exchange.context.opened_by(tab, opener));
                Step { opened: Some((tab, opener)), ..Step::default() }
            }
            CaptureEvent::Navigated { tab, frame, time, url } => {
                Step {
                    navigated: Timestamp::from_millis(time)
                        .zip(Uri::parse(&url))
                        .map(|(time, uri)| Navigation { tab, frame, time, uri }),
                    ..Step::default()
                }
            }
            CaptureEvent::TabClosed { tab, time } => {
                self.openers.remove(&tab);
                Step { closed: Timestamp::from_millis(time).map(|time| (tab, time)), ..Step::default() }
            }
        }
    }

    /// The exchanges that go on.
    pub fn open(&self) -> impl Iterator<Item = &Exchange> {
        self.open.values()
    }

    /// The exchange that goes on under that id.
    pub fn exchange(&self, request: &str) -> Option<&Exchange> {
        self.open.get(request)
    }

    /// Takes up a new exchange; the oldest of too many make room. A page can begin requests without end that never end.
    fn begin(&mut self, request: String, exchange: Exchange) -> Vec<Exchange> {
        let weight = exchange.weight();
        self.weight += weight;
        self.ages.insert(exchange.id.0, (request.clone(), weight));
        self.open.insert(request, exchange);
        let mut dropped = Vec::new();
        while self.open.len() > OPEN_EXCHANGES || self.weight > OPEN_BYTES && self.open.len() > 1 {
            let Some((_, (oldest, _))) = self.ages.first_key_value() else { break };
            dropped.extend(self.take(&oldest.clone()));
        }
        dropped
    }

    fn take(&mut self, request: &str) -> Option<Exchange> {
        let exchange = self.open.remove(request)?;
        let (_, weight) = self.ages.remove(&exchange.id.0).unwrap_or_default();
        self.weight -= weight;
        Some(exchange)
    }

    fn finish(&mut self, request: &str, time: f64, end: impl FnOnce(&mut Exchange)) -> Step {
        let Some(mut exchange) = self.take(request) else { return Step::default() };
        exchange.finished = Timestamp::from_millis(time);
        end(&mut exchange);
        if let Some(at) = self.waiting.iter().position(|content| content.fits(&exchange)) {
            self.waiting.remove(at).put_into(&mut exchange);
        }
        Step { finished: Some(exchange), ..Step::default() }
    }

    fn content(
        &mut self,
        method: String,
        url: &str,
        time: f64,
        status: u16,
        request_body: Option<String>,
        body: EventBody,
    ) -> Step {
        let Some(uri) = Uri::parse(url) else { return Step::default() };
        let body = match Body::from_event(body) {
            Ok(body) => Captured::Present(body),
            Err(why) => Captured::Missing(why),
        };
        Step { content: Some(Content { method, uri, time, status, request_body, body }), ..Step::default() }
    }

    /// Keeps a body whose exchange is not over yet; the oldest makes room.
    pub fn wait(&mut self, content: Content) {
        // Those of requests that play no role are never fetched: they must not stay either.
        self.waiting.retain(|earlier| (content.time - earlier.time).abs() < WAITING_TIME);
        if self.waiting.len() == WAITING_CONTENTS {
            self.waiting.remove(0);
        }
        self.waiting.push(content);
    }
}

impl Content {
    /// How far apart the two clocks of one request may be, in milliseconds.
    pub const WINDOW: f64 = PAIRING_WINDOW;

    /// When the request began by the clock of DevTools, in milliseconds since the epoch.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Whether this is a body of that exchange, or of another one for the same.
    pub fn is_for(&self, exchange: &Exchange) -> bool {
        self.method == exchange.request.method && self.uri.same_resource(&exchange.request.uri)
    }

    /// Whether this is a body of that exchange.
    pub fn fits(&self, exchange: &Exchange) -> bool {
        let near =
            exchange.started.is_some_and(|started| (started.as_millis() - self.time).abs() <= PAIRING_WINDOW);
        let same_status = self.status == 0 || exchange.status().is_none_or(|status| status == self.status);
        near && same_status
            && self.method == exchange.request.method
            && self.uri.same_resource(&exchange.request.uri)
            && exchange.response.as_ref().is_none_or(|response| response.body.present().is_none())
    }

    /// How far apart in time the two are, in milliseconds.
    pub fn distance(&self, exchange: &Exchange) -> f64 {
        exchange.started.map_or(f64::MAX, |started| (started.as_millis() - self.time).abs())
    }

    /// Puts the body into its exchange.
    pub fn put_into(self, exchange: &mut Exchange) {
        // Chromium gives an empty body for an answer that it kept from the page or that broke off: why it is missing, the
        // error says better.
        let tells = exchange.error.is_none() || self.body.present().is_some_and(|body| !body.is_blank());
        if let Some(response) = &mut exchange.response
            && response.body.missing() != Some(Missing::Redacted)
            && tells
        {
            response.body = self.body;
        }
        // DevTools keeps the order of a form's parameters; webRequest does not.
        if let Some(text) = self.request_body
            && !text.is_empty()
            && match &exchange.request.body {
                Captured::Present(body) => matches!(body, Body::Form(_)),
                Captured::Missing(why) => *why != Missing::Redacted,
            }
        {
            exchange.request.body = Captured::Present(Body::from_text(text));
        }
    }
}

fn response(request: &Uri, status: u16, headers: Vec<(String, String)>) -> Response {
    let headers = Headers::from_pairs(headers);
    let location = if (300..400).contains(&status) {
        headers.captured("location").and_then(|l| request.join(l.text()))
    } else {
        None
    };
    Response {
        status,
        location,
        headers: Captured::Present(headers),
        body: Captured::Missing(Missing::NotRecorded),
        from_cache: false,
    }
}

fn via(resource: &str, opened: bool) -> Via {
    match resource {
        "main_frame" | "outermost_frame" if opened => Via::Popup,
        "main_frame" | "outermost_frame" => Via::Page,
        "sub_frame" => Via::Frame,
        "xmlhttprequest" => Via::Fetch,
        _ => Via::Unknown,
    }
}

/// A form body in the order in which it was sent, for tests and for readers that have it as pairs.
impl From<Parameters> for Body {
    fn from(parameters: Parameters) -> Self {
        if parameters.is_empty() { Body::Empty } else { Body::Form(parameters) }
    }
}
