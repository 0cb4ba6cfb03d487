//! A deterministic fold: events in, stories out. The same events give the same stories, whenever they are replayed.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use http::{
    Assembler, CaptureEvent, Captured, Content, Exchange, ExchangeId, Missing, Navigation, Step, clock,
};
use oauth::{Correlated, MessageKind, is_other_protocol};

use crate::analysis::{Analysis, Story};
use crate::diagnosis::Diagnosis;
use crate::engine::diagnose;
use crate::record::Record;

/// Most that is kept of a live recording: exchanges, their bytes, and logins. The oldest stories make room, whole.
#[derive(Clone, Copy)]
struct Limits {
    exchanges: usize,
    bytes: usize,
    stories: usize,
}

const LIMITS: Limits = Limits { exchanges: 5_000, bytes: 4_000_000, stories: 1_000 };

/// How much room is made, as a share of the limit: making it costs as much as looking at the whole recording.
const KEPT_SHARE: f64 = 0.75;

/// Of a story that is larger than everything that may be kept, so many of its first messages stay: how it began.
const KEPT_BEGINNING: usize = 64;

/// Most exchanges that wait for a body to tell their role, and most of their bytes.
const WAITING_EXCHANGES: usize = 256;
const WAITING_BYTES: usize = 4_000_000;

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
    record: RefCell<Record>,
    /// Calls to a provider whose role a body still on its way may tell, the oldest first.
    undecided: VecDeque<Exchange>,
    undecided_bytes: usize,
    seen: usize,
    /// Files that were imported.
    inputs: u32,
    is_over: bool,
    /// Stories that had to make room.
    forgotten: u32,
    /// What the exchanges make, since somebody asked.
    stories: OnceCell<Vec<Arc<Correlated>>>,
    /// What became of each story, by its revision.
    diagnoses: RefCell<HashMap<u64, Arc<Diagnosis>>>,
}

/// What an ingestion did.
#[derive(Default, Debug, PartialEq)]
pub struct Ingested {
    /// Whether the stories may have changed.
    pub changed: bool,
    /// `webRequest` ids of requests that play no role: nobody needs to remember their events.
    pub forget: Vec<String>,
    /// Requests whose bodies are nobody's business: passwords, what an app does with its token.
    pub strip: Vec<Hop>,
    /// The events of this batch, by their index, that said nothing: they need not be replayed.
    pub idle: Vec<u32>,
    /// Tabs that were closed and of which nothing is kept.
    pub forget_tabs: Vec<i64>,
    /// How many stories had to make room.
    pub evicted: u32,
}

/// What an event had to say.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    /// Something changed.
    News,
    /// Nothing changed, so far.
    Old,
    /// Nothing, and it never will.
    Nothing,
}

/// One request of a chain of redirects, which share an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// Its `webRequest` id.
    pub request: String,
    /// When it began, in milliseconds since the epoch.
    pub time: f64,
}

impl Session {
    /// An empty recording.
    pub fn new() -> Self {
        Session::default()
    }

    /// A recording that goes on where another one, of which so many stories were forgotten, was stopped.
    pub fn resumed(forgotten: u32) -> Self {
        Session { forgotten, ..Session::default() }
    }

    /// Stories that had to make room, for [`Session::resumed`].
    pub fn forgotten(&self) -> u32 {
        self.forgotten
    }

    /// Folds browser events in.
    pub fn ingest(&mut self, events: Vec<CaptureEvent>) -> Ingested {
        let mut ingested = Ingested::default();
        for (index, event) in (0..).zip(events) {
            let is_navigation = matches!(event, CaptureEvent::Navigated { .. });
            let step = self.assembler.fold(event);
            let said = self.take(step, &mut ingested);
            if said == Said::Nothing || is_navigation && said == Said::Old {
                ingested.idle.push(index);
            }
        }
        self.make_room(LIMITS, &mut ingested);
        self.spare_redirects(&mut ingested.forget);
        if ingested.changed {
            self.stories.take();
        }
        ingested
    }

    /// Takes in what an event did.
    fn take(&mut self, step: Step, ingested: &mut Ingested) -> Said {
        let mut is_needed = true;
        let before = std::mem::take(&mut ingested.changed);
        for dropped in step.dropped {
            if self.record.get_mut().has(&dropped) {
                self.record.get_mut().remove(|exchange| exchange.id == dropped.id);
                ingested.changed = true;
            }
            ingested.forget.extend(dropped.context.request);
        }
        if let Some(exchange) = step.finished {
            self.seen += 1;
            self.decide(exchange, ingested);
        }
        if let Some(request) = step.advanced {
            ingested.changed |= self.advance(&request);
        }
        if let Some(content) = step.content {
            is_needed = self.attach(content, ingested);
        }
        if let Some((tab, opener)) = step.opened {
            let is_there = |exchange: &Exchange| exchange.context.tab == Some(tab);
            let opened = |exchange: &mut Exchange| exchange.context.opened_by(tab, opener);
            ingested.changed |= self.record.get_mut().change(is_there, opened);
        }
        if let Some((tab, time)) = step.closed {
            let is_open = |e: &Exchange| e.context.tab == Some(tab) && e.context.tab_closed.is_none();
            let closed = |exchange: &mut Exchange| exchange.context.tab_closed = Some(time);
            let any = self.record.get_mut().change(is_open, closed);
            ingested.changed |= any;
            if !any {
                ingested.forget_tabs.push(tab);
            }
        }
        if let Some(navigation) = step.navigated {
            ingested.changed |= self.arrive(navigation);
        }
        let changed = std::mem::replace(&mut ingested.changed, before);
        ingested.changed |= changed;
        match (is_needed, changed) {
            (false, false) => Said::Nothing,
            (_, true) => Said::News,
            (true, false) => Said::Old,
        }
    }

    /// A request goes on: it may play a role before it ends.
    fn advance(&mut self, request: &str) -> bool {
        let Some(exchange) = self.assembler.exchange(request) else { return false };
        let record = self.record.get_mut();
        let is_known = record.has(exchange);
        // What plays no role by what it asks for gets none by a status alone.
        if !is_known && exchange.response.is_some() {
            return false;
        }
        let exchange = Arc::new(exchange.clone());
        if !is_known && record.role(&exchange).is_none() {
            return false;
        }
        record.put(exchange);
        true
    }

    /// Notes the fragment with which a document arrived, which requests do not have.
    fn arrive(&mut self, navigation: Navigation) -> bool {
        let record = self.record.get_mut();
        let near = record.around(navigation.time.as_millis(), NAVIGATION_WINDOW);
        let arrived = near.rev().find(|exchange| {
            exchange.context.tab == Some(navigation.tab)
                && exchange.context.frame == Some(navigation.frame)
                && exchange.request.uri.same_resource(&navigation.uri)
        });
        let Some(id) = arrived.filter(|e| !e.request.uri.has_fragment()).map(|e| e.id) else { return false };
        navigation.uri.has_fragment()
            && record.change(|e| e.id == id, |exchange| exchange.request.uri = navigation.uri.clone())
    }

    /// Adds exchanges that were read from a file. A recording from files is over: what has not happened in it never
    /// will. Another machine may have written it: its times are moved onto the clock of what is here already.
    pub fn import(&mut self, mut exchanges: Vec<Exchange>) -> Imported {
        self.is_over = true;
        let record = self.record.get_mut();
        let clock_ahead = clock::offset(record.exchanges(), &exchanges);
        if let Some(ahead) = clock_ahead {
            clock::shift(&mut exchanges, ahead);
        }
        let first = record.len() as u32;
        self.seen += exchanges.len();
        let input = self.inputs;
        record.extend(exchanges.into_iter().zip(first..).map(|(exchange, id)| Exchange {
            id: ExchangeId(id),
            provenance: exchange.provenance.of_input(input),
            ..exchange
        }));
        self.inputs += 1;
        self.stories.take();
        Imported { ids: first..record.len() as u32, clock_ahead }
    }

    /// Requests that were seen.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// How many exchanges of a file belong to a sign-in by SAML or WS-Federation.
    pub fn other_protocols(&self, imported: &Imported) -> usize {
        let of_file = |exchange: &&Exchange| imported.ids.contains(&exchange.id.0);
        let record = self.record.borrow();
        record.exchanges().filter(of_file).filter(|exchange| is_other_protocol(exchange)).count()
    }

    /// What the recording says now.
    pub fn analysis(&self) -> Analysis<'_> {
        Analysis::new(self, self.found(), self.forgotten)
    }

    fn found(&self) -> &[Arc<Correlated>] {
        self.stories.get_or_init(|| {
            let stories = self.record.borrow_mut().stories(self.is_over);
            let mut diagnoses = self.diagnoses.borrow_mut();
            if diagnoses.len() > 2 * stories.len() {
                let revisions: HashSet<u64> = stories.iter().map(|story| story.revision()).collect();
                diagnoses.retain(|revision, _| revisions.contains(revision));
            }
            stories
        })
    }

    /// The diagnosis of a story, which is made once as long as nothing in it changes.
    pub(crate) fn diagnosis_of(&self, story: &Story<'_>) -> Arc<Diagnosis> {
        if let Some(known) = self.diagnoses.borrow().get(&story.revision()) {
            return Arc::clone(known);
        }
        let diagnosis = Arc::new(diagnose(story.flow(), self.is_over));
        self.diagnoses.borrow_mut().insert(story.revision(), Arc::clone(&diagnosis));
        diagnosis
    }

    /// Gives a body to its exchange; it may tell the role of others. Answers whether somebody has it, or may want it yet.
    fn attach(&mut self, content: Content, ingested: &mut Ingested) -> bool {
        let record = self.record.get_mut();
        let near = record.around(content.time(), Content::WINDOW);
        let best = near
            .chain(&self.undecided)
            .filter(|exchange| exchange.is_finished() && content.fits(exchange))
            .min_by(|a, b| content.distance(a).total_cmp(&content.distance(b)))
            .map(|exchange| exchange.id);
        let Some(id) = best else {
            let is_awaited = self.assembler.open().any(|open| content.is_for(open));
            self.assembler.wait(content);
            return is_awaited;
        };
        if let Some(exchange) = self.undecided.iter_mut().find(|exchange| exchange.id == id) {
            content.put_into(exchange);
        } else {
            let mut content = Some(content);
            record.change(
                |exchange| exchange.id == id,
                |exchange| content.take().into_iter().for_each(|content| content.put_into(exchange)),
            );
            ingested.changed = true;
        }
        self.undecided_bytes = 0;
        for exchange in std::mem::take(&mut self.undecided) {
            self.decide(exchange, ingested);
        }
        self.undecided.iter().any(|exchange| exchange.id == id) || self.record.get_mut().holds(id)
    }

    /// Keeps what has a role, waits for what may get one, forgets the rest.
    fn decide(&mut self, exchange: Exchange, ingested: &mut Ingested) {
        self.forget_late(&exchange, ingested);
        let record = self.record.get_mut();
        let exchange = Arc::new(exchange);
        let was_there = record.has(&exchange);
        let role = if was_there {
            record.put(Arc::clone(&exchange));
            record.role_of(&exchange)
        } else {
            record.role(&exchange)
        };
        let Some(kind) = role else {
            if was_there {
                record.remove(|other| other.id == exchange.id);
                ingested.changed = true;
            }
            if record.may_yet_belong(&exchange) {
                let exchange = Arc::unwrap_or_clone(exchange);
                self.undecided_bytes += exchange.weight();
                self.undecided.push_back(exchange);
            } else {
                ingested.forget.extend(exchange.context.request.clone());
            }
            return;
        };
        let kept = keep(kind, Arc::unwrap_or_clone(exchange), ingested);
        record.put(Arc::new(kept));
        ingested.changed = true;
    }

    /// Gives up those whose body does not come, and the oldest of too many.
    fn forget_late(&mut self, newest: &Exchange, ingested: &mut Ingested) {
        let now = newest.finished.or(newest.started);
        let is_late = |waiting: &Exchange| {
            waiting
                .finished
                .zip(now)
                .is_none_or(|(then, now)| now.as_millis() - then.as_millis() >= BODY_DELAY)
        };
        while self.undecided.len() >= WAITING_EXCHANGES
            || self.undecided_bytes > WAITING_BYTES
            || self.undecided.front().is_some_and(is_late)
        {
            let Some(late) = self.undecided.pop_front() else {
                self.undecided_bytes = 0;
                break;
            };
            self.undecided_bytes = self.undecided_bytes.saturating_sub(late.weight());
            ingested.forget.extend(late.context.request);
        }
    }

    /// A redirect that plays no role shares its id with those before and after it, which may play one.
    fn spare_redirects(&self, forget: &mut Vec<String>) {
        if forget.is_empty() {
            return;
        }
        let record = self.record.borrow();
        let waits = |request: &str| {
            self.undecided.iter().any(|exchange| exchange.context.request.as_deref() == Some(request))
        };
        forget.retain(|request| {
            !record.has_request(request) && self.assembler.exchange(request).is_none() && !waits(request)
        });
    }

    /// Forgets the oldest stories, whole, where there is more than may be kept. A recording that is left on for days must
    /// not fill the memory.
    fn make_room(&mut self, limits: Limits, ingested: &mut Ingested) {
        let record = self.record.get_mut();
        let is_full = record.len() > limits.exchanges || record.weight() > limits.bytes;
        if !is_full && record.logins() <= limits.stories {
            return;
        }
        let share = |limit: usize| (limit as f64 * KEPT_SHARE) as usize;
        let stories = record.stories(false);
        let mut exchanges = record.len();
        let mut bytes = record.weight();
        let mut superfluous: HashSet<ExchangeId> = HashSet::new();
        let mut evicted = 0;
        let of_stories: HashSet<ExchangeId> =
            stories.iter().flat_map(|story| story.exchanges()).map(|exchange| exchange.id).collect();
        let mut drop = |exchange: &Exchange, exchanges: &mut usize, bytes: &mut usize| {
            if superfluous.insert(exchange.id) {
                *exchanges -= 1;
                *bytes -= exchange.weight().min(*bytes);
            }
        };
        // What belongs to nothing goes first.
        for exchange in record.exchanges().filter(|exchange| !of_stories.contains(&exchange.id)) {
            if exchanges <= share(limits.exchanges) && bytes <= share(limits.bytes) {
                break;
            }
            drop(exchange, &mut exchanges, &mut bytes);
        }
        for (at, story) in stories.iter().enumerate() {
            let left = stories.len() - at;
            if exchanges <= share(limits.exchanges)
                && bytes <= share(limits.bytes)
                && left <= share(limits.stories)
            {
                break;
            }
            let is_last = left == 1;
            evicted += u32::from(!is_last);
            for exchange in story.exchanges().skip(if is_last { KEPT_BEGINNING } else { 0 }) {
                if is_last && exchanges <= share(limits.exchanges) && bytes <= share(limits.bytes) {
                    break;
                }
                drop(exchange, &mut exchanges, &mut bytes);
            }
        }
        let removed = record.remove(|exchange| superfluous.contains(&exchange.id));
        ingested.forget.extend(removed.iter().filter_map(|exchange| exchange.context.request.clone()));
        ingested.evicted += evicted;
        ingested.changed |= !removed.is_empty();
        self.forgotten += evicted;
    }
}

/// Leaves out of an exchange what is nobody's business.
fn keep(kind: MessageKind, mut exchange: Exchange, ingested: &mut Ingested) -> Exchange {
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
    exchange
}
