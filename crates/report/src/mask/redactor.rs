//! The only door between captured text and a report.
//!
//! A secret becomes a stable name, `state#1 · 43 chars`, the same wherever the same value stands, so that a reader
//! sees that two values are or are not the same. Known secrets are replaced inside other text too, in every spelling; whatever
//! looks like a credential is masked, and what could act on a terminal or a page is spelt out. A text is masked as a whole
//! and cut afterwards.

use std::cell::Cell;
use std::ops::Range;

use http::{Parameters, Redaction, Secret, Uri};
use oauth::Part;
use serde_json::Value;

use super::beside::is_credential;
use super::field_names::FieldNames;
use super::fields::{self, Treatment};
use super::forms;
use super::masked::{Edit, Masked};
use super::names::{Hit, Names};
use super::parts;
use super::scan::Scanner;
use super::shape::{Mode, Strength, strength};
use super::shown::{Shown, shown};
use super::spelled;
use super::uri;

/// What is shown of a value that somebody took out before the recording came here.
const TAKEN_OUT: &str = "(taken out of the recording)";

/// What stands in place of a sentence in which a secret is a word.
const WITHHELD: &str = "(a sentence that is withheld)";

/// What stands in place of a word that could be a secret, where not all secrets are known.
const HIDDEN: &str = "(…)";

/// Bytes of an address that are read to be shown, and those of the value in which they end. No reader is shown as much.
const LONGEST_ADDRESS: usize = 4 * 1024;

/// Bytes of the longest text that is read to show its beginning.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024;

/// Items of a list or members of an object that are shown.
const MOST_ITEMS: usize = 100;
/// Characters of a line that are shown.
const LINE: usize = 300;

/// The beginnings of the words in a date.
const DATES: [&str; 21] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec", "gmt", "utc",
];

/// Values in values that are read: an address in a parameter of an address in a message. What stands deeper is masked whole, for
/// `redirect_uri=redirect_uri=…` would take as many rounds as it has signs of equality.
const DEEPEST: usize = 8;

/// Gives secrets their names for one report.
#[derive(Default, Clone)]
pub(crate) struct Redactor {
    names: Names,
    field_names: FieldNames,
    /// How many values may have names.
    most: Cell<Option<usize>>,
    /// Whether there are secrets that were not learnt: then words of the protocols alone are shown, and what is known to
    /// stand in the open.
    is_closed: Cell<bool>,
    /// Whether something was too long, or of too many parts, to be learnt in all that it is made of.
    is_cut: Cell<bool>,
    /// Whether a text is read for what is masked in it and not to be shown: known secrets need not be sought in it.
    is_studying: Cell<bool>,
    /// Whether what is read belongs to no login.
    is_beside: Cell<bool>,
    /// Whether of what is read credentials alone are learnt.
    is_of_credentials: Cell<bool>,
    /// Whether names of other reports stay what they are: what is written is read again.
    keeps_names: bool,
    /// In how many values the one stands that is masked now.
    depth: Cell<usize>,
}

impl Redactor {
    /// One for a recording that is masked to be read again. These names are in it already.
    pub(crate) fn of_recording<'n>(names: impl IntoIterator<Item = &'n String>) -> Self {
        let redactor = Redactor { keeps_names: true, ..Redactor::default() };
        names.into_iter().for_each(|name| redactor.names.keep(name));
        redactor
    }

    /// The names of other reports that were seen.
    pub(crate) fn kept_names(&self) -> Vec<String> {
        let names = self.names.all().into_iter().filter(|(value, name)| value == name);
        names.map(|(name, _)| name).collect()
    }

    /// The values that have names, each with its name.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        self.names.all()
    }

    /// The stable name of a secret, which is sought from now on.
    pub(crate) fn name(&self, label: &str, value: &str) -> Shown {
        if value.is_empty() {
            return Shown::from("(empty)");
        }
        if self.keeps_names && Redaction::of(value) == Some(Redaction::Named) {
            self.names.keep(value);
            return Shown::masked(value);
        }
        if self.keeps_names && self.names.is_kept(value) {
            return Shown::masked(value);
        }
        if let Some(name) = self.names.sought(label, value) {
            return Shown::masked(&name);
        }
        if Redaction::of(value) == Some(Redaction::TakenOut) {
            return Shown::from(TAKEN_OUT);
        }
        let is_nobodys =
            || forms::is_of_every_day(value) || self.is_of_credentials.get() && !is_credential(label);
        if self.is_beside.get() && is_nobodys() {
            return Shown::from(HIDDEN);
        }
        if self.is_full() && !self.names.knows(value) {
            self.is_closed.set(true);
            return Shown::from(HIDDEN);
        }
        // A name of another report stands for a value that nobody knows here: what it says of the value stays true.
        let report_name = http::redaction::report_name(value);
        let kind = || report_name.map_or_else(|| kind_of(value), str::to_owned);
        let name = self.names.name(self.field_names.label(label), value, kind);
        if report_name.is_none() {
            self.names.seek(label, value, &name);
            self.seek_parts(label, value, &name);
        }
        Shown::masked(&name)
    }

    /// What a masked value is made of is sought, too.
    fn seek_parts(&self, label: &str, value: &str, name: &str) {
        let parts = parts::of(label, value);
        if parts.is_cut {
            self.set_cut();
        }
        for (label, part) in parts.sought {
            if self.is_full() {
                self.is_closed.set(true);
                return;
            }
            // What is called a password is one, whatever else is called so.
            let is_secret = strength(&label) == Strength::Strong || !self.stands_open(&part);
            if !self.names.knows(&part) && is_secret {
                self.names.seek_part(&label, &part, name);
            }
        }
    }

    /// Makes what a document says known, that is masked as a whole where it stands.
    pub(super) fn learn_parts(&self, text: &str) {
        let parts = parts::of("body", text);
        if parts.is_cut {
            self.set_cut();
        }
        for (label, part) in parts.sought {
            if self.stops() {
                return;
            }
            self.name(&label, &part);
        }
    }

    /// The stable name of a value that is masked where it stands, and nowhere else for that.
    pub(super) fn name_here(&self, label: &str, value: &str) -> Shown {
        if self.is_full() && !self.names.knows(value) {
            return Shown::from(HIDDEN);
        }
        Shown::masked(&self.names.name(label, value, || kind_of(value)))
    }

    /// Lets so many values more have names, of `all` at most. Whatever is left then is as if it stood in every text.
    pub(crate) fn may_learn(&self, more: usize, all: usize) {
        self.most.set(Some(all.min(self.names.len().saturating_add(more))));
    }

    /// Says whether all was learnt that there was.
    pub(crate) fn set_closed(&self, is_closed: bool) {
        self.is_closed.set(is_closed);
    }

    /// Whether not all was learnt that there was.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Says that not all that a value or a line is made of was learnt.
    pub(super) fn set_cut(&self) {
        self.is_cut.set(true);
    }

    /// Whether not all that a value or a line is made of was learnt.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    /// How many values have names.
    pub(crate) fn known(&self) -> usize {
        self.names.len()
    }

    /// Whether learning has to stop; then there may be secrets that are not known.
    pub(super) fn stops(&self) -> bool {
        let is_full = self.is_full();
        if is_full {
            self.is_closed.set(true);
        }
        is_full
    }

    /// Whether nothing more may have a name.
    fn is_full(&self) -> bool {
        self.most.get().is_some_and(|most| self.names.len() >= most)
    }

    /// Reads a text for what is masked in it, before anything is shown.
    pub(crate) fn study(&self, treatment: Treatment, text: &str) {
        self.studying(text, |read| self.edits(treatment, read));
    }

    fn studying(&self, text: &str, edits: impl Fn(&str) -> Vec<Edit>) {
        if self.stops() {
            return;
        }
        let read = if self.most.get().is_some() { readable(text) } else { text };
        if read.len() < text.len() {
            self.is_closed.set(true);
        }
        // To seek what is learnt meanwhile takes longer than all else, and what is found is shown to nobody.
        self.is_studying.set(true);
        let _ = edits(read);
        self.is_studying.set(false);
    }

    /// Studies a text that belongs to no login: words of every day and of the protocols, which stand in settings and examples, are
    /// nobody's secrets there.
    pub(crate) fn study_beside(&self, text: &str) {
        self.is_beside.set(true);
        self.study(Treatment::Prose, text);
        self.is_beside.set(false);
    }

    /// Studies a body that belongs to no login: what stands there under the name of a credential.
    pub(super) fn study_credentials(&self, text: &str) {
        self.is_of_credentials.set(true);
        self.is_beside.set(true);
        self.study(Treatment::Body, text);
        self.is_beside.set(false);
        self.is_of_credentials.set(false);
    }

    /// Makes a value of what belongs to no login known.
    pub(crate) fn learn_beside(&self, label: &str, value: &str) {
        self.is_beside.set(true);
        self.name(label, value);
        self.is_beside.set(false);
    }

    /// Makes a value known, so that it is found inside other text.
    pub(crate) fn learn(&self, label: &str, value: &Secret<String>) {
        if !value.text().is_empty() {
            self.name(label, value.text());
        }
    }

    /// Says that a value stands in the open, as hosts and clients do.
    pub(crate) fn open(&self, value: &str) {
        self.names.open(value);
    }

    /// Whether a value was said to stand in the open.
    pub(super) fn stands_open(&self, value: &str) -> bool {
        self.names.is_open(value)
    }

    /// A value by its treatment.
    pub(crate) fn value(&self, label: &str, treatment: Treatment, value: &str) -> Shown {
        match treatment {
            Treatment::Secret
                if !self.is_closed()
                    && fields::names_error(label, value)
                    && self.names.of(value).is_none() =>
            {
                Shown::masked(value)
            }
            Treatment::Secret => self.name(label, value),
            Treatment::Time if !fields::is_time(value) => self.name(label, value),
            Treatment::Coded if !fields::is_coded(value) => self.name(label, value),
            _ if Redaction::of(value) == Some(Redaction::TakenOut) => Shown::from(TAKEN_OUT),
            Treatment::Prose | Treatment::Body => {
                let read = readable(value);
                let shown = self.mask(treatment, read).whole();
                if read.len() < value.len() { shown!(shown, "…") } else { shown }
            }
            _ => self.mask(treatment, value).whole(),
        }
    }

    /// Whether a whole value is a known secret that is a word, and no word of the protocols.
    pub(super) fn is_secret_word(&self, value: &str) -> bool {
        self.names.is_word(value) && !super::shape::is_technical(value)
    }

    /// What of a text that was put together is a known secret all the same.
    pub(super) fn escaped(&self, text: &str) -> Vec<Hit> {
        let mut hits = self.names.hits(text);
        hits.retain(|hit| !hit.is_word && !hit.is_name);
        hits.sort_by_key(|hit| (hit.at.start, usize::MAX - hit.at.end));
        hits
    }

    /// The beginning of a line that nobody recognises.
    pub(crate) fn line(&self, text: &str) -> Shown {
        let whole = self.mask(Treatment::Body, text).whole();
        if whole.as_str().chars().count() <= LINE { whole } else { shown!(whole.cut(0, LINE), "…") }
    }

    /// A text, masked by its treatment, to be cut. A secret has a name and nothing to cut.
    pub(crate) fn mask<'t>(&self, treatment: Treatment, text: &'t str) -> Masked<'t> {
        self.with_known(text, self.edits(treatment, text), treatment)
    }

    /// What a program says, in which the words at these places are no secret, however they look: a known secret is one all the same.
    pub(crate) fn mask_statement<'t>(&self, text: &'t str, open: &[Range<usize>]) -> Masked<'t> {
        self.with_known(text, self.body(text, open), Treatment::Body)
    }

    /// The same, read for what is masked in it.
    pub(super) fn study_statement(&self, text: &str, open: &[Range<usize>]) {
        self.studying(text, |read| self.body(read, open));
    }

    fn edits(&self, treatment: Treatment, text: &str) -> Vec<Edit> {
        let depth = self.depth.get();
        let treatment = if depth < DEEPEST { treatment } else { Treatment::Secret };
        self.depth.set(depth + 1);
        let edits = match treatment {
            Treatment::Time if fields::is_time(text) => Vec::new(),
            Treatment::Coded if fields::is_coded(text) => Vec::new(),
            Treatment::Secret | Treatment::Time | Treatment::Coded => {
                vec![Edit { at: 0..text.len(), by: self.name("value", text).to_string() }]
            }
            _ if uri::is_registered(text) => Vec::new(),
            Treatment::Plain => self.plain(text),
            Treatment::Id if forms::is_identifier(text) && spelled::places(text).is_empty() => Vec::new(),
            Treatment::Url => self.reference(text),
            Treatment::Id | Treatment::Prose => Scanner::new(self, text, Mode::Prose).edits(),
            Treatment::Body => self.body(text, &[]),
        };
        self.depth.set(depth);
        edits
    }

    /// The same for a part of a text that is read as the whole is.
    pub(super) fn mask_text<'t>(&self, text: &'t str, mode: Mode) -> Masked<'t> {
        self.mask(if mode == Mode::Closed { Treatment::Body } else { Treatment::Prose }, text)
    }

    /// A URL: host and path as they stand, path segments that look like credentials masked, parameters each by their
    /// own treatment. User information is a secret.
    pub(crate) fn url(&self, uri: &Uri) -> Shown {
        let text = uri.text().text();
        let read = beginning(text);
        if read.len() < text.len() {
            return shown!(self.mask(Treatment::Url, read).whole(), "…");
        }
        self.with_known(text, uri::edits(self, uri, text), Treatment::Url).whole()
    }

    /// The URL without query and fragment.
    pub(crate) fn endpoint(&self, uri: &Uri) -> Shown {
        let text = uri.text().text();
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let read = beginning(text);
        if read.len() < text.len() {
            return self.mask(Treatment::Url, read).part(0..end.min(read.len()));
        }
        self.with_known(text, uri::edits(self, uri, text), Treatment::Url).part(0..end)
    }

    /// `host` or `host:port`.
    pub(crate) fn host(&self, uri: &Uri) -> Shown {
        if !uri.is_host_known() {
            return Shown::from(uri::NOT_RECORDED);
        }
        if uri.host().split('.').any(forms::is_key) {
            return self.name("host", uri.host());
        }
        let host = match uri.url().port() {
            Some(port) => format!("{}:{port}", uri.host()),
            None if uri.host().is_empty() => format!("{}:", uri.scheme()),
            None => uri.host().to_owned(),
        };
        let edits = match uri.scheme() {
            "https" | "http" | "ws" | "wss" => Vec::new(),
            _ => Scanner::new(self, &host, Mode::Path).edits(),
        };
        self.with_known(&host, edits, Treatment::Plain).whole()
    }

    /// Text that people wrote: known secrets, and whatever looks like a credential, a person or a number of one, replaced.
    pub(crate) fn prose(&self, text: &str) -> Shown {
        self.value("", Treatment::Prose, text)
    }

    /// A cookie's lifetime: a date or a number of seconds.
    pub(crate) fn cookie_time(&self, text: &str) -> Shown {
        /// Digits of the longest span in seconds, but for the largest number that many a server can write.
        const LONGEST_SPAN: usize = 9;
        const LARGEST: &str = "2147483647";
        let seconds = text.strip_prefix('-').unwrap_or(text);
        let is_span = (1..=LONGEST_SPAN).contains(&seconds.len()) || seconds == LARGEST;
        let is_number = is_span && seconds.bytes().all(|b| b.is_ascii_digit());
        let is_time = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | ':' | '-' | '+');
        let words = || text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let are_known = words().all(|word| {
            word.len() <= 9
                && word.get(..3).is_some_and(|head| DATES.iter().any(|date| head.eq_ignore_ascii_case(date)))
        });
        let is_short =
            text.len() <= 40 && text.split(|c: char| !c.is_ascii_digit()).all(|number| number.len() <= 4);
        // A date has the name of a month, and a time.
        let is_date = is_short
            && are_known
            && words().next().is_some()
            && text.matches(':').count() == 2
            && text.chars().all(is_time);
        if (is_number || is_date) && !self.is_closed() {
            Shown::masked(text)
        } else {
            self.name("cookie", text)
        }
    }

    /// A JSON value, each member by its own treatment.
    pub(crate) fn json(&self, name: &str, treatment: Treatment, value: &Value) -> Shown {
        match value {
            Value::String(text) => self.value(name, treatment, text),
            Value::Null => Shown::from("null"),
            Value::Bool(true) => Shown::from("true"),
            Value::Bool(false) => Shown::from("false"),
            Value::Number(number) => self.number(name, treatment, &number.to_string()),
            Value::Array(items) => {
                let shown = items.iter().map(|item| self.json_inside(name, treatment, item));
                shown!["[", joined(shown, ","), more(items.len()), "]"]
            }
            Value::Object(members) => {
                let shown = members.iter().map(|(name, value)| {
                    let shown = self.json_inside(name, fields::member(name), value);
                    shown!["\"", self.field_name(name), "\":", shown]
                });
                shown!["{", joined(shown, ","), more(members.len()), "}"]
            }
        }
    }

    fn json_inside(&self, name: &str, treatment: Treatment, value: &Value) -> Shown {
        let shown = self.json(name, treatment, value);
        if value.is_string() { shown!["\"", shown, "\""] } else { shown }
    }

    fn number(&self, name: &str, treatment: Treatment, number: &str) -> Shown {
        match self.names.of(number) {
            None if !self.is_closed() && fields::shows_number(name, treatment, number) => {
                Shown::masked(number)
            }
            _ => self.name(name, number),
        }
    }

    /// A number in a sentence of ours: what is compared may be a secret elsewhere.
    pub(crate) fn counted(&self, number: i64) -> Shown {
        /// A status and a count are none: to mask them would tell what the secret is.
        const SHORTEST: u64 = 100_000;
        let is_long = number.unsigned_abs() >= SHORTEST;
        let known = || self.names.of(&number.to_string()).map(|name| Shown::masked(&name));
        is_long.then(known).flatten().unwrap_or_else(|| Shown::number(number as f64))
    }

    /// A parameter's, header's or member's name as it stands in traffic.
    pub(crate) fn field_name(&self, name: &str) -> Shown {
        if self.is_plain_name(name) {
            let known = 2 * self.names.state() + usize::from(self.is_closed());
            let show = || self.with_known(name, Vec::new(), Treatment::Id).whole();
            self.field_names.shown(name, known, show)
        } else {
            self.name("name", name)
        }
    }

    /// Whether a name from traffic is a name and not a smuggled value.
    pub(super) fn is_plain_name(&self, name: &str) -> bool {
        self.field_names.is_plain(name)
    }

    /// A place in a message: `query.redirect_uri`. What it names is a name from traffic.
    pub(crate) fn part(&self, part: &Part) -> Shown {
        let (path, name) = (part.path(), part.name());
        match path.strip_suffix(name).filter(|before| before.ends_with('.')) {
            Some(before) if !name.is_empty() => shown![Shown::masked(before), self.field_name(name)],
            _ => Shown::masked(&path),
        }
    }

    /// A public value: neither a mail address nor a token is one.
    fn plain(&self, text: &str) -> Vec<Edit> {
        if text.contains("://") {
            return self.reference(text);
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:@/+".contains(&b)) {
            return Scanner::new(self, text, Mode::Prose).edits();
        }
        let label = match text {
            _ if jose::Jwt::is_likely(text) => "value",
            _ if text.contains('@') && !text.starts_with('@') => "e-mail",
            _ => return Vec::new(),
        };
        vec![Edit { at: 0..text.len(), by: self.name(label, text).to_string() }]
    }

    /// An address, or a part of one.
    fn reference(&self, text: &str) -> Vec<Edit> {
        match Uri::parse(text) {
            Some(uri) if uri.text().text() == text => uri::edits(self, &uri, text),
            Some(uri) => vec![Edit { at: 0..text.len(), by: self.url(&uri).to_string() }],
            None if text.starts_with(['/', '?', '#']) => uri::relative_edits(self, text),
            None => Scanner::new(self, text, Mode::Prose).edits(),
        }
    }

    fn body(&self, text: &str, open: &[Range<usize>]) -> Vec<Edit> {
        let form = text.trim_end();
        if is_form(form) {
            let mut edits = Vec::new();
            uri::pairs(self, text, (0, form.len()), &mut edits);
            return edits;
        }
        Scanner::new(self, text, Mode::Closed).opening(open).edits()
    }

    /// Puts the names of known secrets over what is replaced already.
    fn with_known<'t>(&self, text: &'t str, mut edits: Vec<Edit>, treatment: Treatment) -> Masked<'t> {
        let counts = |hit: &Hit| match treatment {
            Treatment::Prose | Treatment::Body => true,
            Treatment::Plain if hit.is_name => false,
            _ => !hit.is_word || hit.at == (0..text.len()) && !super::shape::is_technical(text),
        };
        // In order, so that a long text with many secrets is looked through once.
        edits.sort_by_key(|edit| (edit.at.start, usize::MAX - edit.at.end));
        let furthest: Vec<usize> = edits
            .iter()
            .scan(0, |end, edit| {
                *end = edit.at.end.max(*end);
                Some(*end)
            })
            .collect();
        let mut all: Vec<Edit> = Vec::new();
        let hits = if self.is_studying.get() { Vec::new() } else { self.names.hits(text) };
        for hit in hits.into_iter().filter(counts) {
            let place = (hit.at.start, usize::MAX - hit.at.end);
            let same = edits.partition_point(|edit| (edit.at.start, usize::MAX - edit.at.end) < place);
            let same = edits.get(same).filter(|edit| edit.at == hit.at);
            if hit.is_word && hit.at != (0..text.len()) {
                let before = edits.partition_point(|edit| edit.at.start <= hit.at.start);
                let is_hidden = before > 0 && furthest[before - 1] >= hit.at.end;
                if !is_hidden {
                    all.push(Edit { at: sentence(text, hit.at), by: WITHHELD.to_owned() });
                }
            } else {
                // Names stand in brackets inside of other text, and in quotes where JSON has a number.
                let by = match same.and_then(|edit| edit.by.chars().next()) {
                    Some('"') => format!("\"{}\"", hit.name),
                    Some('(') => format!("({})", hit.name),
                    None if hit.at != (0..text.len()) => format!("({})", hit.name),
                    _ => hit.name,
                };
                all.push(Edit { at: hit.at, by });
            }
        }
        // The longest name of what begins at one place; those of known secrets before others.
        all.sort_by_key(|edit| (edit.at.start, usize::MAX - edit.at.end, edit.by.starts_with("(part of")));
        all.extend(edits);
        if self.is_closed.get() {
            all.extend(self.unknown(text).map(|at| Edit { at, by: HIDDEN.to_owned() }));
        }
        Masked::new(text, all, treatment == Treatment::Body)
    }

    /// What could be a secret, where not all are known: all that no protocol has a word for and that does not stand in the open.
    fn unknown<'t>(&self, text: &'t str) -> impl Iterator<Item = Range<usize>> + use<'_, 't> {
        let runs = text.split(|c: char| !super::shape::is_token_char(c));
        let at = move |run: &str| {
            let start = run.as_ptr() as usize - text.as_ptr() as usize;
            start..start + run.len()
        };
        let is_word = |run: &str| {
            !run.bytes().any(|b| b.is_ascii_digit()) && super::shape::is_technical(run)
                || self.names.is_open(run)
        };
        runs.filter(move |run| !run.is_empty() && !is_word(run)).map(at)
    }
}

/// `name=value&…` without white space: what some providers answer.
fn is_form(text: &str) -> bool {
    text.contains('=')
        && !text.contains(char::is_whitespace)
        && text.split('&').all(|pair| {
            pair.split_once('=')
                .is_some_and(|(name, _)| fields::is_plain_name(&Parameters::decode_value(name)))
        })
}

/// The sentence around a place.
fn sentence(text: &str, at: Range<usize>) -> Range<usize> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n' | '<' | '>' | '{' | '}' | '"');
    let start = text[..at.start].rfind(ends).map_or(0, |end| end + 1);
    let end = text[at.end..].find(ends).map_or(text.len(), |end| at.end + end);
    let start = start + text[start..].len() - text[start..].trim_start().len();
    start.min(at.start)..end
}

/// The first ones.
fn joined(shown: impl Iterator<Item = Shown>, separator: &'static str) -> Shown {
    let mut all = Vec::new();
    for (index, shown) in shown.take(MOST_ITEMS).enumerate() {
        if index > 0 {
            all.push(Shown::from(separator));
        }
        all.push(shown);
    }
    Shown::concat(&all)
}

/// How many there are that are not shown.
fn more(all: usize) -> Shown {
    match all.saturating_sub(MOST_ITEMS) {
        0 => Shown::default(),
        more => shown!(",… ", Shown::number(more as f64), " more"),
    }
}

/// What is read of an address that goes on and on: whole parameters and parts of its path.
fn beginning(text: &str) -> &str {
    let from = text.floor_char_boundary(LONGEST_ADDRESS);
    let is_address = || !text[..from].contains([' ', '\n', '<', '{']);
    if from == text.len() || !is_address() {
        return text;
    }
    text[from..].find(['&', '#', '/', '?']).map_or(text, |end| &text[..from + end])
}

/// What is read of a text that goes on and on: whole words.
pub(crate) fn readable(text: &str) -> &str {
    let from = text.floor_char_boundary(LONGEST_TEXT);
    if from == text.len() {
        return text;
    }
    &text[..text[..from].rfind(char::is_whitespace).unwrap_or(0)]
}

/// The form and length of a value: `JWT, 900 chars`.
fn kind_of(value: &str) -> String {
    let form = if jose::Jwt::is_likely(value) { "JWT, " } else { "" };
    let length = value.chars().count();
    format!("{form}{length} {}", if length == 1 { "char" } else { "chars" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_has_the_same_name_everywhere() {
        let redactor = Redactor::default();
        let state = "af0ifjsldkj-3Kx9-af0ifjsldkj";
        let name = redactor.name("state", state);
        assert_eq!(name.as_str(), "state#1 · 28 chars");
        assert_eq!(redactor.name("other", state), name);
        assert_eq!(
            redactor.prose(&format!("state {state} is unknown")).as_str(),
            "state (state#1 · 28 chars) is unknown"
        );
        assert_eq!(redactor.name("state", "another-one").as_str(), "state#2 · 11 chars");
    }

    #[test]
    fn urls_keep_what_a_diagnosis_needs() {
        let redactor = Redactor::default();
        let shown = |text: &str| redactor.url(&Uri::parse(text).unwrap()).to_string();
        assert_eq!(
            shown(
                "https://idp.example/authorize?client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=xyz-123&evil"
            ),
            "https://idp.example/authorize?client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=(state#1 · 7 chars)&evil"
        );
        assert_eq!(shown("https://user:pass@idp.example/x"), "https://(userinfo#1 · 9 chars)@idp.example/x");
        assert_eq!(
            shown("https://idp.example/i/g_PMDrDiuUhUyDHFaNsS7dlHUBIz3lKn9wIhidQ_L8q"),
            "https://idp.example/i/(path#1 · 43 chars)"
        );
        assert_eq!(
            shown("https://app.example/cb#access_token=abcdefgh&token_type=Bearer"),
            "https://app.example/cb#access_token=(access_token#1 · 8 chars)&token_type=Bearer"
        );
        for (as_sent, expected) in [
            ("myapp:eyJhbGciOiJub25lIn0.e30.", "myapp:(path#2 · JWT, 24 chars)"),
            ("myapp:callback", "myapp:callback"),
            ("urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob"),
            (
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("myapp://qzxkwv71?code=abc-d", "myapp://(host#1 · 8 chars)?code=(code#1 · 5 chars)"),
            ("data:text/html,hello", "data:(address#1 · 15 chars)"),
            ("https://a.example/magic/482913/verify", "https://a.example/magic/(path#3 · 6 chars)/verify"),
            ("https://a.example/u/jane%40corp.example", "https://a.example/u/(path#4 · 17 chars)"),
            (
                "https://a.example/x;jsessionid=A1B2",
                "https://a.example/x;jsessionid=(jsessionid#1 · 4 chars)",
            ),
            ("https://A.example:443/oauth2/v2.0/cb?", "https://A.example:443/oauth2/v2.0/cb?"),
            ("https://a.example/#/cb?code=xyz", "https://a.example/#/cb?code=(code#2 · 3 chars)"),
            ("https://@a.example/cb", "https://@a.example/cb"),
            ("https://bücher.example/cb", "https://bücher.example/cb"),
        ] {
            assert_eq!(shown(as_sent), expected);
        }
    }

    #[test]
    fn values_in_values_are_read_to_some_depth() {
        let redactor = Redactor::default();
        let deep = "redirect_uri=".repeat(3_000) + "hunter2";
        let said = redactor.prose(&format!("invalid_request {deep}"));
        assert!(said.as_str().starts_with("invalid_request "), "{said}");
        assert!(said.as_str().len() < 100, "{said}");
    }

    #[test]
    fn what_somebody_chose_is_masked_though_a_dictionary_has_it() {
        for (text, expected) in [
            ("Password 'dragon' is wrong", "Password '(Password#1 · 6 chars)' is wrong"),
            ("password: sunshine. Try again", "password: (password#1 · 8 chars). Try again"),
            ("Password is: tiger", "Password is: (Password#1 · 5 chars)"),
            ("Password is \"chocolate milk\"", "Password is \"(Password#1 · 14 chars)\""),
            ("the secret (umbrella)", "the secret ((secret#1 · 8 chars))"),
            ("map[password:umbrella]", "map[password:(password#1 · 8 chars)]"),
            ("secret:invalid", "secret:invalid"),
            ("HTTPBasicAuth(CLIENT_ID, b'umbrella')", "HTTPBasicAuth(CLIENT_ID, b'(password#1 · 8 chars)')"),
            ("HTTPBasicAuth('app', 'umbrella')", "HTTPBasicAuth('app', '(password#1 · 8 chars)')"),
            (
                "post(url, auth=(\"app\", \"token\"))",
                "post(url, auth=(\"(auth#1 · 3 chars)\", \"(password#1 · 5 chars)\"))",
            ),
            ("password=b'monkey'", "password=b'(password#1 · 6 chars)'"),
            ("wachtwoord: dragon", "wachtwoord: (value#1 · 6 chars)"),
            ("secret <Sunshine>", "secret <(secret#1 · 8 chars)>"),
            ("fetching password: zq7Xw", "fetching password: (password#1 · 5 chars)"),
            ("get password: umbrella", "get password: (password#1 · 8 chars)"),
            ("كلمة المرور: dragon", "كلمة المرور: (value#1 · 6 chars)"),
            ("password:\n  dragon\n", "password:\n  (password#1 · 6 chars)\n"),
            ("<th>Password</th><td>dragon</td>", "<th>Password</th><td>(Password#1 · 6 chars)</td>"),
            ("your PIN 4821", "your PIN (pin#1 · 4 chars)"),
            ("OAuth2Request@3f5a9b1c is new", "OAuth2Request@(value#1 · 8 chars) is new"),
            ("card 4119 2759 3802 5649_v2 declined", "card (phone#1 · 19 chars)_v2 declined"),
            ("_+49 171 621 9029_", "_(phone#1 · 16 chars)_"),
            ("key a2:96:73:c7:c2:24:51:56:67:63 refused", "key (value#1 · 29 chars) refused"),
            ("用户zynfvztccwpptqyvsw不存在", "用户(value#1 · 18 chars)不存在"),
            ("got c^Pq5>Z8#n*B2{k&dQ7?vT!9x end", "got (value#1 · 25 chars) end"),
            ("call 0171 2345678 04/24/2025", "call (phone#1 · 23 chars)"),
            ("User jane.doe does not exist", "User (User#1 · 8 chars) does not exist"),
        ] {
            assert_eq!(Redactor::default().mask(Treatment::Prose, text).written(), expected);
        }
        for text in [
            "password: required",
            "The password (optional) is empty",
            "client secret is missing",
            "user agent, user info",
            "token: x509: certificate is valid for other names",
            "cannot fetch token: 403 Forbidden",
            "cannot fetch token: 401",
            "OAuth failed (err=Unauthorized) (code=500) logger=acme.oauth.proxy",
            "AADB2C90118 FBTOAU228E CAA2000C 0xCAA20003",
            "callback failed: AccessTokenError: scope of bank is missing",
            "token: oauth2: cannot fetch token: 403 Forbidden",
            "Url=[<REDACTED>], status 400, the code is not valid",
            "at <your host>: the server refused the request",
            "fetching username: request failed: no refresh token set",
            "reading token: open /var/run/secrets/token: no such file",
            "could not get client secret: secret \"token\" not found",
            "x-ms-request-id: 6babcaad-604b-40ac-a9d7-9fd97c0b779f",
            "TraceId:0af7651916cd43dd8448eb211c80319c",
            "client.js:1234:56 10.0.0.12:8443 ORA-01017 ap-southeast-2",
            "got <nil>, want a token",
            "17  - 04/24/2025, 12:03:03 AM",
            "clientId=harbor",
            "does not exist in tenant 'Contoso' and cannot access the application '3c2f1f7f-7a10-4d0e-9a55-0cfd8b6e7d1c'(Portal)",
            "expected audience api://3c2f1f7f-7a10-4d0e-9a55-0cfd8b6e7d1c",
            "code=invalid_grant subcode=33",
            "fbtrace_id AbCdEfGhIjKlMnOpQrStUv1",
            "error code 190, trace A1b2C3d4E5",
            "error reference 4f3a9c21",
            "client_id \"0oa1gzv8r9XyZ\" unknown",
            "version 2.14.3-rc1, build 20261123.4",
            "pod oauth-proxy-7d9f8b6c5-x2x4k, container a1b2c3d4e5f6",
            "HRESULT 0x8009030C",
            "host ip-10-0-12-7.eu-west-1.compute.internal",
            "user pool eu-west-1_AbCdEf123, policy B2C_1A_signup_signin",
            "organization org_8fKx92mLQpZZ",
            "span 00f067aa0ba902b7",
            r#"{"code":"BAD_REQUEST","message":"no"}"#,
            r#"{"code":"oidc.invalid_client","message":"no"}"#,
            "the redirect_uri https%3A%2F%2Fapp.example%2Fcb differs",
            "state (state#1 · 43 chars) and password=(password#2 · 8 chars)",
        ] {
            assert_eq!(Redactor::default().mask(Treatment::Prose, text).written(), text);
        }
    }

    #[test]
    fn prose_loses_credentials_persons_and_numbers() {
        let redactor = Redactor::default();
        let prose = |text: &str| redactor.prose(text).to_string();
        for (text, expected) in [
            ("user alice@example.com is not assigned", "user (e-mail#1 · 17 chars) is not assigned"),
            ("user alice%40example.com", "user (e-mail#1 · 17 chars)"),
            ("AADSTS50011: the redirect URI is wrong.", "AADSTS50011: the redirect URI is wrong."),
            ("application/json; charset=utf-8", "application/json; charset=utf-8"),
            ("error code E1234", "error code E1234"),
            ("request id 6f1c2a7e9b3d4c5e", "request id 6f1c2a7e9b3d4c5e"),
            ("the pair theme=dragon", "the pair theme=(theme#1 · 6 chars)"),
            ("bad token 2YotnFZFEjr1zCsicMWpAA!", "bad token (credentials#1 · 22 chars)!"),
            (
                "Code not valid: 0cfd8b6e-7d1c-4d0e-9a55-3c2f1f7f7a10.5b1f6e0c-3ad2-4f0b-8a51-9d0f6f6a2f11",
                "Code not valid: (value#1 · 73 chars)",
            ),
            ("call +49 170 1234567 now", "call (phone#1 · 15 chars) now"),
            ("code 482 913 expired", "code (phone#2 · 7 chars) expired"),
            ("the code 482914 expired", "the code (value#2 · 6 chars) expired"),
            (
                "password=hunter2 token: abcdefgh123",
                "password=(password#1 · 7 chars) token: (token#1 · 11 chars)",
            ),
            (
                "redirect_uri=https://a.example/cb?code=xyzzy is wrong",
                "redirect_uri=https://a.example/cb?code=(code#1 · 5 chars) is wrong",
            ),
            ("{\"access_token\":\"horse\"}", "{\"access_token\":\"access_token#1 · 5 chars\"}"),
            (
                "<b>Hi</b> <code>mueller-x1</code>",
                "<b>(value#3 · 2 chars)</b> <code>(value#4 · 10 chars)</code>",
            ),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "(value#5 · 40 chars)"),
            (
                "Trace ID: 77aa8b6e-7d1c-4d0e-9a55-3c2f1f7f7a10 Timestamp: 2026-11-23 09:41:08Z",
                "Trace ID: 77aa8b6e-7d1c-4d0e-9a55-3c2f1f7f7a10 Timestamp: 2026-11-23 09:41:08Z",
            ),
            ("Token expired at 1764322000", "Token expired at 1764322000"),
            ("tenant:acme user:jane.doe", "tenant:acme user:(user#1 · 8 chars)"),
            ("Authorization: Bearer abc", "Authorization: Bearer (credentials#2 · 3 chars)"),
            ("Authorization:\n- Bearer wombat", "Authorization:U+000A- Bearer (credentials#3 · 6 chars)"),
            ("the Authorization header, Bearer scheme", "the Authorization header, Bearer scheme"),
            (
                "machine a.example login jane password cabbage",
                "machine a.example login (user#2 · 4 chars) password (password#2 · 7 chars)",
            ),
            ("the login page, password expired", "the login page, password expired"),
            (
                "Application with identifier '11112222-bbbb-3333-cccc-4444dddd5555', tenant '6babcaad-604b-40ac-a9d7-9fd97c0b779f'",
                "Application with identifier '11112222-bbbb-3333-cccc-4444dddd5555', tenant '6babcaad-604b-40ac-a9d7-9fd97c0b779f'",
            ),
            (
                "session '6babcaad-604b-40ac-a9d7-9fd97c0b779e' at 20261128T094107Z",
                "session '(value#6 · 36 chars)' at 20261128T094107Z",
            ),
            ("Password for jane: marigold", "Password for (user#2 · 4 chars): (Password#1 · 8 chars)"),
            ("user[password]=marigold", "user[password]=(Password#1 · 8 chars)"),
            ("Password:\nmarigold", "Password:U+000A(Password#1 · 8 chars)"),
            ("Password:\nThe user is locked", "Password:U+000AThe user is locked"),
            ("security answer: marigold", "security answer: (Password#1 · 8 chars)"),
            ("the password \"GreenDragon\" is bad", "the password \"(password#3 · 11 chars)\" is bad"),
            ("POST /token response_body is empty", "POST /token response_body is empty"),
            ("Bearer token is missing", "Bearer token is missing"),
            ("Invalid password: must be longer", "Invalid password: must be longer"),
            ("10.0.0.17:8443 refused", "10.0.0.17:8443 refused"),
            ("ungültige Anmeldung (HTTP 401)", "ungültige Anmeldung (HTTP 401)"),
            (
                "Error: code Gh71LpQz9xTnWbV4 is wrong, level=high",
                "Error: code (value#7 · 16 chars) is wrong, level=high",
            ),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn what_people_choose_is_found_however_its_name_stands_before_it() {
        let secret = "hirsch-und-reh";
        for text in [
            "{\"password\"=>\"hirsch-und-reh\", :code=>\"x\"}",
            "{:password=>\"hirsch-und-reh\"}",
            "array(2) { [\"password\"]=> string(14) \"hirsch-und-reh\" }",
            "[\"password\"]=> string(14) \"hirsch-und-reh\"",
            "{\\\\\\\"password\\\\\\\":\\\\\\\"hirsch-und-reh\\\\\\\",\\\\\\\"x\\\\\\\":1}",
            "bad Secret(\"hirsch-und-reh\")",
            "password: Optional(\"hirsch-und-reh\")",
            "password = Some(hirsch-und-reh)",
            "password → hirsch-und-reh",
            "password -> hirsch-und-reh",
            "password＝hirsch-und-reh",
            "client secret (hirsch-und-reh) is wrong",
            "password \"hirsch-und-reh\"",
            "('password', 'hirsch-und-reh')",
            "{password,<<\"hirsch-und-reh\">>}",
            "%{\"password\" => \"hirsch-und-reh\"}",
            "(:password hirsch-und-reh :code x)",
            "the password is hirsch-und-reh and",
            "name=\"password\"\r\n\r\nhirsch-und-reh\r\n--x",
            "curl -u app:hirsch-und-reh https://a.example/",
            "curl --user 'app:hirsch-und-reh' https://a.example/",
        ] {
            let shown = Redactor::default().prose(text);
            assert!(!shown.as_str().contains(secret), "{text}: {shown}");
        }
        for text in [
            "for user (anna.berg) nothing",
            "user 'anna.berg' has no seat",
            "/home/anna.berg/.cache/x",
            "C:\\Users\\anna.berg\\x",
            "C:\\\\Users\\\\anna.berg\\\\x",
        ] {
            let shown = Redactor::default().prose(text);
            assert!(!shown.as_str().contains("anna.berg"), "{text}: {shown}");
        }
    }

    #[test]
    fn a_word_of_the_dictionary_is_hidden_behind_its_name_and_any_mark() {
        for text in [
            "[\"password\": \"teapot\", \"user\": \"x\"]",
            "[\"password\": Optional(\"teapot\")]",
            "[{username,<<\"x\">>},{password,<<\"teapot\">>}]",
            "[password, teapot]",
            "[username, x],[password, teapot]",
            "((user . \"x\") (password . \"teapot\"))",
            "Login(password -> List(teapot))",
            "| password |\n| teapot |",
            "password {teapot}",
            "password «teapot»",
            "password “teapot” is wrong",
            "Passwort „teapot“ falsch",
            "パスワード「teapot」",
            "password *teapot*",
            "password **teapot**",
            "X-Api-Key: teapot",
            "'X-Api-Key': 'teapot'",
            "apiKey: teapot",
            "bindCredential: teapot",
            "password1: teapot",
            "password2 \"teapot\"",
            "pass1: teapot",
            "password_confirmation: teapot",
            "pswd: teapot",
            "psw: teapot",
            "passw: teapot",
            "sshpass -p teapot ssh x@h",
            "curl -ujoan:teapot https://api.example.com",
            "keytool -storepass teapot",
        ] {
            let shown = Redactor::default().prose(text);
            assert!(!shown.as_str().contains("teapot"), "{text}: {shown}");
        }
        for text in [
            "password: required",
            "token: expired",
            "API key: missing",
            "password1: invalid",
            "invalid password: must not be empty",
            "the client’s secret is wrong",
            "[password, required] must be set",
            "password *required*",
            "the password “required” field",
            "api_key (optional) not given",
        ] {
            assert_eq!(Redactor::default().prose(text).as_str(), text);
        }
    }

    #[test]
    fn what_tells_the_cause_and_no_person_stays() {
        let client = "6a1b2c3d-7d1c-4d0e-9a55-3c2f1f7f7a10";
        for text in [
            "Token used too early, 1764322868 < 1764322900. Check the clock.",
            "a difference of 301123 milliseconds",
            "connect to [2001:db8:85a3::8a2e:370:7334]:443 refused",
            "lvl=eror msg=failed",
            "ERROR sqlpage::webserver::oidc: no metadata",
            "Reference #18.2f3a1b02.1764322868.1a2b3c4d",
            "error:0A000418:SSL routines::unknown ca",
            "client 6a1b2c3d-7d1c-4d0e-9a55-3c2f1f7f7a10 is disabled",
            "expected 00000003-0000-0000-c000-000000000000",
        ] {
            let redactor = Redactor::default();
            redactor.open(client);
            redactor.open("00000003-0000-0000-c000-000000000000");
            assert_eq!(redactor.prose(text).as_str(), text);
        }
        for (text, expected) in [
            ("expected 00000003-0000-0000-c000-000000000000", "expected (value#1 · 36 chars)"),
            ("number 1764322868 and 1764322900", "number (value#1 · 10 chars) and (value#2 · 10 chars)"),
            ("backup code 4938 1726 used", "backup code (phone#1 · 9 chars) used"),
            ("code 48 29 13 used", "code (phone#1 · 8 chars) used"),
            ("34:38:32:31:33:39:37:3a", "(value#2 · 23 chars)"),
            ("ports 8080 8443 open", "ports 8080 8443 open"),
        ] {
            assert_eq!(Redactor::default().prose(text).as_str(), expected);
        }
    }

    #[test]
    fn words_behind_the_name_of_a_secret_stay_words() {
        for text in [
            "Invalid client secret provided. Ensure the secret being sent is the client secret value",
            "the password is required",
            "The user (guest) is not allowed",
            "[\"password\", \"username\"] are required",
            "Wrong password (attempt 3)",
            "user 'admin' not found",
            "GET /home/index and /users/login",
        ] {
            assert_eq!(Redactor::default().prose(text).as_str(), text);
        }
    }

    #[test]
    fn a_body_that_nobody_recognises_shows_words() {
        let redactor = Redactor::default();
        let body = |text: &str| redactor.value("body", Treatment::Body, text).to_string();
        for (text, expected) in [
            ("upstream connect error", "upstream connect error"),
            ("<html><title>Bad gateway</title>", "<html><title>Bad gateway</title>"),
            ("access_token: hunter2-horse\n", "access_token: (access_token#1 · 13 chars) "),
            (
                "Post \"https://a.example/token\": dial tcp: connection refused",
                "Post \"https://a.example/token\": dial tcp: connection refused",
            ),
            (
                "cannot verify token: Invalid token issuer. Expected",
                "cannot verify token: Invalid token issuer. Expected",
            ),
            (
                "access token: token exchange failed with status 403",
                "access token: token exchange failed with status 403",
            ),
            ("[id \"942100\"] [msg \"SQL Injection\"]", "[id \"942100\"] [msg \"SQL Injection\"]"),
            ("ruleId: EC2MetaDataSSRF_QUERYARGUMENTS", "ruleId: EC2MetaDataSSRF_QUERYARGUMENTS"),
            ("cb({\"access_token\":\"abc\"})", "cb({\"access_token\":\"access_token#2 · 3 chars\"})"),
            (")]}',\n{\"code\":\"hunter\"}", ")]}', {\"code\":\"code#1 · 6 chars\"}"),
            (
                "<r><access_token id=\"7\">horse</access_token></r>",
                "<r><access_token …>access_token#3 · 5 chars</access_token></r>",
            ),
            ("<r><![CDATA[mueller]]></r>", "<r><![CDATA[r#1 · 7 chars]]></r>"),
            ("access_token=abc&scope=user", "access_token=(access_token#2 · 3 chars)&scope=user"),
            (
                "<p>Signed in as Jane Q. Mueller (+49 170 1234567) PIN 4711</p>",
                "<p>Signed in as (value#1 · 4 chars) Q. (r#1 · 7 chars) ((phone#1 · 15 chars)) PIN (pin#1 · 4 chars)</p>",
            ),
            ("<script>var t='abc'</script>ok", "<script> … </script>ok"),
        ] {
            assert_eq!(body(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_a_secret_takes_its_sentence_with_it() {
        let redactor = Redactor::default();
        redactor.learn("client_secret", &"secret".into());
        assert_eq!(
            redactor.prose("Not allowed. Invalid client secret provided. Try again.").as_str(),
            "Not allowed. (a sentence that is withheld). Try again."
        );
        redactor.learn("password", &"hunter-two".into());
        assert_eq!(redactor.prose("HUNTER-TWO is wrong").as_str(), "(password#1 · 10 chars) is wrong");
    }

    #[test]
    fn what_a_masked_value_is_made_of_is_found_in_sentences() {
        for (label, value) in [
            ("credentials", "realm=\"x\", token=\"copper-window\""),
            ("cookie", "s%3Acopper-window.AbC3dEf9"),
            ("returnTo", "/x?key=copper-window"),
            ("login_hint", "copper-window@corp.example"),
            ("SAMLResponse", "PGE+PE5hbWVJRD5jb3BwZXItd2luZG93PC9OYW1lSUQ+PC9hPg=="),
        ] {
            let redactor = Redactor::default();
            redactor.learn(label, &value.into());
            let shown = redactor.prose("Bad value copper-window given").to_string();
            assert!(shown.starts_with("Bad value (part of ") && shown.ends_with(") given"), "{shown}");
        }
        let redactor = Redactor::default();
        redactor.prose("connect redis://:copper-window@h.example failed");
        assert!(!redactor.prose("value copper-window").as_str().contains("window"));
        // It has a name of its own as soon as somebody learns it.
        redactor.learn("password", &"copper-window".into());
        assert_eq!(redactor.prose("value copper-window").as_str(), "value (password#1 · 13 chars)");
    }

    #[test]
    fn lifetimes_of_cookies_are_numbers_and_dates() {
        let redactor = Redactor::default();
        for time in [
            "3600",
            "-1",
            "0",
            "31536000",
            "2147483647",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Sat, 28-Nov-2026 09:41:08 GMT",
        ] {
            assert_eq!(redactor.cookie_time(time).as_str(), time);
        }
        for other in
            ["871-53-7758", "+49 171 032 5809", "4917103258", "Mon", "Mon 57886199 1:1:1", "12:34:56"]
        {
            assert!(redactor.cookie_time(other).as_str().starts_with("cookie#"), "{other}");
        }
    }

    #[test]
    fn a_word_that_is_some_parameter_stays_a_word() {
        let redactor = Redactor::default();
        redactor.open("example.com");
        redactor.learn("hd", &"example.com".into());
        redactor.learn("flow", &"invalid_grant".into());
        let uri = Uri::parse("https://auth.example.com/token").unwrap();
        assert_eq!(redactor.url(&uri).as_str(), "https://auth.example.com/token");
        assert_eq!(redactor.prose("invalid_grant").as_str(), "invalid_grant");
    }

    #[test]
    fn members_of_a_harmless_name_are_judged_by_their_own() {
        let redactor = Redactor::default();
        let error: Value = serde_json::from_str(
            r#"{"message": "no", "code": 1000, "inner": {"password": "hunter-two"}, "status": 400}"#,
        )
        .unwrap();
        assert_eq!(
            redactor.json("error", Treatment::Prose, &error).as_str(),
            r#"{"code":code#1 · 4 chars,"inner":{"password":"password#1 · 10 chars"},"message":"no","status":400}"#
        );
    }

    #[test]
    fn a_cut_never_shows_half_a_value() {
        let redactor = Redactor::default();
        let text = "{\"refresh_token\":\"first\nsecond-part\",\"client_secret\":\"hunter\"}";
        let masked = redactor.mask(Treatment::Body, text);
        let newline = text.find('\n').unwrap();
        assert_eq!(masked.part(0..newline).as_str(), "{\"refresh_token\":\"refresh_token#1 · 17 chars");
        assert_eq!(
            masked.part(newline + 1..text.len()).as_str(),
            "\",\"client_secret\":\"client_secret#1 · 6 chars\"}"
        );
        assert_eq!(masked.widened(newline..newline + 1), 18..35);
    }

    #[test]
    fn broken_json_is_masked_however_it_is_written() {
        for (text, expected) in [
            (
                r#"{"error": "invalid_grant", "access_token": "short", "x": "cut of"#,
                r#"{"error": "invalid_grant", "access_token": "access_token#1 · 5 chars", "x": "x#1 · 6 chars"#,
            ),
            (
                r#"{"access_token":"abc" "refresh_token":"tiny"}"#,
                r#"{"access_token":"access_token#1 · 3 chars" "refresh_token":"refresh_token#1 · 4 chars"}"#,
            ),
            ("{'token': 'hunter', ok: true}", "{'token': 'token#1 · 6 chars', ok: true}"),
            (
                "{\"access_token\": correct-horse, \"pin\": 1234}",
                "{\"access_token\": access_token#1 · 13 chars, \"pin\": \"pin#1 · 4 chars\"}",
            ),
            (
                "{\"interval\":48291,\"pin\":\"48291\",\"max_age\":48291}",
                "{\"interval\":\"pin#1 · 5 chars\",\"pin\":\"pin#1 · 5 chars\",\"max_age\":\"pin#1 · 5 chars\"}",
            ),
            (
                r#"{"error":"x","error_description":"{\"access_token\":\"abc\"}"}"#,
                r#"{"error":"x","error_description":"{"access_token":"access_token#1 · 3 chars"}"}"#,
            ),
        ] {
            let redactor = Redactor::default();
            assert_eq!(redactor.value("body", Treatment::Body, text).as_str(), expected);
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn no_known_secret_survives(text in ".{0,60}", secret in "[A-Za-z0-9_-]{20,40}") {
                let redactor = Redactor::default();
                redactor.learn("code", &secret.as_str().into());
                let around = format!("{text}{secret}{text}");
                proptest::prop_assert!(!redactor.prose(&around).as_str().contains(&secret));
            }

            #[test]
            fn no_value_of_json_survives_any_cut(
                secret in "[a-z]{5,9}-[a-z]{4,9}", before in "[,:'\"{}\\\\\n ]{0,3}", after in "[,'\"{}\\\\\n ]{0,3}",
                from in 0..60usize, to in 0..60usize,
            ) {
                let text = format!("{{\"access_token\":{before}\"{secret}\"{after},\"token_type\":\"Bearer\"}}");
                let redactor = Redactor::default();
                let masked = redactor.mask(Treatment::Body, &text);
                let (from, to) = (from.min(to).min(text.len()), from.max(to).min(text.len()));
                let shown = masked.part(from..to).to_string() + masked.part(masked.widened(from..to)).as_str();
                proptest::prop_assert!(!shown.contains(&secret), "{text}: {shown}");
            }

            #[test]
            fn nothing_panics(text in "[\\[\\]{}<>'\":=&;/?#%@+.,a-zA-Z0-9é \n\\\\-]{0,80}") {
                let redactor = Redactor::default();
                redactor.learn("code", &"abc-71".into());
                for treatment in [Treatment::Plain, Treatment::Url, Treatment::Prose, Treatment::Body, Treatment::Id] {
                    let masked = redactor.mask(treatment, &text);
                    for at in 0..text.len() {
                        let _ = (masked.part(0..at), masked.part(at..text.len()), masked.widened(at..at + 1));
                    }
                }
            }
        }
    }
}
