//! Browser events become exchanges.
//!
//! `webRequest` is the truth; DevTools entries only add bodies. The two share no id, so they are paired by method,
//! URL without fragment, and time.

use std::collections::{BTreeMap, HashMap};

use crate::{
    Body, CaptureEvent, Captured, Context, Exchange, ExchangeId, Headers, Hop, Missing, NetworkError,
    Observer, Parameters, Provenance, Request, Response, Secret, Timestamp, Uri, Via,
};

/// How far apart the two clocks of one request may be, in milliseconds: Chromium stamps DevTools entries up to 2 ms
/// earlier than `webRequest`, Firefox up to 140 ms later; a busy machine stretches both.
const PAIRING_WINDOW: f64 = 2_000.0;

/// Most exchanges that go on at a time, and most bytes of them and of the bodies that wait for them.
const OPEN_EXCHANGES: usize = 512;
const OPEN_BYTES: usize = 4_000_000;

/// To what share of those the oldest make room: whoever holds them has to fold in again what came after.
const KEPT_SHARE: f64 = 0.75;

/// Most tabs whose openers are known.
const OPENERS: usize = 4_096;

/// The fold of browser events into exchanges.
#[derive(Default)]
pub struct Assembler {
    next: u32,
    open: HashMap<String, Open>,
    /// The open ones by age.
    ages: BTreeMap<u32, String>,
    weight: usize,
    openers: BTreeMap<i64, i64>,
}

/// An exchange that goes on.
struct Open {
    exchange: Exchange,
    /// Its body, which DevTools told before it was over.
    content: Option<Content>,
    /// The bytes of both.
    weight: usize,
}

impl Open {
    fn weigh(&self) -> usize {
        self.exchange.weight() + self.content.as_ref().map_or(0, Content::weight)
    }
}

/// What an event did.
#[derive(Default)]
pub struct Step {
    /// An exchange that is over.
    pub finished: Option<Exchange>,
    /// The id of a request that began or went on.
    pub advanced: Option<String>,
    /// An exchange whose request began once more before it ended: how it ended is not known.
    pub interrupted: Option<Exchange>,
    /// Exchanges that never ended and had to make room.
    pub dropped: Vec<Exchange>,
    /// A body.
    pub content: Option<Content>,
    /// Whether it says nothing: it is about a request that is not there, or cannot be read.
    pub is_of_none: bool,
    /// A tab that was opened, and the tab that opened it.
    pub opened: Option<(i64, i64)>,
    /// A tab of which nobody remembers any more who opened it.
    pub lost_tab: Option<i64>,
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
    /// Which request brought it, where that was decided before.
    pub of: Option<Hop>,
}

/// A DevTools entry, or a body that was read while it passed.
pub struct Content {
    method: String,
    uri: Uri,
    time: f64,
    status: u16,
    request_body: Option<String>,
    /// None where it says nothing of the answer.
    body: Option<Captured<Body>>,
    of: Option<Hop>,
    passed: bool,
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
                let Some((uri, started)) = Uri::parse(&url).zip(Timestamp::from_millis(time)) else {
                    return Step { is_of_none: true, ..Step::default() };
                };
                // The same beginning once more says nothing.
                if self.exchange(&request).is_some_and(|open| {
                    open.started == Some(started) && open.request.uri == uri && open.request.method == method
                }) {
                    return Step { is_of_none: true, ..Step::default() };
                }
                let interrupted = self.take(&request).map(|open| open.exchange);
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
                    started: Some(started),
                    finished: None,
                    observer: Observer::Browser,
                    context,
                    request: Request { method, uri, headers: Captured::Missing(Missing::NotYet), body },
                    response: None,
                    error: None,
                };
                self.next += 1;
                self.begin(request.clone(), exchange);
                let dropped = self.make_room();
                Step { interrupted, advanced: Some(request), dropped, ..Step::default() }
            }
            CaptureEvent::RequestSent { request, headers, .. } => self.advance(request, |exchange| {
                exchange.request.headers = Captured::Present(Headers::from_pairs(headers));
            }),
            CaptureEvent::ResponseStarted { request, status, headers, .. } => {
                self.advance(request, |exchange| {
                    exchange.response = Some(response(&exchange.request.uri, status, headers));
                })
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
            CaptureEvent::Content { method, url, time, status, request_body, body, of, passed } => {
                let body = match Body::from_event(body) {
                    Ok(body) => Captured::Present(body),
                    Err(why) => Captured::Missing(why),
                };
                let content = Uri::parse(&url).map(|uri| Content {
                    method,
                    uri,
                    time,
                    status,
                    request_body,
                    body: Some(body),
                    of,
                    passed,
                });
                Step { is_of_none: content.is_none(), content, ..Step::default() }
            }
            CaptureEvent::TabOpened { tab, opener, .. } => {
                self.openers.insert(tab, opener);
                // Tabs are numbered upwards: the first one is the oldest. That it was closed was not seen.
                let is_full = self.openers.len() > OPENERS;
                let lost = if is_full { self.openers.pop_first() } else { None };
                self.open.values_mut().for_each(|open| open.exchange.context.opened_by(tab, opener));
                let lost = lost.map(|(tab, _)| tab);
                Step { opened: Some((tab, opener)), lost_tab: lost, ..Step::default() }
            }
            CaptureEvent::Navigated { tab, frame, time, url, of } => {
                let navigated = Timestamp::from_millis(time)
                    .zip(Uri::parse(&url))
                    .map(|(time, uri)| Navigation { tab, frame, time, uri, of });
                Step { is_of_none: navigated.is_none(), navigated, ..Step::default() }
            }
            CaptureEvent::TabClosed { tab, time } => {
                self.openers.remove(&tab);
                let closed = Timestamp::from_millis(time).map(|time| (tab, time));
                if let Some((tab, time)) = closed {
                    self.open.values_mut().for_each(|open| open.exchange.context.closed_at(tab, time));
                }
                Step { is_of_none: closed.is_none(), closed, ..Step::default() }
            }
        }
    }

    /// The exchanges that go on.
    pub fn open(&self) -> impl Iterator<Item = &Exchange> {
        self.open.values().map(|open| &open.exchange)
    }

    /// Whether one that goes on still wants a body.
    pub fn is_without_body(&self, exchange: &Exchange) -> bool {
        let open = exchange.context.request.as_deref().and_then(|request| self.open.get(request));
        open.is_some_and(|open| open.content.is_none())
    }

    /// The exchange that goes on under that id.
    pub fn exchange(&self, request: &str) -> Option<&Exchange> {
        self.open.get(request).map(|open| &open.exchange)
    }

    /// Bytes of the exchanges that go on, and of the bodies that wait for them, roughly.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Takes up a new exchange.
    fn begin(&mut self, request: String, exchange: Exchange) {
        self.ages.insert(exchange.id.0, request.clone());
        let mut open = Open { exchange, content: None, weight: 0 };
        open.weight = open.weigh();
        self.weight += open.weight;
        self.open.insert(request, open);
    }

    fn advance(&mut self, request: String, change: impl FnOnce(&mut Exchange)) -> Step {
        let is_open = self.change(&request, |open| change(&mut open.exchange));
        if !is_open {
            return Step { is_of_none: true, ..Step::default() };
        }
        Step { dropped: self.make_room(), advanced: Some(request), ..Step::default() }
    }

    /// Changes what goes on under that id; says whether anything does.
    fn change(&mut self, request: &str, change: impl FnOnce(&mut Open)) -> bool {
        let Some(open) = self.open.get_mut(request) else { return false };
        change(open);
        self.weight -= open.weight;
        open.weight = open.weigh();
        self.weight += open.weight;
        true
    }

    /// The oldest of too many go. A page can begin requests without end that never end.
    fn make_room(&mut self) -> Vec<Exchange> {
        let mut dropped = Vec::new();
        if self.open.len() <= OPEN_EXCHANGES && self.weight <= OPEN_BYTES {
            return dropped;
        }
        let share = |limit: usize| (limit as f64 * KEPT_SHARE) as usize;
        while self.open.len() > share(OPEN_EXCHANGES) || self.weight > share(OPEN_BYTES) {
            let Some((_, oldest)) = self.ages.pop_first() else { break };
            dropped.extend(self.take(&oldest).map(|open| open.exchange));
        }
        dropped
    }

    /// Forgets an exchange that goes on.
    pub fn abandon(&mut self, request: &str, id: ExchangeId) {
        if self.exchange(request).is_some_and(|exchange| exchange.id == id) {
            self.take(request);
        }
    }

    fn take(&mut self, request: &str) -> Option<Open> {
        let open = self.open.remove(request)?;
        self.ages.remove(&open.exchange.id.0);
        self.weight -= open.weight;
        Some(open)
    }

    fn finish(&mut self, request: &str, time: f64, end: impl FnOnce(&mut Exchange)) -> Step {
        let Some(Open { mut exchange, content, .. }) = self.take(request) else {
            return Step { is_of_none: true, ..Step::default() };
        };
        exchange.finished = Timestamp::from_millis(time);
        end(&mut exchange);
        if let Some(content) = content.filter(|content| content.fits(&exchange)) {
            content.put_into(&mut exchange);
        }
        Step { finished: Some(exchange), ..Step::default() }
    }

    /// Keeps a body until its exchange is over; what has to make room is answered. Of two that come, the second one may add
    /// what was sent.
    pub fn wait(&mut self, request: &str, content: Content) -> Vec<Exchange> {
        self.change(request, |open| match &mut open.content {
            Some(first) => first.request_body = first.request_body.take().or(content.request_body),
            None => open.content = Some(content),
        });
        self.make_room()
    }
}

impl Content {
    /// How far apart the two clocks of one request may be, in milliseconds.
    pub const WINDOW: f64 = PAIRING_WINDOW;

    /// When the request began by the clock of DevTools, in milliseconds since the epoch.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Whose it is, where that was decided before.
    pub fn of(&self) -> Option<&Hop> {
        self.of.as_ref()
    }

    /// Bytes that it takes, roughly.
    fn weight(&self) -> usize {
        let sent = self.request_body.as_ref().map_or(0, String::len);
        let body = self.body.as_ref().and_then(|body| body.present());
        sent + body.map_or(0, Body::weight) + self.uri.text().text().len()
    }

    /// Whether it was read while it passed.
    pub fn has_passed(&self) -> bool {
        self.passed
    }

    /// The same without the answer, which is known.
    pub fn without_answer(self) -> Self {
        Content { body: None, ..self }
    }

    /// Whether it says what was sent.
    pub fn has_request_body(&self) -> bool {
        self.request_body.is_some()
    }

    /// Whether this is the body that the exchange lacks.
    pub fn fits(&self, exchange: &Exchange) -> bool {
        let response = exchange.response.as_ref();
        self.is_of(exchange)
            && (self.body.is_none() || response.is_none_or(|response| response.body.present().is_none()))
    }

    /// Whether this may be said of that exchange.
    pub fn is_of(&self, exchange: &Exchange) -> bool {
        if let Some(of) = &self.of
            && !exchange.is(of)
        {
            return false;
        }
        let near =
            exchange.started.is_some_and(|started| (started.as_millis() - self.time).abs() <= PAIRING_WINDOW);
        let same_status = self.status == 0 || exchange.status().is_none_or(|status| status == self.status);
        near && same_status
            && self.method == exchange.request.method
            && self.uri.same_resource(&exchange.request.uri)
    }

    /// How far apart in time the two are, in milliseconds.
    pub fn distance(&self, exchange: &Exchange) -> f64 {
        exchange.started.map_or(f64::MAX, |started| (started.as_millis() - self.time).abs())
    }

    /// Puts the body into its exchange; says whether that told anything.
    pub fn put_into(self, exchange: &mut Exchange) -> bool {
        let mut has_told = false;
        // Chromium gives an empty body for an answer that it kept from the page or that broke off: why it is missing, the
        // error says better.
        let tells = |body: &Captured<Body>| {
            exchange.error.is_none() || body.present().is_some_and(|body| !body.is_blank())
        };
        let body = self.body.filter(tells);
        if let Some(response) = &mut exchange.response
            && response.body.missing() != Some(Missing::Redacted)
            && let Some(body) = body
        {
            response.body = body;
            has_told = true;
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
            has_told = true;
        }
        has_told
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
