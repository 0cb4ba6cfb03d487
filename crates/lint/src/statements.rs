//! What programs say in the files of a recording: of each file what is known, and of a file in which nothing is known the lines
//! that look most like errors.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use http::{Exchange, LogLevel, Place, Provenance, Statement, Timestamp, Via};

use crate::apart::Moment;
use crate::behind::Behind;
use crate::failing::{calls_itself_error, failure, goes_well, is_calm, outcry};
use crate::known::{
    Known, Matcher, Near, Rank, Said, is_about_oauth, is_moment, is_spoken, just, of_beside, of_failure,
    of_moment, of_status,
};
use crate::overheard::Overheard;
use crate::refused_path::{self, Refused};
use crate::rule::Stage;
use crate::search::{Cause, Certainty, Explained, Match, in_other_words, is_frame, search};
use crate::{retry, stores, trace};

/// Most statements of known errors that are kept, of all files together, and most of their bytes.
const MOST: usize = 2_000;
const MOST_BYTES: usize = 4_000_000;

/// So often the same error is kept of one file: what is repeated without end shows nothing new.
const MOST_ALIKE: usize = 20;

/// Bytes of the longest statement that is looked at: a longer one is data.
const LONGEST: usize = 64 << 10;

/// So many statements before and after one tell what it is about.
const NEAR: usize = 10;

/// So many statements before and after a record a login fails for what the record says, and so many milliseconds.
const BESIDE: usize = 3;
const RECORD: f64 = 1_000.0;

/// So many statements behind a failure a program may say that another try went well.
const RETRY: usize = 40;

/// So many failures in unknown words are looked at, and so many statements with known ones beside them.
const MOST_FAILURES: usize = 50;
const MOST_MOMENTS: usize = 5_000;

/// So many paths of a file's logins are sought in what it says.
const MOST_PATHS: usize = 50;

/// Bytes of a file that is read as one message.
const LONGEST_PASTE: usize = 4 << 10;

/// Lines of unknown errors that are shown of a file.
const SHOWN: usize = 3;

/// What the files of a recording say.
#[derive(Default)]
pub(crate) struct Statements {
    known: Vec<Kept>,
    bytes: usize,
    files: Vec<OfFile>,
    overheard: Overheard,
}

/// A statement with a known error.
pub(crate) struct Kept {
    pub(crate) statement: Statement,
    pub(crate) said: Said,
    /// How often its file says it; 0 where that was counted at an earlier one.
    pub(crate) count: usize,
    /// Whether it is a failure in unknown words of another request than all that is known of its file: nothing that was said
    /// explains it.
    pub(crate) is_apart: bool,
    /// Whether the program says that it tries again, and then that it succeeded.
    pub(crate) is_recovered: bool,
}

/// What was said in a file.
#[derive(Default)]
pub struct OfFile {
    /// How many statements it holds.
    pub statements: usize,
    /// How many of them hold a known error.
    pub known: usize,
    /// How many of these were not kept, for there are too many.
    pub lost: usize,
    /// Where none is known, those that look most like errors.
    pub unknown: Vec<Statement>,
    /// Where none is known and there are few, what they may mean together.
    pub perhaps: Option<Explained>,
}

impl Statements {
    pub(crate) fn known(&self) -> &[Kept] {
        &self.known
    }

    /// Lines that speak of credentials, whatever else they say.
    pub(crate) fn overheard(&self) -> &Overheard {
        &self.overheard
    }

    pub(crate) fn of_file(&self, input: u32) -> Option<&OfFile> {
        self.files.get(input as usize)
    }

    /// Takes in what the next file says.
    pub(crate) fn add(&mut self, listener: Listener) {
        let input = self.files.len() as u32;
        let mut heard = listener.end();
        self.overheard.add(std::mem::take(&mut heard.overheard));
        heard.take_failures();
        let mut of_file = OfFile { statements: heard.statements, known: heard.known, ..OfFile::default() };
        if heard.known == 0 {
            let perhaps = heard.perhaps();
            of_file.known = heard.take_whole(perhaps.as_ref());
            if of_file.known == 0 {
                of_file.known = heard.take_beside_login();
            }
            let of_address = heard.address.take().filter(|explained| !explained.causes.is_empty());
            of_file.perhaps = perhaps.or(of_address).filter(|_| of_file.known == 0);
        }
        if of_file.known == 0 {
            of_file.unknown = heard.likely.into_iter().map(|(.., of)| of_input(of, input)).collect();
        }
        let before = self.known.len();
        for mut kept in heard.kept {
            let weight = kept.statement.weight();
            if self.known.len() >= MOST || self.bytes + weight > MOST_BYTES {
                continue;
            }
            self.bytes += weight;
            // The first statement of each says how often there is one.
            let place = std::ptr::from_ref(kept.said.known);
            let is_first = !self
                .known
                .iter()
                .any(|other| std::ptr::eq(other.said.known, place) && is_of_input(&other.statement, input));
            kept.count = if is_first { heard.counts.get(&place).map_or(0, |(all, _)| *all) } else { 0 };
            kept.statement = of_input(kept.statement, input);
            self.known.push(kept);
        }
        of_file.lost = of_file.known - (self.known.len() - before);
        self.files.push(of_file);
    }
}

/// Listens to what a file says, statement by statement, and keeps of it what may be shown.
#[derive(Default)]
pub(crate) struct Listener {
    matcher: Matcher,
    /// Whether the file shows a login's messages, too.
    is_beside_login: bool,
    /// Where a server refused one of them or failed on it, and when.
    failed: Vec<(u32, Option<Timestamp>)>,
    /// The paths of these messages, by which a line is told to be about a login.
    paths: Vec<String>,
    /// What the first address of a page that says an error says of it, where it is no login's message.
    address: Option<Explained>,
    /// Whether an answer is among them: it tells by itself what failed.
    has_answers: bool,
    /// The newest statements, and how many of them were not looked at, for what comes after them counts, too.
    recent: VecDeque<Statement>,
    /// Of each of them whether a login library surely said it, where somebody asked.
    of_library: VecDeque<Option<bool>>,
    ahead: usize,
    statements: usize,
    known: usize,
    kept: Vec<Kept>,
    bytes: usize,
    /// By the table's line: how often there is one, and how many of these are kept.
    counts: HashMap<*const Known, (usize, usize)>,
    /// The likeliest errors so far, with their likeness and their number.
    likely: Vec<(usize, usize, Statement)>,
    /// When and of which requests something known was said.
    moments: Vec<Moment>,
    /// The refusal whose trace may come.
    refused: Refused,
    /// The likeliest failures in words that are not known.
    failures: Vec<Failure>,
    /// What was kept of calls that are tried again, the numbers of their statements, and when that was.
    retried: Vec<(usize, usize, Moment)>,
    overheard: Overheard,
}

/// A line in which a program says, in words that are not known, that a step of a login failed.
struct Failure {
    /// Whether it tells of what failed, and how much it looks like an error of a login.
    likeness: (bool, usize),
    known: &'static Known,
    at: Range<usize>,
    statement: Statement,
    moment: Moment,
    /// With so many of the moments at which something known was said it was compared.
    compared: usize,
}

impl Failure {
    /// Whether nothing that is known was said of the request that it is about.
    fn is_apart(&mut self, moments: &[Moment]) -> bool {
        let new = moments.get(self.compared..).unwrap_or_default();
        self.compared = moments.len();
        // What it may be about was mostly said just before.
        moments.len() < MOST_MOMENTS && new.iter().rev().all(|known| known.is_apart(&self.moment))
    }
}

impl Listener {
    pub(crate) fn hear(&mut self, statement: Statement) {
        self.statements += 1;
        self.overheard.hear(&statement);
        if let Some(refused) = self.refused.hear(&statement) {
            self.keep_refusal(refused);
        }
        self.recent.push_back(statement);
        self.of_library.push_back(None);
        self.ahead += 1;
        if self.ahead > NEAR {
            self.look();
        }
        if self.recent.len() > 2 * NEAR {
            self.recent.pop_front();
            self.of_library.pop_front();
        }
    }

    /// Says what else stands in the file.
    pub(crate) fn pass(&mut self, exchange: &Exchange) {
        let is_of_login = is_of_login(exchange);
        self.is_beside_login = self.is_beside_login || is_of_login;
        self.has_answers |= exchange.response.is_some();
        let parameters = [exchange.request.uri.query(), exchange.request.uri.fragment()];
        let names_error =
            || parameters.iter().flat_map(|all| all.iter()).any(|(name, _)| name.contains("error"));
        if !is_of_login && self.address.is_none() && exchange.context.via == Via::Page && names_error() {
            self.address = Some(search(exchange.request.uri.text().text()));
        }
        let path = exchange.request.uri.path();
        let is_new = || self.paths.len() < MOST_PATHS && !self.paths.iter().any(|known| known == path);
        if is_of_login && path.len() > 1 && is_new() {
            self.paths.push(path.to_owned());
        }
        // A provider refuses a mistyped password, too: of what an app refuses the answer of the provider counts.
        let has = |name: &str| exchange.request.uri.query().has(name);
        let is_answer = has("state") && (has("code") || has("error"));
        let least = if is_answer { 400 } else { 500 };
        let fails = exchange.status().is_some_and(|status| status >= least);
        if let Provenance::File { place: Place::Line(line), .. } = exchange.provenance
            && is_of_login
            && fails
            && self.failed.len() < MOST
        {
            self.failed.push((line, exchange.started));
        }
    }

    /// Moves what was heard back onto a clock that this one is ahead of, by so many milliseconds.
    pub(crate) fn shift(&mut self, ahead: f64) {
        self.look_at_all();
        let kept = self.kept.iter_mut().map(|kept| &mut kept.statement);
        let kept = kept.chain(self.failures.iter_mut().map(|failure| &mut failure.statement));
        for statement in kept.chain(self.likely.iter_mut().map(|(.., statement)| statement)) {
            let moved = |time: Timestamp| Timestamp::from_millis(time.as_millis() - ahead);
            statement.time = statement.time.and_then(moved);
        }
    }

    fn look_at_all(&mut self) {
        while self.ahead > 0 {
            self.look();
        }
    }

    fn end(mut self) -> Self {
        self.look_at_all();
        if let Some(refused) = self.refused.end() {
            self.keep_refusal(refused);
        }
        self.likely.sort_by_key(|&(_, at, _)| at);
        self
    }

    /// What the file says as a whole, where it is so short that somebody chose what stands in it.
    fn perhaps(&self) -> Option<Explained> {
        let is_other =
            |text: &&str| self.is_beside_login && stores::is_of_mail(text) && !self.is_about_login(text);
        let lines = self.recent.iter().map(|statement| statement.text.text());
        let lines: Vec<&str> = lines.filter(|text| !is_other(text)).collect();
        let is_whole = self.statements == self.recent.len() && !self.likely.is_empty();
        let size = lines.iter().map(|line| line.len()).sum::<usize>();
        let whole = (is_whole && size <= LONGEST_PASTE).then(|| lines.join("\n"))?;
        let mut explained = search(&whole);
        // What a sentence only speaks of is told where it says that something failed, and what all calls meet beside a login.
        let speaks = self.is_about_login(&whole);
        // A single error that somebody gave is what they ask about.
        let says = whole.lines().filter(|line| line.contains(' ') && !is_frame(line.trim())).count();
        let is_one_error = says <= LINES_OF_ONE;
        let is_alarming = || {
            let is_well = lines.iter().any(|line| goes_well(&line.to_lowercase()));
            !is_well && self.likely.iter().any(|(.., line)| !is_calm(line.text.text()))
        };
        let is_of_login = |cause: &Cause| match cause.by {
            Match::Known(known) if is_spoken(known) => is_one_error && is_alarming(),
            Match::Known(known) => !known.is_of_network() && (speaks || known.is_telling()),
            _ => speaks,
        };
        let is_known = |cause: &Cause| matches!(cause.by, Match::Known(known) if !is_spoken(known));
        let first = explained.causes.first()?;
        if !is_of_login(first) {
            if !is_one_error || !is_known(first) {
                return None;
            }
            // Nothing says that it is one of a login.
            explained.certainty = Certainty::Perhaps;
        }
        Some(explained)
    }

    /// Keeps what the lines of a short file say together, where that is known for sure: at the line that looks most like an error.
    fn take_whole(&mut self, perhaps: Option<&Explained>) -> usize {
        let explained = perhaps.filter(|explained| explained.certainty == Certainty::Known);
        let known = explained.and_then(|explained| match explained.causes.first()?.by {
            Match::Known(known) if known.is_fault() => Some(known),
            _ => None,
        });
        let line = self.likely.iter().max_by_key(|(likeness, ..)| *likeness);
        let Some((known, (.., statement))) = known.zip(line) else { return 0 };
        let (statement, at) = (statement.clone(), 0..statement.text.text().len());
        self.counts.entry(std::ptr::from_ref(known)).or_insert((1, 1));
        let said = Said::unknown(known, at);
        self.kept.push(Kept { statement, said, count: 0, is_apart: false, is_recovered: false });
        1
    }

    /// Keeps the line that looks most like an error, where it says that something failed, stands in a paste beside the address of a
    /// login, of which no answer is there: whoever pasted both means the login.
    fn take_beside_login(&mut self) -> usize {
        let size: usize = self.recent.iter().map(|statement| statement.text.text().len()).sum();
        if self.paths.is_empty()
            || self.has_answers
            || self.statements != self.recent.len()
            || size > LONGEST_PASTE
        {
            return 0;
        }
        let failed = self.likely.iter().filter_map(|(likeness, _, statement)| {
            Some((*likeness, outcry(statement.text.text())?, statement.clone()))
        });
        let likeliest = failed.max_by_key(|(likeness, ..)| *likeness);
        let Some(((_, at, statement), known)) = likeliest.zip(of_beside()) else { return 0 };
        self.counts.entry(std::ptr::from_ref(known)).or_insert((1, 1));
        let said = Said::unknown(known, at);
        self.kept.push(Kept { statement, said, count: 0, is_apart: false, is_recovered: false });
        1
    }

    /// Lines count, too, in which a program says itself, in words that are not known, that a step of a login failed: the likeliest
    /// where nothing known was said, and those that are about another request than all that count already.
    fn take_failures(&mut self) {
        let mut taken = 0;
        let failures = std::mem::take(&mut self.failures);
        let moments: Vec<u32> =
            failures.iter().filter(|f| is_moment(f.known)).filter_map(|f| line_of(&f.statement)).collect();
        for mut failure in failures {
            let is_first = self.known == 0;
            // The message itself says as much.
            let is_seen = refused_path::bare_path(failure.statement.text.text())
                .is_some_and(|path| self.paths.iter().any(|known| known == path));
            // What only stands there says nothing beside what is told.
            let is_told = is_moment(failure.known) && !is_first;
            if is_seen || is_told || taken == SHOWN || !is_first && !failure.is_apart(&self.moments) {
                continue;
            }
            let Failure { known, at, statement, moment, .. } = failure;
            // Of several errors of one moment none is said to be what failed it.
            let is_beside =
                |line: u32| line_of(&statement).is_some_and(|own| own.abs_diff(line) <= 2 * BESIDE as u32);
            let count =
                if is_moment(known) { moments.iter().filter(|line| is_beside(**line)).count() } else { 1 };
            taken += 1;
            self.known += 1;
            self.moments.push(moment);
            self.counts.entry(std::ptr::from_ref(known)).or_insert((count.max(1), 1));
            let said = Said::unknown(known, at);
            self.kept.push(Kept { statement, said, count: 0, is_apart: !is_first, is_recovered: false });
        }
    }

    /// Keeps a statement in which a program says that a step of a login failed, among the likeliest.
    fn keep_failure(&mut self, at: usize, likeness: usize) {
        let Some(statement) = self.recent.get(at) else { return };
        let text = statement.text.text();
        if !self.is_about_login(text) {
            return;
        }
        let Some(place) = failure(text, self.level_of(statement)) else { return };
        // Beside the address of a login every word is about logins.
        let beside_address = || in_other_words(text, true).filter(|_| self.names_login(text));
        let words = in_other_words(text, false).or_else(beside_address);
        // What tells of what failed says more than that something did.
        let likeness = (words.is_some(), likeness);
        let Some(known) = words.or_else(of_failure) else { return };
        let statement = statement.clone();
        self.keep_as(known, likeness, place, statement);
    }

    /// Keeps an error that stands directly beside a request of a login that a server refused or failed at that time.
    fn keep_moment(&mut self, at: usize, is_of_network: bool) {
        let Some(statement) = self.recent.get(at) else { return };
        let text = statement.text.text();
        let is_error = is_of_network
            || statement.level == LogLevel::Error
            || calls_itself_error(text)
            || trace::raised(text).is_some()
            || failure(text, statement.level).is_some();
        // What was raised stands below its trace.
        let record =
            || trace::record(at, self.recent.len(), |at| self.recent.get(at).map_or("", |s| s.text.text()));
        let is_beside = || {
            let mut lines = [at, record().start].into_iter().filter_map(|at| self.line(at));
            lines.any(|line| self.server_fails_at(line, statement.time))
        };
        // Of an exception the last line of its trace says what was raised.
        let raised =
            |at: usize| self.recent.get(at).and_then(|other| trace::raised(other.text.text())).is_some();
        if !raised(at) && record().skip(1).any(|other| other > at && raised(other)) {
            return;
        }
        // The line of the request itself is what it stands beside.
        let is_request =
            self.line(at).is_some_and(|line| self.failed.iter().any(|(other, _)| *other == line));
        if let Some(known) = of_moment().filter(|_| is_error && !is_request && is_beside()) {
            let (place, statement) = (0..text.len(), statement.clone());
            self.keep_as(known, (false, 0), place, statement);
        }
    }

    /// Keeps what a server says of a request of a login that it refused.
    fn keep_refusal(&mut self, statement: Statement) {
        let text = statement.text.text();
        let Some(place) = refused_path::place(text) else { return };
        // What is known of the reason counts by itself.
        let is_told = |said: &Said| said.needs == Near::Nothing && said.known.rank() > Rank::Wrapper;
        if self.matcher.find_all(text).iter().any(is_told) {
            return;
        }
        let words = in_other_words(text, false);
        let likeness = (words.is_some(), OF_OAUTH + self.likeness(text));
        if let Some(known) = words.or_else(of_failure) {
            self.keep_as(known, likeness, place, statement);
        }
    }

    fn keep_as(
        &mut self,
        known: &'static Known,
        likeness: (bool, usize),
        at: Range<usize>,
        statement: Statement,
    ) {
        let moment = Moment::of(&statement, known.own.stage);
        let failure = Failure { likeness, known, at, statement, moment, compared: 0 };
        if self.failures.len() >= MOST_FAILURES && self.known > 0 {
            let moments = &self.moments;
            self.failures.retain_mut(|failure| failure.is_apart(moments));
        }
        // Of those that are as likely the first ones count.
        let rank = self.failures.partition_point(|other| other.likeness >= likeness);
        if rank < MOST_FAILURES {
            self.failures.insert(rank, failure);
            self.failures.truncate(MOST_FAILURES);
        }
    }

    /// Looks at the oldest statement that was not looked at.
    fn look(&mut self) {
        let at = self.recent.len() - self.ahead;
        let number = self.statements - self.ahead;
        self.ahead -= 1;
        let Some(statement) = self.recent.get(at).filter(|s| s.text.text().len() <= LONGEST) else { return };
        let text = statement.text.text();
        // What a trace quotes of the program's source is what it might have said.
        if is_source(text) {
            return;
        }
        let mut all = self.matcher.find_all(text);
        if tells_of_renewal(text) {
            all.retain(|said| !said.known.is_of_expiry());
        }
        // What a mail server refuses beside a login is none of it.
        if self.is_beside_login && stores::is_of_mail(text) && !self.is_about_login(text) {
            all.clear();
        }
        if all.iter().any(|said| said.known.is_of_network()) && self.is_of_store(at) {
            all.retain(|said| !said.known.is_of_network());
        }
        let is_of_network = all.iter().any(|said| said.known.is_of_network());
        let own = all.iter().position(|said| self.has_near(at, said));
        let own = match own.or_else(|| self.beside_library(at, &all)) {
            Some(place) => all.get(place).cloned(),
            None => None,
        };
        let Some(statement) = self.recent.get(at) else { return };
        let text = statement.text.text();
        let likeness = self.likeness(text);
        // Where a line speaks of an error of OAuth, a sentence means what it means to those who are known to say it.
        let of_another = || {
            let is_error = likeness > OF_OAUTH;
            let other = all.iter().filter(|_| is_error).find_map(|said| said.clone().of_another())?;
            // What counts beside its product alone says less of another program than the words themselves do.
            let beside_address = || in_other_words(text, true).filter(|_| self.names_login(text));
            let words =
                || in_other_words(text, false).or_else(beside_address).filter(|_| other.is_of_product());
            Some(words().map_or_else(|| other.clone(), |known| Said::unknown(known, other.at.clone())))
        };
        let status = || {
            let behind = Behind::of(text, 0).filter(|_| likeness > OF_OAUTH)?;
            if is_own_answer(text) {
                return None;
            }
            let known = in_other_words(text, false).or_else(of_status)?;
            Some(Said::unknown(known, behind.at))
        };
        // What only wraps an error, and a code with many reasons, say less than a reason, whoever gives it.
        let is_weak = own.as_ref().is_some_and(|said| said.known.rank() < Rank::Fault);
        let said = if is_weak { of_another().or(own) } else { own.or_else(of_another) };
        let said = if is_weak { self.matcher.find_in_address(text, said) } else { said };
        let said = said.map(|said| at_userinfo(said, text));
        let Some(said) = said.or_else(status) else {
            if !self.retried.is_empty() && retry::gives_up(text) {
                self.retried.clear();
            }
            if !self.retried.is_empty() && retry::succeeds(text) {
                let moment = Moment::of(statement, Stage::Any);
                let near = self
                    .retried
                    .drain(..)
                    .filter(|(_, tried, failed)| number - tried <= RETRY && !failed.is_of_another(&moment));
                near.for_each(|(at, ..)| self.kept[at].is_recovered = true);
            }
            let of_line = likeness;
            let likeness = if self.known == 0 { likeness } else { 0 };
            // Of those that are as likely the first ones count.
            let place = self.likely.partition_point(|&(other, ..)| other >= likeness);
            if likeness > 0 && place < SHOWN {
                self.likely.insert(place, (likeness, number, statement.clone()));
                self.likely.truncate(SHOWN);
            }
            self.keep_failure(at, of_line);
            self.keep_moment(at, is_of_network);
            return;
        };
        self.known += 1;
        if self.moments.len() < MOST_MOMENTS {
            self.moments.push(Moment::of(statement, said.known.own.stage));
        }
        let (all, alike) = self.counts.entry(std::ptr::from_ref(said.known)).or_default();
        *all += 1;
        let weight = statement.weight();
        if *alike < MOST_ALIKE && self.kept.len() < MOST && self.bytes + weight <= MOST_BYTES {
            *alike += 1;
            self.bytes += weight;
            if retry::is_tried_again(text) {
                self.retried.push((self.kept.len(), number, Moment::of(statement, Stage::Any)));
            }
            let statement = statement.clone();
            self.kept.push(Kept { statement, said, count: 0, is_apart: false, is_recovered: false });
        }
    }

    /// The text that counts beside words of OAuth, where a login library says something near it: who fails a login speaks of OAuth,
    /// whatever the words are.
    fn beside_library(&mut self, at: usize, all: &[Said]) -> Option<usize> {
        let place = all.iter().position(|said| said.needs == Near::OAuth)?;
        let near = near(at, self.recent.len());
        near.into_iter().any(|other| self.is_of_library(other)).then_some(place)
    }

    /// Whether what has to stand near a text stands near it.
    fn has_near(&self, at: usize, said: &Said) -> bool {
        let needs = match said.needs {
            Near::Nothing
                if !self.is_beside_login && (said.known.is_everyday() || said.known.is_of_any_call()) =>
            {
                Near::OAuth
            }
            needs => needs,
        };
        let mut near = self.recent.range(near(at, self.recent.len()));
        let names_login =
            || self.recent.get(at).is_some_and(|statement| self.names_login(statement.text.text()));
        needs == Near::Nothing
            || needs == Near::OAuth && names_login()
            || near.any(|other| needs.is_in(other.text.text(), said.known.product))
    }

    /// Whether a statement is about a database or the like that no login is said to have needed: neither its record speaks of one, nor
    /// does a login fail beside it for a reason that is not told.
    fn is_of_store(&mut self, at: usize) -> bool {
        let text = |at: usize| self.recent.get(at).map_or("", |statement| statement.text.text());
        let record = trace::record(at, self.recent.len(), text);
        let is_named = record.clone().any(|at| !trace::is_frame(text(at)) && stores::is_named(text(at)));
        if !is_named || record.clone().any(|at| stores::is_of_login(text(at))) {
            return false;
        }
        let lines = record.clone().filter_map(|at| self.line(at));
        if lines.into_iter().any(|line| self.server_fails_at(line, self.recent.get(at).and_then(|s| s.time)))
        {
            return false;
        }
        let beside = record.start.saturating_sub(BESIDE)..(record.end + BESIDE).min(self.recent.len());
        !beside.into_iter().any(|other| !record.contains(&other) && self.fails_beside(at, other))
    }

    /// Whether a line speaks of OAuth, or of the address of a login's message.
    fn is_about_login(&self, text: &str) -> bool {
        is_about_oauth(text) || self.names_login(text) || names_endpoint(text)
    }

    /// Whether a line names the address of a login's message.
    fn names_login(&self, text: &str) -> bool {
        let is_of_path = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
        let is_whole = |at: usize, path: &str| {
            let (before, behind) = (text.get(..at), text.get(at + path.len()..));
            !before.is_some_and(|before| before.ends_with(is_of_path))
                && !behind.is_some_and(|behind| behind.starts_with(is_of_path))
        };
        brings_answer(text)
            || self.paths.iter().any(|path| text.match_indices(&**path).any(|(at, _)| is_whole(at, path)))
    }

    /// How grave a program calls what it says: what it says of a login's message, and does not call harmless, is a warning at least.
    fn level_of(&self, statement: &Statement) -> LogLevel {
        match statement.level {
            LogLevel::Unsaid if self.names_login(statement.text.text()) => LogLevel::Warning,
            level => level,
        }
    }

    /// How much a line looks like an error of a login.
    fn likeness(&self, text: &str) -> usize {
        match likeness(text) {
            0 => 0,
            words => words + OF_OAUTH * usize::from(self.is_about_login(text)),
        }
    }

    fn line(&self, at: usize) -> Option<u32> {
        line_of(self.recent.get(at)?)
    }

    /// Whether a server answers a request of a login beside that line that it failed.
    fn server_fails_at(&self, line: u32, time: Option<Timestamp>) -> bool {
        self.failed.iter().any(|(other, when)| {
            let apart = time.zip(*when).map_or(0.0, |(a, b)| (a.as_millis() - b.as_millis()).abs());
            line.abs_diff(*other) <= BESIDE as u32 && apart <= RECORD
        })
    }

    /// Whether a login fails in a statement that does not say why, at the time of the other one.
    fn fails_beside(&mut self, at: usize, other: usize) -> bool {
        let time = |at: usize| Some(self.recent.get(at)?.time?.as_millis());
        let apart = time(at).zip(time(other)).map_or(0.0, |(a, b)| (a - b).abs());
        let Some(statement) = self.recent.get(other) else { return false };
        let (text, level) = (statement.text.text(), self.level_of(statement));
        if apart > RECORD || text.len() > LONGEST {
            return false;
        }
        let all = self.matcher.find_all(text);
        let is_wrapped =
            all.iter().any(|said| said.known.rank() == Rank::Wrapper && said.needs == Near::Nothing);
        let is_told = all.iter().any(|said| said.known.rank() > Rank::Wrapper);
        !is_told && (is_wrapped || failure(text, level).is_some() && self.is_about_login(text))
    }

    fn is_of_library(&mut self, at: usize) -> bool {
        if let Some(known) = self.of_library.get(at).copied().flatten() {
            return known;
        }
        let Some(text) = self.recent.get(at).map(|statement| statement.text.text()) else { return false };
        let is_one = text.len() <= LONGEST && self.matcher.find_all(text).iter().any(Said::is_of_library);
        if let Some(known) = self.of_library.get_mut(at) {
            *known = Some(is_one);
        }
        is_one
    }
}

/// Whether a line is one of a program's source, as a trace quotes it: `raise TokenExpiredError()`.
fn is_source(text: &str) -> bool {
    let text = text.trim_start();
    ["raise ", "throw "]
        .iter()
        .any(|word| text.strip_prefix(word).is_some_and(|rest| rest.contains('(') && !rest.contains(": ")))
}

/// Whether a program says that it gets new tokens for those that are over: that is what it is for.
fn tells_of_renewal(text: &str) -> bool {
    const RENEWS: [&str; 10] = [
        "; refreshing",
        ", refreshing",
        ", renewing",
        "refreshing it",
        "will refresh",
        "will be refreshed",
        "attempting refresh",
        "attempting to refresh",
        "trying to refresh",
        "attempting token refresh",
    ];
    const NOT: [&str; 6] = ["fail", "error", "401", "please", "disabled", "not "];
    let lower = text.to_ascii_lowercase();
    RENEWS.iter().any(|word| lower.contains(word)) && !NOT.iter().any(|word| lower.contains(word))
}

/// The places of the statements near one, and its own.
fn near(at: usize, count: usize) -> Range<usize> {
    at.saturating_sub(NEAR)..(at + NEAR + 1).min(count)
}

/// A code in the answer of UserInfo is none of the token endpoint's: nobody looked at the code of the login there.
fn at_userinfo(said: Said, text: &str) -> Said {
    const OF_USERINFO: [&str; 4] = ["userinfo", "user_info", "user info", "fetch identity"];
    const OF_TOKEN: [&str; 4] = ["/token", "token endpoint", "token request", "exchange"];
    let before = text.get(..said.at.start).unwrap_or_default().to_ascii_lowercase();
    let last = |words: [&str; 4]| words.iter().filter_map(|word| before.rfind(word)).max();
    let is_there = said.known.rank() == Rank::Code && last(OF_USERINFO) > last(OF_TOKEN);
    match just("the user's data could not be fetched").filter(|_| is_there) {
        Some(known) => Said::unknown(known, said.at),
        None => said,
    }
}

/// Whether a line tells how a request to the program itself was answered: the method stands before a path.
fn is_own_answer(text: &str) -> bool {
    const METHODS: [&str; 6] = ["GET /", "POST /", "PUT /", "DELETE /", "HEAD /", "PATCH /"];
    METHODS.iter().any(|method| text.contains(method)) && !text.contains("://")
}

/// Whether a browser's console names only the file that did not load, and it is called like an endpoint of OAuth:
/// `(token, line 0)`, `token:1`.
fn names_endpoint(text: &str) -> bool {
    const NAMES: [&str; 6] =
        ["token", "authorize", "userinfo", "openid-configuration", "oauth-authorization-server", "jwks.json"];
    let Some((before, behind)) = text.split_once("Failed to load resource: ") else { return false };
    let behind = behind.rsplit_once('(').and_then(|(_, file)| file.split_once(", line "));
    let before = before.trim_end().rsplit_once(':').map(|(name, _)| name.rsplit(' ').next().unwrap_or(name));
    behind.map(|(name, _)| name).or(before).is_some_and(|name| NAMES.contains(&name))
}

/// Whether an address in a line brings the answer to an authorization request (RFC 6749 §4.1.2).
fn brings_answer(text: &str) -> bool {
    /// Characters of the shortest state or code: `state=TX&code=75001` is an address in Texas.
    const SHORTEST: usize = 6;
    let has = |name: &str, least: usize| {
        let mut places = text.match_indices(name);
        places.any(|(at, _)| {
            let value = text.get(at + name.len()..).unwrap_or_default();
            let end = value.find(|c: char| c == '&' || c.is_whitespace() || c == '"').unwrap_or(value.len());
            text.get(..at).is_some_and(|before| before.ends_with(['?', '&'])) && end >= least
        })
    };
    has("state=", SHORTEST) && (has("code=", SHORTEST) || has("error=", 1))
}

/// Whether an exchange is one of a login by its address alone.
fn is_of_login(exchange: &Exchange) -> bool {
    let uri = &exchange.request.uri;
    let has = |name: &str| uri.query().iter().any(|(own, _)| own == name);
    has("state") && (has("code") || has("error") || has("client_id")) || is_about_oauth(uri.path())
}

/// The line of its file on which a statement stands.
fn line_of(statement: &Statement) -> Option<u32> {
    match statement.provenance {
        Provenance::File { place: Place::Line(line), .. } => Some(line),
        _ => None,
    }
}

fn of_input(statement: Statement, input: u32) -> Statement {
    Statement { provenance: statement.provenance.of_input(input), ..statement }
}

fn is_of_input(statement: &Statement, input: u32) -> bool {
    matches!(statement.provenance, Provenance::File { input: of, .. } if of == input)
}

/// How much likelier an error is one of a login where its line speaks of OAuth.
const OF_OAUTH: usize = 3;

/// Lines of the longest error that is nothing else, without its frames.
const LINES_OF_ONE: usize = 8;

/// How many words of a line are those of errors.
fn likeness(text: &str) -> usize {
    const OF_ERRORS: [&str; 21] = [
        "non-200",
        "does not match",
        "doesn't match",
        "missing",
        "no longer",
        "not set",
        "rejected",
        "error",
        "fail",
        "exception",
        "invalid",
        "denied",
        "refused",
        "unauthorized",
        "forbidden",
        "mismatch",
        "expired",
        "unable",
        "could not",
        "cannot",
        "timed out",
    ];
    // Places in a program and its source say nothing.
    if is_frame(text.trim()) || text.trim_end().ends_with('(') {
        return 0;
    }
    let lower = text.to_lowercase();
    OF_ERRORS.iter().filter(|word| lower.contains(**word)).count()
}

#[cfg(test)]
mod tests {
    use http::Secret;

    use super::*;

    fn statements(lines: &[&str]) -> Vec<Statement> {
        let statement = |(number, line): (u32, &&str)| Statement {
            provenance: Provenance::File { input: 0, place: Place::Line(number) },
            time: None,
            text: Secret::from(*line),
            level: LogLevel::Unsaid,
        };
        (1..).zip(lines).map(statement).collect()
    }

    fn heard(all: &mut Statements, lines: &[&str]) -> bool {
        let mut listener = Listener::default();
        statements(lines).into_iter().for_each(|statement| listener.hear(statement));
        all.add(listener);
        all.files.last().is_some_and(|file| file.known > 0)
    }

    fn ids(statements: &Statements) -> Vec<&'static str> {
        statements.known().iter().map(|kept| kept.said.known.own.id).collect()
    }

    #[test]
    fn everyday_words_count_beside_others_that_speak_of_oauth() {
        let line = "dial tcp: lookup idp.example: no such host";
        let mut alone = Statements::default();
        assert!(!heard(&mut alone, &["backup failed", line]));
        let mut beside = Statements::default();
        assert!(heard(&mut beside, &["fetching the jwks", line]));
        assert_eq!(ids(&beside).len(), 1);
    }

    #[test]
    fn what_a_database_says_is_no_cause_unless_a_login_needed_it() {
        for lines in [
            &[
                "oauth login configured",
                "ERROR worker: could not connect to redis: dial tcp 10.0.0.5:6379: connect: connection refused",
            ][..],
            &[
                "fetching the jwks",
                "Error: connect ECONNREFUSED 127.0.0.1:5432",
                "at TCPConnectWrap.afterConnect (node:net:1:1)",
            ],
            &["the id_token is fine", "nodemailer: Error: connect ETIMEDOUT smtp.mail.example:587"],
            &[
                "oauth ready",
                "o.s.boot: org.postgresql.util.PSQLException: refused",
                "Caused by: java.net.ConnectException: Connection refused",
            ],
            &["oidc ready", "ERROR dial tcp: lookup db on 127.0.0.11:53: no such host"],
            &[
                "oauth ready",
                "amqp: dial tcp 10.0.0.9:5672: connect: connection refused",
                "oauth2: \"invalid_grant\"",
            ],
        ] {
            let mut all = Statements::default();
            heard(&mut all, lines);
            let known = all.known().iter().filter(|kept| kept.said.known.is_of_network());
            assert_eq!(known.count(), 0, "{lines:?}");
        }
        for lines in [
            &[
                "oauth login configured",
                "Error creating session during OAuth2 callback: dial tcp: lookup redis.svc: no such host",
            ][..],
            &[
                "org.keycloak.services: Uncaught server error: JDBCConnectionException: Unable",
                "Caused by: java.net.ConnectException: Connection refused",
                "at org.keycloak.protocol.oidc.TokenManager.x(T.java:1)",
            ],
            &[
                "[auth][error] CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror",
                "x: Error: connect ECONNREFUSED 127.0.0.1:5432",
            ],
            &["fetching the jwks", "Error: connect ECONNREFUSED 127.0.0.1:443"],
            &["oidc login failed: the user could not be read", "Error: connect ECONNREFUSED 127.0.0.1:5432"],
        ] {
            let mut all = Statements::default();
            heard(&mut all, lines);
            assert!(all.known().iter().any(|kept| kept.said.known.is_of_network()), "{lines:?}");
        }
    }

    #[test]
    fn what_is_repeated_is_kept_some_times_and_counted() {
        let line = "upstream sent too big header while reading response header from upstream";
        let mut all = Statements::default();
        heard(&mut all, &[line; 50]);
        assert_eq!(all.known().len(), MOST_ALIKE);
        assert_eq!(all.known()[0].count, 50);
        assert_eq!(all.of_file(0).map(|file| (file.known, file.lost)), Some((50, 30)));
    }

    #[test]
    fn where_nothing_is_known_a_program_counts_that_says_that_it_failed() {
        let mut all = Statements::default();
        assert!(heard(&mut all, &["started", "disk error", "Failed to mend the ID token: xyzzy"]));
        assert_eq!(ids(&all), ["log/spoken-id-token-refused"]);
        let mut all = Statements::default();
        assert!(heard(&mut all, &["OpenID: failed to turn the key: xyzzy"]));
        assert_eq!(ids(&all), ["log/failure"]);
        for line in [
            "oauthproxy.go:478: error redeeming code missing code",
            "WARN {oauth2.OAuth2Service} - Provided Callback URL does not match with the provided one.",
            "2026-04-27 ERROR [CodeAuthenticationMechanism] ID token verification failure: null",
            "[12:06:25 ERR] OpenIdConnect: invalid client configuration",
            "INFO - Error sending request to GET https://id.example/.well-known/openid-configuration: 504",
            "java.lang.IllegalStateException: OAuth2AuthHandler was created without a callback URL",
            "Error: Could not find an OAuth cookie for shop url: test-toybox.example.com",
            "[oidc] Warning: Got non-200 response code when querying JWKs",
            "[oidc] [error] issuer does not match",
            "[WARNING] [allauth] oidc login failed softly (Invalid id_token)",
            "time=12:00 level=error msg=\"oauth: unknown client\"",
            "Error handling the OIDC callback: xyzzy",
            r#"{"error":"unapproved_client","error_description":"not on the list"}"#,
        ] {
            assert!(heard(&mut Statements::default(), &[line]), "{line}");
        }
        for line in [
            "Error handling middleware registered for /oauth/callback",
            "oidc: error reporting enabled",
            "oauth config: error logging = on",
            "WARN [oauth2] access token expired, refreshing it",
            "ERR_LEVEL=error oidc session is not shared",
            "ERROR stripe webhook: callback URL not found",
            "oidc: the page of an error is not found in the theme",
            "backup failed: xyzzy",
            "DEBUG could not find an id_token",
            "the id_token is fine",
            "INFO errors during oauth startup: none, the id_token is not valid",
            "ERROR oauth string",
            r#"{"error":"","error_description":"","id_token":"expired"}"#,
            "ERROR Error creating bean with name 'oauthTokenStore'",
        ] {
            assert!(!heard(&mut Statements::default(), &[line]), "{line}");
        }
    }

    #[test]
    fn a_failure_in_unknown_words_of_another_request_is_told_beside_known_ones() {
        let known = "10:00:01 ERROR oauth2: \"invalid_grant\" \"Code not valid\"";
        let spoken = |lines: &[&str]| {
            let mut all = Statements::default();
            heard(&mut all, lines);
            all.known().iter().filter(|kept| kept.is_apart).count()
        };
        for other in [
            "10:15:01 ERROR [oidc] failed to bind the access token to the device",
            "10:00:01 ERROR oidc discovery failed: xyzzy",
        ] {
            assert_eq!(spoken(&[known, other]), 1, "{other}");
            assert_eq!(spoken(&[other, known]), 1, "{other}");
        }
        assert_eq!(spoken(&[known, "10:00:02 ERROR oauth middleware failed to finish the login"]), 0);
        assert_eq!(spoken(&["10:00:00 ERROR oauth middleware failed to finish the login", known]), 0);
        assert_eq!(spoken(&[known, "10:15:01 ERROR failed to turn the key"]), 0);
        let of = |request: &str, text: &str| format!("ERROR req_id={request} {text}");
        let (a, b) = (of("r-1", "oauth2: \"invalid_grant\""), of("r-2", "OpenID: failed to turn the key"));
        assert_eq!(spoken(&[&a, &b]), 1);
        assert_eq!(spoken(&[&a, &of("r-1", "OpenID: failed to turn the key")]), 0);
    }

    #[test]
    fn wrappers_beside_known_errors_leave_room_for_what_stands_alone() {
        let mut lines = Vec::new();
        for second in 0..60 {
            lines.push(format!("10:{second:02}:00 ERROR oauth2: \"invalid_grant\""));
            lines.push(format!("10:{second:02}:01 ERROR oauth middleware failed to finish login {second}"));
        }
        lines.push("12:00:00 ERROR OpenID: failed to turn the key".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut all = Statements::default();
        heard(&mut all, &lines);
        let apart = all.known().iter().filter(|kept| kept.is_apart).map(|kept| kept.statement.text.text());
        assert_eq!(apart.collect::<Vec<_>>(), ["12:00:00 ERROR OpenID: failed to turn the key"]);
    }

    #[test]
    fn what_has_nothing_to_do_with_logins_is_no_failure_of_one() {
        for line in include_str!("known/foreign.txt").lines() {
            assert!(!heard(&mut Statements::default(), &[line]), "{line}");
        }
    }

    #[test]
    fn where_nothing_is_known_the_likeliest_lines_stay() {
        let lines = [
            "started",
            "disk error",
            "the oidc plugin is invalid: xyzzy",
            "done",
            "an invalid thing",
            "cannot go",
        ];
        let mut all = Statements::default();
        assert!(!heard(&mut all, &lines));
        let unknown =
            all.of_file(0).map(|file| file.unknown.iter().map(|s| s.text.text().to_owned()).collect());
        let expected: Vec<String> = [lines[1], lines[2], lines[4]].map(str::to_owned).into();
        assert_eq!(unknown, Some(expected));
    }
}
