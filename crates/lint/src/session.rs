//! A deterministic fold: events in, logins out. The same events give the same logins, whenever they are replayed.

use std::collections::{HashSet, VecDeque};

use http::{Assembler, CaptureEvent, Captured, Content, Exchange, ExchangeId, Missing, clock};
use oauth::{Correlator, Flow, MessageKind, correlate, is_other_protocol};

use crate::diagnosis::{Diagnosis, Outcome};
use crate::engine::diagnose;

/// Most exchanges that are kept; the oldest make room.
const KEPT_EXCHANGES: usize = 2_000;

/// Most exchanges that wait for a body to tell their role.
const WAITING_EXCHANGES: usize = 256;

/// How long a body may be on its way, in milliseconds.
const BODY_DELAY: f64 = 30_000.0;

/// How far the URL of a document may lag behind its request, in milliseconds.
const NAVIGATION_WINDOW: f64 = 30_000.0;

/// What became of the exchanges of a file.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The ids that they got.
    pub ids: std::ops::Range<u32>,
    /// How far the clock of their machine was ahead of that of the files before, in milliseconds, where it was; negative:
    /// behind. Their times were moved by that.
    pub clock_ahead: Option<f64>,
}

/// One recording, live or read from files.
#[derive(Default)]
pub struct Session {
    assembler: Assembler,
    /// Decides, as exchanges end, which of them play a role.
    live: Correlator,
    kept: Vec<Exchange>,
    /// Calls to a provider whose role a body still on its way may tell, the oldest first.
    undecided: VecDeque<Exchange>,
    seen: usize,
    /// Files that were imported.
    inputs: u32,
    is_over: bool,
}

/// What an ingestion did.
#[derive(Default, Debug, PartialEq)]
pub struct Ingested {
    /// Whether the logins may have changed.
    pub changed: bool,
    /// `webRequest` ids of requests that play no role: nobody needs to remember their events.
    pub forget: Vec<String>,
    /// Requests whose bodies are nobody's business: passwords, what an app does with its token.
    pub strip: Vec<Hop>,
}

/// One request of a chain of redirects, which share an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// Its `webRequest` id.
    pub request: String,
    /// When it began, in milliseconds since the epoch.
    pub time: f64,
}

/// A login and its diagnosis.
pub struct Login<'s> {
    /// Its messages.
    pub flow: Flow<'s>,
    /// What became of it and why.
    pub diagnosis: Diagnosis,
}

impl Session {
    /// An empty recording.
    pub fn new() -> Self {
        Session::default()
    }

    /// Folds browser events in.
    pub fn ingest(&mut self, events: Vec<CaptureEvent>) -> Ingested {
        let mut ingested = Ingested::default();
        for event in events {
            let step = self.assembler.fold(event);
            if let Some(exchange) = step.finished {
                self.seen += 1;
                self.decide(exchange, &mut ingested);
            }
            if let Some(content) = step.content {
                self.attach(content, &mut ingested);
            }
            if let Some((tab, opener)) = step.opened {
                self.kept.iter_mut().for_each(|exchange| exchange.context.opened_by(tab, opener));
            }
            if let Some((tab, time)) = step.closed {
                for exchange in self
                    .kept
                    .iter_mut()
                    .filter(|e| e.context.tab == Some(tab) && e.context.tab_closed.is_none())
                {
                    exchange.context.tab_closed = Some(time);
                    ingested.changed = true;
                }
            }
            if let Some(navigation) = step.navigated {
                let arrived = self.kept.iter_mut().rev().find(|exchange| {
                    exchange.context.tab == Some(navigation.tab)
                        && exchange.context.frame == Some(navigation.frame)
                        && exchange.request.uri.same_resource(&navigation.uri)
                        && exchange.started.is_some_and(|at| {
                            (navigation.time.as_millis() - at.as_millis()).abs() < NAVIGATION_WINDOW
                        })
                });
                if let Some(exchange) = arrived
                    && navigation.uri.has_fragment()
                    && !exchange.request.uri.has_fragment()
                {
                    exchange.request.uri = navigation.uri;
                    ingested.changed = true;
                }
            }
        }
        ingested.changed |= self.assembler.open().any(Correlator::is_message);
        self.spare_redirects(&mut ingested.forget);
        ingested
    }

    /// Adds exchanges that were read from a file. A recording from files is over: what has not happened in it never
    /// will. Another machine may have written it: its times are moved onto the clock of what is here already.
    pub fn import(&mut self, mut exchanges: Vec<Exchange>) -> Imported {
        self.is_over = true;
        let clock_ahead = clock::offset(&self.kept, &exchanges);
        if let Some(ahead) = clock_ahead {
            clock::shift(&mut exchanges, ahead);
        }
        let first = self.kept.len() as u32;
        self.seen += exchanges.len();
        self.kept.extend(exchanges.into_iter().zip(first..).map(|(exchange, id)| Exchange {
            id: ExchangeId(id),
            provenance: exchange.provenance.of_input(self.inputs),
            ..exchange
        }));
        self.inputs += 1;
        Imported { ids: first..self.kept.len() as u32, clock_ahead }
    }

    /// Requests that were seen.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// How many exchanges of a file belong to a sign-in by SAML or WS-Federation.
    pub fn other_protocols(&self, imported: &Imported) -> usize {
        let of_file = |exchange: &&Exchange| imported.ids.contains(&exchange.id.0);
        self.kept.iter().filter(of_file).filter(|exchange| is_other_protocol(exchange)).count()
    }

    /// The logins, in the order in which they began.
    pub fn logins(&self) -> Vec<Login<'_>> {
        let mut exchanges: Vec<&Exchange> = self.kept.iter().chain(self.assembler.open()).collect();
        // What has no time (a server's transcript) comes after the browser's half, in the order of its file.
        exchanges.sort_by(|a, b| {
            let key = |e: &Exchange| e.started.map_or(f64::INFINITY, |at| at.as_millis());
            key(a).total_cmp(&key(b)).then(a.id.cmp(&b.id))
        });
        let flows = correlate(&exchanges);
        let mut logins: Vec<Login<'_>> = flows
            .iter()
            .map(|flow| flow.resolve(&exchanges))
            .map(|flow| Login { diagnosis: diagnose(&flow, self.is_over), flow })
            .collect();
        blame_inner(&mut logins);
        logins
    }

    /// Gives a body to its exchange; it may tell the role of others.
    fn attach(&mut self, content: Content, ingested: &mut Ingested) {
        let best = self
            .kept
            .iter_mut()
            .chain(&mut self.undecided)
            .filter(|exchange| content.fits(exchange))
            .min_by(|a, b| content.distance(a).total_cmp(&content.distance(b)));
        let Some(exchange) = best else {
            self.assembler.wait(content);
            return;
        };
        content.put_into(exchange);
        self.live.learn(exchange.id.0 as usize, exchange);
        ingested.changed = true;
        for exchange in std::mem::take(&mut self.undecided) {
            self.decide(exchange, ingested);
        }
    }

    /// Keeps what has a role, waits for what may get one, forgets the rest.
    fn decide(&mut self, exchange: Exchange, ingested: &mut Ingested) {
        let now = exchange.finished.or(exchange.started);
        let is_late = |waiting: &Exchange| {
            waiting
                .finished
                .zip(now)
                .is_none_or(|(then, now)| now.as_millis() - then.as_millis() >= BODY_DELAY)
        };
        while self.undecided.len() == WAITING_EXCHANGES || self.undecided.front().is_some_and(is_late) {
            ingested.forget.extend(self.undecided.pop_front().and_then(|late| late.context.request));
        }
        match self.role(&exchange) {
            Some(kind) => {
                self.keep(kind, exchange, ingested);
                ingested.changed = true;
            }
            None if self.live.may_yet_belong(&exchange) => self.undecided.push_back(exchange),
            None => ingested.forget.extend(exchange.context.request),
        }
    }

    /// A redirect that plays no role shares its id with those before and after it, which may play one.
    fn spare_redirects(&self, forget: &mut Vec<String>) {
        if forget.is_empty() {
            return;
        }
        let remembered: HashSet<&str> = self
            .kept
            .iter()
            .chain(&self.undecided)
            .chain(self.assembler.open())
            .filter_map(|exchange| exchange.context.request.as_deref())
            .collect();
        forget.retain(|request| !remembered.contains(request.as_str()));
    }

    fn role(&mut self, exchange: &Exchange) -> Option<MessageKind> {
        self.live.add(exchange.id.0 as usize, exchange).or_else(|| {
            // The request behind a preflight ends after it.
            let behind = |open: &Exchange| {
                open.request.uri.same_resource(&exchange.request.uri) && Correlator::is_message(open)
            };
            (exchange.is_preflight() && self.assembler.open().any(behind)).then_some(MessageKind::Preflight)
        })
    }

    fn keep(&mut self, kind: MessageKind, mut exchange: Exchange, ingested: &mut Ingested) {
        // User names, passwords and assertions, and what an app does with its token: not ours to keep.
        if kind.is_private() {
            exchange.request.body = Captured::Missing(Missing::Redacted);
            let hop = exchange.context.request.clone().zip(exchange.started);
            ingested.strip.extend(hop.map(|(request, at)| Hop { request, time: at.as_millis() }));
        }
        // What an API says when it refuses is about the token, not about the user.
        if kind == MessageKind::ResourceRequest
            && let Some(response) = &mut exchange.response
            && !(400..500).contains(&response.status)
        {
            response.body = Captured::Missing(Missing::Redacted);
        }
        let superfluous = self.live.shrink();
        if !superfluous.is_empty() {
            self.drop_kept(|kept| superfluous.contains(&(kept.id.0 as usize)), ingested);
        }
        if self.kept.len() == KEPT_EXCHANGES {
            let oldest = self.kept[0].id;
            self.drop_kept(|kept| kept.id == oldest, ingested);
        }
        self.kept.push(exchange);
    }

    fn drop_kept(&mut self, superfluous: impl Fn(&Exchange) -> bool, ingested: &mut Ingested) {
        let (dropped, kept) = std::mem::take(&mut self.kept).into_iter().partition(superfluous);
        self.kept = kept;
        let dropped: Vec<Exchange> = dropped;
        ingested.forget.extend(dropped.into_iter().filter_map(|exchange| exchange.context.request));
    }
}

/// Where a login failed because the one inside of it did, the fault to mend is there.
fn blame_inner(logins: &mut [Login<'_>]) {
    for inner in 0..logins.len() {
        let failed = logins[inner].diagnosis.outcome == Outcome::Failed;
        let Some(outer) = logins[inner].flow.outer.filter(|_| failed) else { continue };
        if let Some(outer) = logins.get_mut(outer).filter(|l| l.diagnosis.outcome == Outcome::Failed) {
            outer.diagnosis.failed_inside.get_or_insert(inner);
        }
    }
}
