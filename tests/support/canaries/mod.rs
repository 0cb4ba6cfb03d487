//! Secrets of every shape, planted in every place of every kind of message, in every form of recording.
//!
//! A case is one place, one shape, one spelling and one form. Its value is *known* where it also stands elsewhere in the
//! recording as a secret; then no spelling and no part of it may be seen, wherever. Of one that stands nowhere else may be seen
//! what [`Open`] says of the place: what stays readable by design, and why, is in `SECURITY.md`.

mod attacks;
mod kinds;
mod messages;
mod places;
mod roles;
mod spelling;
mod table;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use lint::Session;
use report::{Answer, Lens, Question, ReportFormat};

pub use self::attacks::{Attack, attacks};
pub use self::messages::Form;
pub use self::places::{Open, Place, places};
use self::roles::Role;
pub use self::spelling::{Haystack, Needle, Spelling, needles};
pub use self::table::Table;
use self::values::Random;
pub use self::values::{Shape, Value, value};

/// A value planted in a place of a recording.
#[derive(Clone)]
pub struct Case<'p> {
    /// Where.
    pub place: &'p Place,
    /// What it looks like.
    pub shape: Shape,
    /// How it is written there.
    pub spelling: Spelling,
    /// What it also is in the recording.
    known_as: Option<Role>,
    /// How the recording is written.
    pub form: Form,
    seed: u64,
}

/// Some of the cases of all rounds: each place of two kinds of message, which are others for each place.
pub fn sample(places: &[Place]) -> Vec<Case<'_>> {
    let mut kinds = std::collections::BTreeMap::<&str, Vec<usize>>::new();
    for (at, place) in places.iter().enumerate() {
        kinds.entry(place.slot()).or_default().push(at);
    }
    let mut wanted = std::collections::BTreeSet::new();
    for (turn, at) in kinds.values().enumerate() {
        wanted.extend([at[turn % at.len()], at[(turn * 7 + at.len() / 2) % at.len()]]);
    }
    let cases = round(places, 0).enumerate().filter(|(at, _)| wanted.contains(&(at / 2)));
    cases.map(|(_, case)| case).collect()
}

/// The cases of a round: each place once with a known value and once with one that is not. From round to round everything
/// else changes; in every second one the value stands in most places as it is.
pub fn round<'p>(places: &'p [Place], number: u64) -> impl Iterator<Item = Case<'p>> {
    let mut of_class = std::collections::BTreeMap::<&str, usize>::new();
    places.iter().enumerate().flat_map(move |(at, place)| {
        // Each class gets all shapes in turn.
        let turn = of_class.entry(place.class).or_default();
        *turn += 1;
        let turn = *turn + number as usize * 7;
        [false, true].map(|is_known| {
            let seed = Random::new((number << 32) ^ (at as u64) << 1 ^ u64::from(is_known)).next();
            let random = &mut Random::new(seed);
            let shape = Shape::ALL[(turn + 5 * usize::from(is_known)) % Shape::ALL.len()];
            let is_plain = random.below(8) < if number.is_multiple_of(2) { 5 } else { 1 };
            let spelling = if is_plain {
                Spelling::Plain
            } else {
                Spelling::OTHERS[random.below(Spelling::OTHERS.len())]
            };
            let spelling = match spelling {
                Spelling::Split if !place.has_lines => Spelling::Percent,
                spelling => spelling,
            };
            let form = Form::ALL[[0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10][random.below(15)]];
            let known_as = is_known.then(|| Role::of(place, shape, form, random));
            Case { place, shape, spelling, known_as, form, seed }
        })
    })
}

/// What came of a case.
pub enum Outcome {
    /// Nothing of the value is seen.
    Clean,
    /// Something of it is, and may be: by design.
    Design,
    /// Something of it is.
    Leak(Leak),
}

/// A value that came through.
pub struct Leak {
    /// In which output.
    pub output: &'static str,
    /// The piece of the output.
    pub around: String,
    /// The recording.
    pub recording: String,
    /// The value.
    pub value: String,
}

/// All that is said about a recording, each with the name of the output.
pub type Outputs = Vec<(&'static str, String)>;

/// What says it. Its last argument is a number by which it may choose, so that not everything is asked each time.
pub type Say = fn(&str, Form, u64) -> Outputs;

impl<'p> Case<'p> {
    /// A case with a value that is known, and with text around it ([`Case::between`]); `None` where nothing can stand around it.
    pub fn known(place: &'p Place, shape: Shape, spelling: Spelling, form: Form, seed: u64) -> Option<Self> {
        let known_as = Role::of(place, shape, form, &mut Random::new(seed));
        let case = Case { place, shape, spelling, known_as: Some(known_as), form, seed };
        let can_be = !place.names_host() && (spelling != Spelling::Split || place.has_lines);
        (can_be && case.must_be_hidden(&case.value())).then_some(case)
    }
}

impl Case<'_> {
    /// Whether the value stands elsewhere as a secret.
    pub fn is_known(&self) -> bool {
        self.known_as.is_some()
    }

    /// The case in one line.
    pub fn name(&self) -> String {
        let known = self.known_as.map_or("not known".to_owned(), |role| format!("known as {role:?}"));
        format!("{} ({:?}, {:?}, {known}, {:?})", self.place.name, self.shape, self.spelling, self.form)
    }

    /// The planted value.
    pub fn value(&self) -> Value {
        value(self.shape, self.seed)
    }

    /// The recording with a value in it.
    pub fn recording(&self, value: &Value) -> String {
        self.recording_with(value, "", "")
    }

    fn recording_with(&self, value: &Value, before: &str, after: &str) -> String {
        let mut recording = self.place.kind.recording();
        if let Some(role) = self.known_as {
            role.plant(&mut recording, &value.text);
        }
        let text = format!("{before}{}{after}", self.spelling.write(&value.text));
        (self.place.plant)(&mut recording, &text);
        // What the provider sends is what the app gets.
        if recording.target == 1 {
            let url = recording.messages[1].url.clone();
            recording.messages[0].location = Some(url);
        }
        self.form.write(&recording.messages)
    }

    /// Whether nothing of the value may be seen.
    pub fn must_be_hidden(&self, value: &Value) -> bool {
        if let Some(role) = self.known_as {
            return !self.shows_known_by_design(role, value);
        }
        let length = value.text.chars().filter(char::is_ascii_alphanumeric).count();
        // Capitals and halves of short values are names of errors and words.
        let looks_random = match self.spelling {
            Spelling::Base64
            | Spelling::Base64Url
            | Spelling::Base64Json
            | Spelling::Base64User
            | Spelling::Hex => true,
            Spelling::Upper => self.shape.looks_random() && (length >= 16 || self.shape == Shape::Mail),
            Spelling::Split => self.shape.looks_random() && length >= 24,
            _ => self.shape.looks_random(),
        };
        if self.shape == Shape::Phrase && self.place.goes_on() {
            return looks_random;
        }
        match self.place.open {
            Open::Closed => true,
            Open::Wholly => false,
            Open::ToWords => looks_random,
            Open::ToNumbers => looks_random && self.shape != Shape::Digits,
            // 32 bytes in base64.
            Open::ToHashes => looks_random && self.spelling.write(&value.text).len() != 43,
        }
    }

    /// What may be seen although it is a secret elsewhere (`SECURITY.md`).
    fn shows_known_by_design(&self, role: Role, value: &Value) -> bool {
        // A word that is a state or a cookie says nothing, and stands everywhere for itself.
        let is_word = self.shape == Shape::Word && !role.is_credential();
        // The subject of a client's own token is its client_id (RFC 9068 §2.2).
        let is_client = self.place.open == Open::Wholly
            && (matches!(role, Role::Claim | Role::UnknownParameter)
                // Apps keep it in their cookies, keys are called like the client that has them, and assertions are about it.
                || matches!(role, Role::CookiePart | Role::SchemeId | Role::Assertion)
                    && self.place.name.contains("client"));
        // A host cannot hold every value as it is, and `#` ends a path: what stands there is another one.
        let is_rewritten = self.place.names_host()
            && (self.spelling.write(&value.text).len() > 60
                || !self.spelling.write(&value.text).bytes().all(|b| b.is_ascii_alphanumeric())
                || matches!(
                    self.spelling,
                    Spelling::Base64 | Spelling::Base64Url | Spelling::Base64Json | Spelling::Base64User
                ));
        let is_broken = self.place.class == "address, path" && self.spelling == Spelling::Html;
        is_word || is_client || is_rewritten || is_broken
    }

    /// Looks for the value in everything that `outputs` says.
    pub fn run(&self, outputs: Say) -> Outcome {
        let value = self.value();
        let recording = self.recording(&value);
        let needles = needles(self.shape, &value);
        let said = match catch_unwind(AssertUnwindSafe(|| outputs(&recording, self.form, self.seed))) {
            Ok(said) => said,
            Err(_) => return self.leak("a panic", String::new(), recording, value),
        };
        for (output, text) in said {
            let haystack = Haystack::of(&text);
            let Some(found) = haystack.find(&needles) else { continue };
            if !self.must_be_hidden(&value) {
                return Outcome::Design;
            }
            if self.stands_there_anyway(found, output, outputs) {
                continue;
            }
            return self.leak(output, haystack.around(found), recording, value);
        }
        Outcome::Clean
    }

    /// What comes out of the value between two texts; `None` where the texts have something of it themselves.
    pub fn between(&self, before: &str, after: &str) -> Option<Option<Leak>> {
        let value = self.value();
        let needles = needles(self.shape, &value);
        if [before, after].iter().any(|text| Haystack::of(text).find(&needles).is_some()) {
            return None;
        }
        let recording = self.recording_with(&value, before, after);
        let other = self::value(self.shape, self.seed ^ 0x5eed);
        let mut found = outputs(&recording, self.form, self.seed).into_iter().filter_map(|(output, text)| {
            let haystack = Haystack::of(&text);
            let found = haystack.find(&needles)?;
            let said = outputs(&self.recording_with(&other, before, after), self.form, self.seed);
            let is_ours = said.iter().any(|(name, text)| *name == output && Haystack::of(text).has(found));
            (!is_ours).then(|| (output, haystack.around(found)))
        });
        let leak = found.next();
        Some(leak.map(|(output, around)| Leak { output, around, recording, value: value.text }))
    }

    /// Whether the same recording with another value says it too: then it is a word of ours.
    fn stands_there_anyway(&self, found: &Needle, output: &str, outputs: Say) -> bool {
        let other = value(self.shape, self.seed ^ 0x5eed);
        let said = outputs(&self.recording(&other), self.form, self.seed);
        said.iter().any(|(name, text)| *name == output && Haystack::of(text).has(found))
    }

    fn leak(&self, output: &'static str, around: String, recording: String, value: Value) -> Outcome {
        Outcome::Leak(Leak { output, around, recording, value: value.text })
    }
}

/// What the libraries say about a recording: the report, and one of the other answers in turn.
pub fn outputs(recording: &str, form: Form, turn: u64) -> Outputs {
    let mut said = Vec::new();
    let read = match http::readers::read(recording.as_bytes()) {
        Ok(read) => read,
        Err(unreadable) => return vec![("a reader's error", format!("{unreadable:?}"))],
    };
    said.push(("a reader's problems", format!("{:?}", read.problems)));
    let mut session = Session::new();
    if form == Form::Events {
        for (_, event) in crate::events_of(&read.exchanges, "r") {
            session.ingest(vec![event]);
        }
    } else {
        session.import(read.exchanges, read.statements);
    }
    let report = report::report(&session, &[], None);
    let json = |value: serde_json::Result<String>| value.unwrap_or_default();
    for format in ReportFormat::all() {
        said.push((format.label, json(format.write(&report))));
    }
    let masked = report::sanitized(&session, None, turn % 8 < 4);
    said.push(("a masked recording", masked.map_or_else(String::new, |masked| masked.text)));
    said.push(match turn % 5 {
        0 => {
            let tokens = report
                .logins
                .iter()
                .map(|login| report::login_tokens(&session, &login.key, None, None, false));
            ("tokens", json(serde_json::to_string(&tokens.collect::<Vec<_>>())))
        }
        1 => ("the panel's list", json(serde_json::to_string(&Lens::default().changes(&session, 0)))),
        2 => {
            let copied =
                ReportFormat::named("markdown").map(|format| Question::Report { login: None, format });
            match copied.and_then(|copied| Lens::default().ask(&session, copied, None)) {
                Some(Answer::Report(text)) => ("a copied report", text),
                _ => ("a copied report", String::new()),
            }
        }
        3 => ("the details of messages", details(&session, &report)),
        _ => {
            let causes = report::causes("redirect_uri_mismatch invalid_grant", &session);
            ("causes", json(serde_json::to_string(&causes)))
        }
    });
    said
}

/// What the panel says of each message alone, masked: its cookies, its bodies, how HTTP has it.
fn details(session: &Session, report: &report::Report) -> String {
    let mut lens = Lens::default();
    let mut said = String::new();
    let messages = report
        .logins
        .iter()
        .flat_map(|login| login.messages.iter().map(move |message| (&login.key, message.number)));
    for (key, message) in messages {
        for question in [
            Question::Message { login: key.clone(), message },
            Question::Raw { login: key.clone(), message, reveal: false },
        ] {
            let answer = lens.ask(session, question, None);
            said.push_str(&serde_json::to_string(&answer).unwrap_or_default());
        }
    }
    said
}

/// Runs cases on all processors; the results are in their order.
pub fn run_all<'c, 'p>(cases: &'c [Case<'p>], outputs: Say) -> Vec<(&'c Case<'p>, Outcome)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let _ = sender.send((case, case.run(outputs)));
                }
            });
        }
    });
    drop(sender);
    let mut results: Vec<_> = receiver.iter().collect();
    results.sort_by_key(|(case, _)| std::ptr::from_ref(*case));
    results
}
