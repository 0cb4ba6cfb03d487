//! A deterministic fold: events in, stories out. The same events give the same stories, whenever they are replayed.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use http::{
    Assembler, CaptureEvent, Captured, Content, Exchange, ExchangeId, Hop, Missing, Navigation, Provenance,
    Secret, Statement, Step, Uri, clock,
};
use oauth::{Correlated, MessageKind, is_other_protocol};

use crate::analysis::{Analysis, Story};
use crate::diagnosis::Diagnosis;
use crate::engine::diagnose_with;
use crate::outcome::Outcome;
use crate::record::{Place, Record, by_arrival, place};
use crate::settings::Settings;
use crate::sieve::{Sieve, Sifted};
use crate::stated::{self, Subject};
use crate::statements::{Kept, Listener, OfFile, Statements};

/// Most that is kept of a live recording: exchanges, their bytes, and logins. The oldest stories make room, whole.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Most exchanges that play a role.
    pub exchanges: usize,
    /// Most bytes of them, roughly.
    pub bytes: usize,
    /// Most stories.
    pub stories: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { exchanges: 5_000, bytes: 4_000_000, stories: 1_000 }
    }
}

/// How much room is made, as a share of the limit: making it costs as much as looking at the whole recording.
const KEPT_SHARE: f64 = 0.75;

/// Of a story that is larger than everything that may be kept, so many of its first messages stay: how it began.
const KEPT_BEGINNING: usize = 64;

/// Most exchanges that wait for a body to tell their role, and most of their bytes.
const WAITING_EXCHANGES: usize = 256;
const WAITING_BYTES: usize = 4_000_000;

/// So many of the newest requests that were forgotten may still get a body, which is then nobody's.
const LOST: usize = 512;
/// Bytes of the longest URL of such a request.
const LOST_URL: usize = 2_048;

/// Of so many of the newest answers that were read while they passed it is known that DevTools has not told them yet.
const PASSED: usize = 512;

/// How long a body may be on its way, in milliseconds.
const BODY_DELAY: f64 = 30_000.0;

/// How far the URL of a document may lag behind its request, in milliseconds.
const NAVIGATION_WINDOW: f64 = 30_000.0;

/// What became of the exchanges of a file.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The ids that they got.
    pub ids: std::ops::Range<u32>,
    /// Which of the session's files it is, from 0.
    pub input: u32,
    /// How far the clock of their machine was ahead of that of the files before, in milliseconds, where it was; negative:
    /// behind. Their times were moved by that.
    pub clock_ahead: Option<f64>,
    /// How many exchanges of the file were read and not kept, for none of them plays a role.
    pub passed_over: usize,
    /// How many of these belong to a sign-in by SAML or WS-Federation.
    pub other_protocols: usize,
}

/// One recording, live or read from files.
#[derive(Default)]
pub struct Session {
    limits: Limits,
    settings: Settings,
    /// What files hold of hosts that are passed over: nothing of it is told, but what it gives away is to be known.
    ignored: Vec<Exchange>,
    assembler: Assembler,
    record: RefCell<Record>,
    /// Calls to a provider whose role a body still on its way may tell, the oldest first.
    undecided: VecDeque<Exchange>,
    undecided_bytes: usize,
    /// The newest requests that were forgotten and whose body did not come, without their headers and bodies.
    lost: VecDeque<Exchange>,
    /// The newest requests whose answer was read while it passed: DevTools may tell it once more.
    passed: VecDeque<Hop>,
    /// Tabs that were closed, or of which nobody knows whether they are there, and of which something is kept.
    closed_tabs: BTreeSet<i64>,
    seen: usize,
    /// Files that were imported.
    inputs: u32,
    is_over: bool,
    /// Stories that had to make room.
    forgotten: u32,
    /// How often room was made.
    made_room: u32,
    /// What the exchanges make, since somebody asked.
    stories: OnceCell<Found>,
    /// What programs say in the files.
    statements: Statements,
    /// What each story was told to be about by its statements, by its revision.
    told: RefCell<HashMap<u64, Vec<usize>>>,
    /// The stories of files whose statements are about none.
    unattached: RefCell<HashMap<(u32, usize), OfLog>>,
    /// What became of each story, by its revision.
    diagnoses: RefCell<HashMap<u64, Arc<Diagnosis>>>,
}

/// The story of a file's statements that are about no other.
struct OfLog {
    said: Vec<usize>,
    story: Arc<Correlated>,
}

/// What a recording makes.
pub(crate) struct Found {
    /// Its stories.
    pub(crate) stories: Vec<Arc<Correlated>>,
    /// For each of them the statements about it, by their places among all that are known.
    said: Vec<Vec<usize>>,
}

/// What a session keeps.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Exchanges that play a role.
    pub exchanges: usize,
    /// Their bytes, roughly.
    pub bytes: usize,
    /// Exchanges that go on.
    pub open: usize,
    /// Their bytes, and those of bodies that came before their exchange was over.
    pub open_bytes: usize,
    /// Exchanges whose role a body may tell.
    pub undecided: usize,
    /// Their bytes.
    pub undecided_bytes: usize,
}

/// What an ingestion did.
#[derive(Default, Debug, PartialEq)]
pub struct Ingested {
    /// Whether the stories may have changed.
    pub changed: bool,
    /// Requests that play no role: nobody needs to remember their events.
    pub forget: Vec<Hop>,
    /// Requests whose bodies are nobody's business: passwords, what an app does with its token.
    pub strip: Vec<Strip>,
    /// Which request a body or a document of this batch belongs to: what is kept of it has to say so. Otherwise it would
    /// seem to belong to another one when that request is forgotten.
    pub owned: Vec<Owned>,
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

/// A request whose bodies must not be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The request.
    pub hop: Hop,
    /// Whether that is so of its answer too, not only of what was sent.
    pub answer: bool,
}

/// Whose an event is.
#[derive(Clone, Debug, PartialEq)]
pub struct Owned {
    /// The event, by its index in its batch.
    pub index: u32,
    /// The request.
    pub hop: Hop,
}

/// Where the exchange is to which a body belongs.
enum Owner {
    Over(Place),
    Open(String),
    Lost(usize),
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

    /// The same for a recording of which less is kept, or more.
    pub fn within(self, limits: Limits) -> Self {
        Session { limits, ..self }
    }

    /// What is taken into account from now on, for what is there already, too: every story is told anew. What was passed over stays so.
    pub fn set(&mut self, settings: Settings) {
        if self.settings == settings {
            return;
        }
        self.settings = settings;
        let record = self.record.get_mut();
        let removed = record.remove(|exchange| self.settings.ignores(&exchange.request.uri));
        if self.inputs > 0 {
            self.ignored.extend(removed.into_iter().map(Arc::unwrap_or_clone));
        }
        record.tell_anew();
        self.diagnoses.take();
        self.stories.take();
    }

    /// What is taken into account beside what is seen.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Stories that had to make room, for [`Session::resumed`].
    pub fn forgotten(&self) -> u32 {
        self.forgotten
    }

    /// How often room was made: another number whenever something may be gone.
    pub fn made_room(&self) -> u32 {
        self.made_room
    }

    /// What is kept at the moment, for tests of the limits.
    pub fn held(&self) -> Held {
        let record = self.record.borrow();
        Held {
            exchanges: record.len(),
            bytes: record.weight(),
            open: self.assembler.open().count(),
            open_bytes: self.assembler.weight(),
            undecided: self.undecided.len(),
            undecided_bytes: self.undecided.iter().map(Exchange::weight).sum(),
        }
    }

    /// Folds browser events in.
    pub fn ingest(&mut self, events: Vec<CaptureEvent>) -> Ingested {
        let mut ingested = Ingested::default();
        for (index, event) in (0..).zip(events) {
            let is_navigation = matches!(event, CaptureEvent::Navigated { .. });
            if self.has_begun(&event) {
                ingested.idle.push(index);
                continue;
            }
            let step = self.assembler.fold(event);
            let said = self.take(step, index, &mut ingested);
            if said == Said::Nothing || is_navigation && said == Said::Old {
                ingested.idle.push(index);
            }
            self.make_room(self.limits, &mut ingested);
        }
        self.settle(&mut ingested);
        if ingested.changed {
            self.stories.take();
        }
        ingested
    }

    /// Whether that beginning was told before and never ended, whatever else began under its id meanwhile: a log, which may have
    /// forgotten what lies in between, takes it for the same one told twice.
    fn has_begun(&mut self, event: &CaptureEvent) -> bool {
        let CaptureEvent::RequestStarted { request, time, method, url, .. } = event else { return false };
        let hop = Hop { request: request.clone(), time: *time };
        let record = self.record.get_mut();
        if !record.has_hop(&hop) && !self.undecided.iter().any(|exchange| exchange.is(&hop)) {
            return false;
        }
        let Some(uri) = Uri::parse(url) else { return false };
        let is_this = |exchange: &Exchange| {
            exchange.is(&hop)
                && !exchange.is_finished()
                && exchange.request.uri == uri
                && exchange.request.method == *method
        };
        record.around(*time, 0.0).chain(&self.undecided).any(is_this)
    }

    /// Takes in what an event did.
    fn take(&mut self, step: Step, index: u32, ingested: &mut Ingested) -> Said {
        let mut is_needed = !step.is_of_none;
        let before = std::mem::take(&mut ingested.changed);
        self.drop_open(step.dropped, ingested);
        if let Some(exchange) = step.finished {
            self.seen += 1;
            self.decide(exchange, ingested);
        }
        // What interrupts it a log may forget, and then it is open there: here, too, it is judged by what was there before.
        if let Some(exchange) = step.interrupted {
            self.seen += 1;
            if self.record.get_mut().has(&exchange) {
                self.decide(exchange, ingested);
            } else {
                self.lose(&exchange, ingested);
            }
        }
        if let Some(request) = step.advanced {
            ingested.changed |= self.advance(&request);
        }
        if let Some(content) = step.content {
            is_needed = self.attach(content, index, ingested);
        }
        if let Some((tab, opener)) = step.opened {
            self.closed_tabs.remove(&tab);
            let opened = |exchange: &mut Exchange| exchange.context.opened_by(tab, opener);
            ingested.changed |= self.change_in_tab(tab, opened);
        }
        if let Some((tab, time)) = step.closed {
            ingested.changed |= self.change_in_tab(tab, |exchange| exchange.context.closed_at(tab, time));
            self.closed_tabs.insert(tab);
        }
        self.closed_tabs.extend(step.lost_tab);
        if let Some(navigation) = step.navigated {
            let owner = self.arrive(navigation);
            ingested.changed |= owner.is_some();
            ingested.owned.extend(owner.map(|hop| Owned { index, hop }));
        }
        let changed = std::mem::replace(&mut ingested.changed, before);
        ingested.changed |= changed;
        match (is_needed, changed) {
            (false, false) => Said::Nothing,
            (_, true) => Said::News,
            (true, false) => Said::Old,
        }
    }

    /// Changes what happens in a tab; says whether anything that has a role does.
    fn change_in_tab(&mut self, tab: i64, mut change: impl FnMut(&mut Exchange)) -> bool {
        self.undecided.iter_mut().for_each(&mut change);
        let record = self.record.get_mut();
        record.has_tab(tab) && record.change(|exchange| exchange.context.is_in(tab), change)
    }

    /// Forgets requests that never ended.
    fn drop_open(&mut self, dropped: Vec<Exchange>, ingested: &mut Ingested) {
        let known: HashSet<ExchangeId> = {
            let record = self.record.get_mut();
            dropped.iter().filter(|exchange| record.has(exchange)).map(|exchange| exchange.id).collect()
        };
        for exchange in dropped {
            self.lose(&exchange, ingested);
        }
        if !known.is_empty() {
            self.record.get_mut().remove(|exchange| known.contains(&exchange.id));
            self.lose_without_role(ingested);
            ingested.changed = true;
        }
    }

    /// Forgets a request.
    fn lose(&mut self, exchange: &Exchange, ingested: &mut Ingested) {
        ingested.forget.extend(exchange.hop());
        let response = exchange.response.as_ref();
        let has_body = response.is_some_and(|response| response.body.present().is_some());
        if has_body || exchange.request.uri.text().text().len() > LOST_URL {
            return;
        }
        if self.lost.len() == LOST {
            self.lost.pop_front();
        }
        self.lost.push_back(exchange.without_content());
    }

    /// Forgets what has no role any more, since others are gone.
    fn lose_without_role(&mut self, ingested: &mut Ingested) {
        for exchange in self.record.get_mut().remove_without_role() {
            // What goes on may get one yet.
            if exchange.is_finished() {
                self.lose(&exchange, ingested);
            }
        }
    }

    /// A request goes on: it may play a role before it ends.
    fn advance(&mut self, request: &str) -> bool {
        let Some(exchange) = self.assembler.exchange(request) else { return false };
        if self.settings.ignores(&exchange.request.uri) {
            return false;
        }
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

    /// Notes the fragment with which a document arrived, which requests do not have: at the request that it answers.
    fn arrive(&mut self, navigation: Navigation) -> Option<Hop> {
        let record = self.record.get_mut();
        let near = record.around(navigation.time.as_millis(), NAVIGATION_WINDOW);
        let arrived = near.rev().find(|exchange| {
            exchange.context.tab == Some(navigation.tab)
                && exchange.context.frame == Some(navigation.frame)
                && exchange.request.uri.same_resource(&navigation.uri)
                && navigation.of.as_ref().is_none_or(|of| exchange.is(of))
        })?;
        if arrived.request.uri.has_fragment() || !navigation.uri.has_fragment() {
            return None;
        }
        let (at, hop) = (place(arrived), arrived.hop());
        record.change_one(at, |exchange| exchange.request.uri = navigation.uri);
        hop
    }

    /// Adds exchanges, and what programs said, that were read from a file. A recording from files is over: what has not happened in it never
    /// will. Another machine may have written it: its times are moved onto the clock of what is here already.
    pub fn import(&mut self, exchanges: Vec<Exchange>, statements: Vec<Statement>) -> Imported {
        let mut listener = Listener::default();
        let clock_ahead = clock::offset(self.record.get_mut().exchanges(), &exchanges);
        exchanges.iter().for_each(|exchange| listener.pass(exchange));
        statements.into_iter().for_each(|statement| listener.hear(statement));
        self.add(exchanges, listener, clock_ahead)
    }

    /// Begins to read a file that is too long to be kept: of what comes, that is kept which plays a role after what is here, and
    /// after what came of the file itself.
    pub fn sieve(&self) -> Sieve {
        Sieve::after(self.record.borrow().shared())
    }

    /// Adds what was kept of a file; `in_order` puts it in the order in which its form has exchanges.
    pub fn import_sifted(&mut self, sieve: Sieve, in_order: impl FnOnce(&mut Vec<Exchange>)) -> Imported {
        let Sifted { mut exchanges, listener, passed_over, other_protocols } = sieve.end();
        in_order(&mut exchanges);
        let record = self.record.get_mut();
        record.pass_over(passed_over);
        self.seen += passed_over;
        let clock_ahead = clock::offset(record.exchanges(), &exchanges);
        let added = self.add(exchanges, listener, clock_ahead);
        Imported { passed_over: passed_over + added.passed_over, other_protocols, ..added }
    }

    fn add(
        &mut self,
        mut exchanges: Vec<Exchange>,
        mut listener: Listener,
        clock_ahead: Option<f64>,
    ) -> Imported {
        self.is_over = true;
        if let Some(ahead) = clock_ahead {
            clock::shift(&mut exchanges, ahead);
            listener.shift(ahead);
        }
        self.seen += exchanges.len();
        let is_ignored = |exchange: &mut Exchange| self.settings.ignores(&exchange.request.uri);
        let ignored: Vec<Exchange> = exchanges.extract_if(.., is_ignored).collect();
        let passed_over = ignored.len();
        self.ignored.extend(ignored);
        let record = self.record.get_mut();
        let first = record.len() as u32;
        let input = self.inputs;
        record.extend(exchanges.into_iter().zip(first..).map(|(exchange, id)| Exchange {
            id: ExchangeId(id),
            provenance: exchange.provenance.of_input(input),
            ..exchange
        }));
        self.inputs += 1;
        self.stories.take();
        let ids = first..record.len() as u32;
        self.statements.add(listener);
        Imported { ids, input, clock_ahead, passed_over, ..Imported::default() }
    }

    /// What programs say in one of the files, as far as it is no finding.
    pub fn said_in(&self, input: u32) -> Option<&OfFile> {
        self.statements.of_file(input)
    }

    /// Requests that were seen.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Looks at everything that files hold, also at what plays no role.
    pub fn look_at_files(&self, look: impl FnMut(&Exchange)) {
        if self.inputs > 0 {
            self.record.borrow().exchanges().chain(&self.ignored).for_each(look);
        }
    }

    /// Lines of files that speak of credentials: never to be shown, what they give away is to be sought in all that is.
    pub fn overheard(&self) -> &[Secret<String>] {
        self.statements.overheard().lines()
    }

    /// Whether there were more of these lines, or longer ones, than are kept.
    pub fn overheard_is_cut(&self) -> bool {
        self.statements.overheard().is_cut()
    }

    /// How many exchanges of a file belong to a sign-in by SAML or WS-Federation.
    pub fn other_protocols(&self, imported: &Imported) -> usize {
        let of_file = |exchange: &&Exchange| imported.ids.contains(&exchange.id.0);
        let record = self.record.borrow();
        let kept = record.exchanges().filter(of_file).filter(|exchange| is_other_protocol(exchange)).count();
        kept + imported.other_protocols
    }

    /// What the recording says now.
    pub fn analysis(&self) -> Analysis<'_> {
        Analysis::new(self, &self.found().stories, self.forgotten)
    }

    fn found(&self) -> &Found {
        self.stories.get_or_init(|| {
            let mut record = self.record.borrow_mut();
            let mut found = Found { stories: record.stories(self.is_over), said: Vec::new() };
            if !self.statements.known().is_empty() {
                found = self.with_statements(found.stories, &mut record);
            }
            let mut diagnoses = self.diagnoses.borrow_mut();
            if diagnoses.len() > 2 * found.stories.len() {
                let revisions: HashSet<u64> = found.stories.iter().map(|story| story.revision()).collect();
                diagnoses.retain(|revision, _| revisions.contains(revision));
            }
            found
        })
    }

    /// Gives each statement to the story that it is about; those about none are stories of their own, by file and
    /// moment.
    fn with_statements(&self, mut stories: Vec<Arc<Correlated>>, record: &mut Record) -> Found {
        let known = self.statements.known();
        let subject = |story: &'_ Arc<Correlated>| -> Outcome {
            diagnose_with(&story.flow(), Vec::new(), &self.settings, self.is_over).outcome
        };
        let subjects: Vec<Subject<'_>> = stories
            .iter()
            .map(|story| Subject {
                exchanges: story.exchanges().map(|exchange| &**exchange).collect(),
                outcome: subject(story),
            })
            .collect();
        let owners = stated::subjects(&subjects, known);
        drop(subjects);
        let mut said = vec![Vec::new(); stories.len()];
        let mut unattached: Vec<(u32, Vec<usize>)> = Vec::new();
        for (at, owner) in owners.into_iter().enumerate() {
            let input = match known[at].statement.provenance {
                Provenance::File { input, .. } => input,
                Provenance::Live => 0,
            };
            match owner.and_then(|owner| said.get_mut(owner)) {
                Some(of_story) => of_story.push(at),
                None => match unattached.last_mut().filter(|(of, all)| {
                    *of == input && all.last().is_some_and(|last| is_same_moment(known, *last, at))
                }) {
                    Some((_, all)) => all.push(at),
                    None => unattached.push((input, vec![at])),
                },
            }
        }
        // A story about which something else is said now is another one, whatever its messages.
        let mut told = self.told.borrow_mut();
        let is_same = |(story, said): (&Arc<Correlated>, &Vec<usize>)| {
            told.get(&story.revision()).map_or(said.is_empty(), |before| before == said)
        };
        if !stories.iter().zip(&said).all(is_same) {
            record.tell_anew();
            stories = record.stories(self.is_over);
        }
        *told = stories.iter().map(|story| story.revision()).zip(said.iter().cloned()).collect();
        let mut before = self.unattached.borrow_mut();
        for (input, all) in unattached {
            let first = (input, all.first().copied().unwrap_or_default());
            let story = match before.get(&first) {
                Some(same) if same.said == all => Arc::clone(&same.story),
                _ => Arc::new(Correlated::without_messages(record.next_revision())),
            };
            before.insert(first, OfLog { said: all.clone(), story: Arc::clone(&story) });
            stories.push(story);
            said.push(all);
        }
        Found { stories, said }
    }

    /// The statements about a story, by its place among all.
    pub(crate) fn said_of(&self, place: usize) -> Vec<&Kept> {
        let places = self.found().said.get(place).into_iter().flatten();
        places.filter_map(|&at| self.statements.known().get(at)).collect()
    }

    /// The diagnosis of a story, which is made once as long as nothing in it changes.
    pub(crate) fn diagnosis_of(&self, story: &Story<'_>) -> Arc<Diagnosis> {
        if let Some(known) = self.diagnoses.borrow().get(&story.revision()) {
            return Arc::clone(known);
        }
        let stated = stated::findings(story.flow(), story.said());
        let diagnosis = Arc::new(diagnose_with(story.flow(), stated, &self.settings, self.is_over));
        self.diagnoses.borrow_mut().insert(story.revision(), Arc::clone(&diagnosis));
        diagnosis
    }

    /// Gives a body to its exchange; it may tell the role of others. Answers whether somebody has it, or may want it yet.
    fn attach(&mut self, content: Content, index: u32, ingested: &mut Ingested) -> bool {
        let Some((owner, hop)) = self.owner_of(&content) else { return false };
        let content = match self.passed.iter().position(|passed| *passed == hop) {
            Some(at) => {
                self.passed.remove(at);
                if !content.has_request_body() {
                    return false;
                }
                content.without_answer()
            }
            None => content,
        };
        if content.has_passed() {
            if self.passed.len() == PASSED {
                self.passed.pop_front();
            }
            self.passed.push_back(hop.clone());
        }
        let at = match owner {
            Owner::Over(at) => at,
            Owner::Open(request) => {
                ingested.owned.push(Owned { index, hop });
                let dropped = self.assembler.wait(&request, content);
                self.drop_open(dropped, ingested);
                return true;
            }
            Owner::Lost(at) => {
                self.lost.remove(at);
                return false;
            }
        };
        let has_request_body = content.has_request_body();
        let (mut has_told, mut is_private) = (false, false);
        let put = |exchange: &mut Exchange| {
            has_told = content.put_into(exchange);
            is_private = exchange.request.body.missing() == Some(Missing::Redacted);
        };
        match self.undecided.iter_mut().find(|exchange| exchange.id == at.1) {
            Some(exchange) => put(exchange),
            None => {
                self.record.get_mut().change_one(at, put);
                ingested.changed |= has_told;
            }
        }
        if !has_told {
            return false;
        }
        if is_private && has_request_body {
            ingested.strip.push(Strip { hop: hop.clone(), answer: false });
        }
        ingested.owned.push(Owned { index, hop: hop.clone() });
        self.undecided_bytes = 0;
        for exchange in std::mem::take(&mut self.undecided) {
            self.decide(exchange, ingested);
        }
        self.undecided.iter().any(|exchange| exchange.is(&hop)) || self.record.get_mut().has_hop(&hop)
    }

    /// Whether an answer that begins is worth reading while it passes: its request plays a role, or may yet, and what it says
    /// is no page of a provider and no answer of an API that is the app's own business. `started` began the request.
    pub fn wants_body(&mut self, started: CaptureEvent, status: u16) -> bool {
        let mut asked = Assembler::default();
        let Some(request) = asked.fold(started).advanced else { return false };
        let Some(exchange) = asked.exchange(&request) else { return false };
        if self.settings.ignores(&exchange.request.uri) {
            return false;
        }
        let record = self.record.get_mut();
        let is_refusal = status >= 400;
        match record.role(&Arc::new(exchange.clone())) {
            // Of documents only an app's own, where it says why it refused: on a provider's page people type.
            Some(kind) if exchange.context.via.is_navigation() => {
                kind == MessageKind::AuthorizationResponse && is_refusal
            }
            Some(kind) if kind.is_on_the_way() => false,
            Some(kind) => !is_apps_business(kind, status),
            None => record.may_yet_belong(exchange),
        }
    }

    /// Whose a body is: that one's which began at nearly the same time, over or not, forgotten or not. DevTools tells once more
    /// what was read while it passed: that is not the body of another one.
    fn owner_of(&mut self, content: &Content) -> Option<(Owner, Hop)> {
        let kept = self.record.get_mut().around(content.time(), Content::WINDOW);
        let kept = kept.filter(|e| e.is_finished());
        let over = kept.chain(&self.undecided).map(|e| (e, Owner::Over(place(e))));
        let is_told_again = |e: &Exchange| !content.has_passed() && self.passed.iter().any(|hop| e.is(hop));
        let open = self.assembler.open();
        let open = open.filter(|e| self.assembler.is_without_body(e) || is_told_again(e));
        let open = open.filter_map(|e| Some((e, Owner::Open(e.context.request.clone()?))));
        let lost = self.lost.iter().enumerate().map(|(at, e)| (e, Owner::Lost(at)));
        let fits = |e: &Exchange| content.fits(e) || content.is_of(e) && is_told_again(e);
        let all = over.chain(open).chain(lost).filter(|(e, _)| fits(e));
        // Of two that are as near the one that began first has been waiting for longer.
        let order = |e: &Exchange| (content.distance(e), e.id);
        let nearest = all.min_by(|(a, _), (b, _)| {
            let (a, b) = (order(a), order(b));
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        });
        nearest.and_then(|(exchange, owner)| Some((owner, exchange.hop()?)))
    }

    /// Keeps what has a role, waits for what may get one, forgets the rest.
    fn decide(&mut self, exchange: Exchange, ingested: &mut Ingested) {
        self.forget_late(&exchange, ingested);
        if self.settings.ignores(&exchange.request.uri) {
            return self.lose(&exchange, ingested);
        }
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
            }
            if record.may_yet_belong(&exchange) {
                let exchange = Arc::unwrap_or_clone(exchange);
                self.undecided_bytes += exchange.weight();
                self.undecided.push_back(exchange);
                self.forget_too_many(ingested);
            } else {
                self.lose(&exchange, ingested);
            }
            if was_there {
                self.lose_without_role(ingested);
                ingested.changed = true;
            }
            return;
        };
        let before = ingested.strip.len();
        let kept = keep(kind, Arc::unwrap_or_clone(exchange), ingested);
        let id = kept.id;
        record.put(Arc::new(kept));
        // Of hops that a log cannot tell apart it keeps no body where one of them is private: neither is one kept here.
        for Strip { hop, answer } in ingested.strip.iter().skip(before) {
            if record.has_twins(hop) {
                record.change(|other| other.id != id && other.is(hop), |twin| redact(twin, *answer));
            }
        }
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
        while self.undecided.front().is_some_and(is_late) {
            self.forget_oldest(ingested);
        }
    }

    fn forget_too_many(&mut self, ingested: &mut Ingested) {
        while self.undecided.len() > WAITING_EXCHANGES || self.undecided_bytes > WAITING_BYTES {
            self.forget_oldest(ingested);
        }
    }

    fn forget_oldest(&mut self, ingested: &mut Ingested) {
        match self.undecided.pop_front() {
            Some(late) => {
                self.undecided_bytes = self.undecided_bytes.saturating_sub(late.weight());
                self.lose(&late, ingested);
            }
            None => self.undecided_bytes = 0,
        }
    }

    /// Makes what is said of the whole batch agree with what is there at its end.
    fn settle(&mut self, ingested: &mut Ingested) {
        let record = self.record.get_mut();
        if !ingested.forget.is_empty() {
            // A browser that counts whole milliseconds cannot tell two hops apart that share one.
            let is_here = |hop: &Hop| {
                record.has_hop(hop)
                    || self.assembler.exchange(&hop.request).is_some_and(|exchange| exchange.is(hop))
                    || self.undecided.iter().any(|exchange| exchange.is(hop))
            };
            ingested.forget.retain(|hop| !is_here(hop));
        }
        let is_in = |tab: i64, exchange: &Exchange| exchange.context.tab == Some(tab);
        self.closed_tabs.retain(|tab| {
            let is_needed = record.has_tab(*tab)
                || self.undecided.iter().any(|exchange| is_in(*tab, exchange))
                || self.assembler.open().any(|exchange| is_in(*tab, exchange));
            if !is_needed {
                ingested.forget_tabs.push(*tab);
            }
            is_needed
        });
    }

    /// Forgets the stories that came first, whole, where there is more than may be kept. A recording that is left on for
    /// days must not fill the memory.
    fn make_room(&mut self, limits: Limits, ingested: &mut Ingested) {
        let record = self.record.get_mut();
        let mut left =
            Limits { exchanges: record.len(), bytes: record.weight(), stories: record.stories_at_most() };
        if left.fits(limits) {
            return;
        }
        record.settle();
        left.stories = record.stories_at_most();
        if left.fits(limits) {
            return;
        }
        let room = limits.share(KEPT_SHARE);
        let waiting = record.waiting();
        let stories = record.stories_by_arrival();
        let mut superfluous: HashSet<ExchangeId> = HashSet::new();
        let mut evicted = 0;
        let mut drop = |exchange: &Exchange, left: &mut Limits| {
            if superfluous.insert(exchange.id) {
                left.exchanges -= 1;
                left.bytes -= exchange.weight().min(left.bytes);
            }
        };
        // What belongs to nothing goes first.
        let of_stories: HashSet<ExchangeId> =
            stories.iter().flat_map(|story| story.exchanges()).map(|exchange| exchange.id).collect();
        for exchange in by_arrival(record.exchanges().filter(|exchange| !of_stories.contains(&exchange.id))) {
            if left.fits(room) {
                break;
            }
            drop(exchange, &mut left);
            left.stories = left.stories.saturating_sub(1);
        }
        for (at, story) in stories.iter().enumerate() {
            if left.fits(room) {
                break;
            }
            let is_last = at + 1 == stories.len();
            let alone = story.exchanges().filter(|exchange| waiting.contains(&exchange.id)).count();
            if !is_last {
                evicted += 1;
                story.exchanges().for_each(|exchange| drop(exchange, &mut left));
                left.stories = left.stories.saturating_sub(alone.max(1));
                continue;
            }
            let exchanges = by_arrival(story.exchanges().map(|exchange| &**exchange));
            let (first, rest) = exchanges.split_at(exchanges.len().min(KEPT_BEGINNING));
            for exchange in rest.iter().chain(first.iter().rev()) {
                if left.fits(room) {
                    break;
                }
                drop(exchange, &mut left);
                left.stories -= usize::from(waiting.contains(&exchange.id)).min(left.stories);
            }
        }
        // Of hops that a log cannot tell apart all stay, as long as there is room for them, or none.
        let names = |is_leaving: bool| -> HashSet<(&str, u64)> {
            let all = record.exchanges().filter(|exchange| superfluous.contains(&exchange.id) == is_leaving);
            all.filter_map(name_in_log).collect()
        };
        let (staying, leaving) = (names(false), names(true));
        let is_both = |name: &(&str, u64)| staying.contains(name) && leaving.contains(name);
        let is_shared = |exchange: &&Exchange| name_in_log(exchange).as_ref().is_some_and(is_both);
        for twin in record.exchanges().filter(is_shared).filter(|twin| superfluous.contains(&twin.id)) {
            left.exchanges += 1;
            left.bytes += twin.weight();
            left.stories += 1;
        }
        let goes = |exchange: &&Exchange| match is_shared(exchange) {
            true => !left.fits(limits),
            false => superfluous.contains(&exchange.id),
        };
        let gone: HashSet<ExchangeId> = record.exchanges().filter(goes).map(|exchange| exchange.id).collect();
        let removed = record.remove(|exchange| gone.contains(&exchange.id));
        for exchange in &removed {
            // What goes on would come back with its next event.
            if let Some(request) = exchange.context.request.as_deref().filter(|_| !exchange.is_finished()) {
                self.assembler.abandon(request, exchange.id);
            }
            self.lose(exchange, ingested);
        }
        self.lose_without_role(ingested);
        ingested.evicted += evicted;
        ingested.changed |= !removed.is_empty();
        self.forgotten += evicted;
        self.made_room += 1;
    }
}

/// Milliseconds after which a program speaks of something else.
const MOMENT: f64 = 600_000.0;

/// Whether two statements may be about one thing, by their times.
fn is_same_moment(known: &[Kept], one: usize, other: usize) -> bool {
    let time = |at: usize| known.get(at).and_then(|kept| kept.statement.time);
    time(one)
        .zip(time(other))
        .is_none_or(|(one, other)| (one.as_millis() - other.as_millis()).abs() <= MOMENT)
}

impl Limits {
    fn fits(self, limits: Limits) -> bool {
        self.exchanges <= limits.exchanges && self.bytes <= limits.bytes && self.stories <= limits.stories
    }

    fn share(self, share: f64) -> Limits {
        let of = |limit: usize| (limit as f64 * share) as usize;
        Limits { exchanges: of(self.exchanges), bytes: of(self.bytes), stories: of(self.stories) }
    }
}

/// By what a log of the browser's events finds a request.
fn name_in_log(exchange: &Exchange) -> Option<(&str, u64)> {
    Some((exchange.context.request.as_deref()?, exchange.started?.as_millis().to_bits()))
}

/// Leaves out of an exchange what is nobody's business.
fn keep(kind: MessageKind, mut exchange: Exchange, ingested: &mut Ingested) -> Exchange {
    // User names, passwords and assertions, and what an app does with its token: not ours to keep.
    let is_answer_private =
        exchange.response.as_ref().is_some_and(|response| is_apps_business(kind, response.status));
    if kind.is_private() {
        redact(&mut exchange, is_answer_private);
        ingested.strip.extend(exchange.hop().map(|hop| Strip { hop, answer: is_answer_private }));
    }
    exchange
}

/// Leaves out what was sent, and what came back where that is private too.
fn redact(exchange: &mut Exchange, is_answer_private: bool) {
    exchange.request.body = Captured::Missing(Missing::Redacted);
    if is_answer_private && let Some(response) = &mut exchange.response {
        response.body = Captured::Missing(Missing::Redacted);
    }
}

/// Whether an answer is what an app does with its token. What an API says when it refuses is about the token, not about the user.
fn is_apps_business(kind: MessageKind, status: u16) -> bool {
    kind == MessageKind::ResourceRequest && !(400..500).contains(&status)
}
