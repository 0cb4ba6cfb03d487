//! What people ask about a recording while it goes on: one question, one answer.
//!
//! A lens keeps what it has said: rows of stories that did not change, and the names of secrets, so that a value has one name
//! in the list, in a login and in a copied report.

use http::Timestamp;
use jose::KeySet;
use lint::{Analysis, Session, Story};
use serde::{Deserialize, Serialize};

use crate::causes::{Explanation, causes};
use crate::compare::{self, Comparison};
use crate::curl::curl;
use crate::detail::{Detail, raw};
use crate::diagram::Diagram;
use crate::files::Files;
use crate::format::ReportFormat;
use crate::keys::{self, Fetched, TokenAnswer, fetched};
use crate::mask::secrets;
use crate::mask::{Redactor, Shown};
use crate::model::Login;
use crate::reading::Reading;
use crate::revealed::revealed;
use crate::row::{Changes, Rows};
use crate::sanitize::{Sanitized, sanitized};
use crate::settings::{self, CheckedSettings, SettingsForm};
use crate::stored::{self, PageStorage, Stored};
use crate::terms::{Term, terms};
use crate::token::{LoginTokens, login_tokens_with};
use crate::view::{self, Source, login};

/// What somebody wants to know.
#[derive(Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "about", rename_all = "camelCase")]
pub enum Question {
    /// The report of the login with that key, or of all.
    Report {
        /// Its key.
        #[serde(default)]
        login: Option<String>,
        /// How it is written.
        #[cfg_attr(feature = "typescript", tsify(type = "ReportFormat[\"name\"]"))]
        format: &'static ReportFormat,
    },
    /// How a report can be written.
    Formats,
    /// The login with that key, in full.
    Login {
        /// Its key.
        login: String,
    },
    /// The messages of the login with that key, drawn.
    Diagram {
        /// Its key.
        login: String,
    },
    /// How a login differs from another one.
    Compare {
        /// Its key.
        login: String,
        /// The other's key; without one, the last login of the same client before it that went well, else the next one after it.
        #[serde(default)]
        other: Option<String>,
    },
    /// A message as a command that sends it again, its secrets as variables.
    Curl {
        /// The login's key.
        login: String,
        /// The message's number.
        message: u32,
    },
    /// What a message says beyond its login's view: cookies, the CORS check, bodies.
    Message {
        /// The login's key.
        login: String,
        /// The message's number.
        message: u32,
    },
    /// A message as HTTP has it.
    Raw {
        /// The login's key.
        login: String,
        /// The message's number.
        message: u32,
        /// Whether its values are shown as they stand, for whoever owns the browser.
        reveal: bool,
    },
    /// What the words of cards and lists mean.
    Terms,
    /// A value as it stands, for whoever owns the browser.
    Value {
        /// The login's key.
        login: String,
        /// The message's number.
        message: u32,
        /// Where it stands, as the message's fields say it; `url` is the address.
        part: String,
    },
    /// The tokens of a login.
    Tokens {
        /// Its key.
        login: String,
        /// The provider's keys, where they were fetched.
        keys: String,
        /// Whether personal claims are shown as they stand.
        reveal: bool,
    },
    /// A token that somebody pasted.
    Token {
        /// The token.
        text: String,
        /// A key set, a key, a public key, or for HS256 and its like the client's secret; empty where there is none.
        keys: String,
        /// Whether personal claims are shown as they stand.
        reveal: bool,
    },
    /// What a page has stored of the login with that key. It is compared, and not kept.
    Stored {
        /// Its key.
        login: String,
        /// What the page says.
        page: PageStorage,
    },
    /// The causes that an error message can have.
    Causes {
        /// The message.
        message: String,
    },
    /// What was fetched as keys.
    Fetched {
        /// The text that came.
        text: String,
    },
    /// What there is to say about the files of a recording.
    Reading,
    /// The form of the settings, with what it wrote before.
    Settings {
        /// What it wrote; empty where nothing was.
        written: String,
    },
    /// What somebody typed into that form.
    TypedSettings {
        /// The text of each input of each entry of each section, in the form's order.
        typed: Vec<Vec<Vec<String>>>,
    },
    /// A document that somebody pasted to fill an entry of that form's first section.
    PastedEntry {
        /// It.
        text: String,
    },
    /// The recording without its secrets, to be opened again.
    Sanitized {
        /// The key of the login that it holds alone.
        #[serde(default)]
        login: Option<String>,
        /// Whether hosts get other names too.
        #[serde(default)]
        hosts: bool,
    },
}

/// What there is to say to a question.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "about", content = "answer", rename_all = "camelCase")]
pub enum Answer {
    /// The text of the report.
    Report(String),
    /// The ways in which a report can be written.
    Formats(&'static [&'static ReportFormat]),
    /// The login; null where it is gone.
    Login(Option<Box<Login>>),
    /// The drawing; null where the login is gone.
    Diagram(Option<Diagram>),
    /// What differs; null where one of the two is gone, or no login of that client went well.
    Compare(Option<Box<Comparison>>),
    /// The command; null where it cannot be written.
    Curl(Option<Shown>),
    /// What it says; null where it is gone.
    Message(Option<Box<Detail>>),
    /// The message; null where it is gone.
    Raw(Option<Shown>),
    /// All terms.
    Terms(Vec<Term>),
    /// The value; null where nothing stands there.
    Value(Option<Shown>),
    /// The tokens, in the order in which they were first seen.
    Tokens(LoginTokens),
    /// The token, and what came of the keys.
    Token(Box<TokenAnswer>),
    /// What is stored; null where the login is gone.
    Stored(Option<Stored>),
    /// What is known of the message.
    Causes(Explanation),
    /// Keys, or where they are.
    Fetched(Fetched),
    /// What was not understood of the files; null where a browser was watched.
    Reading(Option<Reading>),
    /// The form.
    Settings(SettingsForm),
    /// What is wrong with it, or what to keep.
    TypedSettings(CheckedSettings),
    /// The texts of the entry's inputs; null where the document holds none.
    PastedEntry(Option<Vec<String>>),
    /// The masked recording; null where the login is gone.
    Sanitized(Option<Box<Sanitized>>),
}

/// Looks at one recording again and again.
#[derive(Default)]
pub struct Lens {
    rows: Rows,
    redactor: Redactor,
    /// Stories up to this revision have names for their secrets.
    learnt: u64,
    /// How many requests had been seen when it looked last.
    seen: usize,
    /// How often room had been made when it looked last.
    made_room: u32,
    /// What there was when it looked last: how often room had been made, requests, and the newest revision.
    looked_at: (u32, usize, Option<u64>),
    /// Whether it learns all at once, whatever that takes.
    is_patient: bool,
}

impl Lens {
    /// One for recordings that are over: nobody waits for the next event while it learns, and secrets have the names that they
    /// have in the command's report.
    pub fn of_files() -> Self {
        Lens { is_patient: true, ..Lens::default() }
    }

    /// What changed since the look of that revision; 0 for whoever has not looked yet.
    pub fn changes(&mut self, session: &Session, since: u64) -> Changes {
        self.learn(session, secrets::MOST_OF_LIST);
        self.rows.changes(session, since, &self.redactor)
    }

    /// Answers a question about what a browser did, at a moment; `None` where the answer cannot be written.
    pub fn ask(&mut self, session: &Session, question: Question, now: Option<Timestamp>) -> Option<Answer> {
        self.answer(session, None, question, now)
    }

    /// The same about files.
    pub fn ask_about(&mut self, files: &Files, question: Question, now: Option<Timestamp>) -> Option<Answer> {
        self.answer(files.session(), Some(files), question, now)
    }

    fn answer(
        &mut self,
        session: &Session,
        files: Option<&Files>,
        question: Question,
        now: Option<Timestamp>,
    ) -> Option<Answer> {
        let sources = files.map_or(&[][..], Files::sources);
        Some(match question {
            Question::Report { login, format } => {
                self.learn(session, secrets::MOST_OF_LIST);
                let report = view::report_with(session, sources, login.as_deref(), &self.redactor);
                Answer::Report(format.write(&report).ok()?)
            }
            Question::Formats => Answer::Formats(ReportFormat::all()),
            Question::Login { login } => Answer::Login(self.login(session, sources, &login).map(Box::new)),
            Question::Diagram { login } => {
                Answer::Diagram(self.login(session, sources, &login).as_ref().map(Diagram::of))
            }
            Question::Compare { login, other } => {
                Answer::Compare(self.compare(session, sources, &login, other.as_deref()).map(Box::new))
            }
            Question::Curl { login, message } => {
                let say = |_: &Analysis<'_>, story: &Story<'_>, index: usize, redactor: &Redactor| {
                    curl(story.flow(), index, redactor)
                };
                Answer::Curl(self.of_message(session, &login, message, say))
            }
            Question::Message { login, message } => {
                let detail = self.of_message(session, &login, message, Detail::of);
                Answer::Message(detail.map(Box::new))
            }
            Question::Raw { login, message, reveal } => {
                let say = |_: &Analysis<'_>, story: &Story<'_>, index: usize, redactor: &Redactor| {
                    raw(story.flow(), index, reveal, redactor)
                };
                Answer::Raw(self.of_message(session, &login, message, say))
            }
            Question::Terms => Answer::Terms(terms()),
            Question::Value { login, message, part } => {
                let value = |_: &Analysis<'_>, story: &Story<'_>, index: usize, redactor: &Redactor| {
                    revealed(story.flow(), index, &part, redactor)
                };
                Answer::Value(self.of_message(session, &login, message, value))
            }
            Question::Tokens { login, keys, reveal } => {
                self.learn_news(session);
                let keys = KeySet::from_text(&keys).ok();
                Answer::Tokens(login_tokens_with(session, &login, keys.as_ref(), now, reveal, &self.redactor))
            }
            Question::Token { text, keys, reveal } => {
                Answer::Token(Box::new(keys::check(&text, keys.trim(), now, reveal)))
            }
            Question::Stored { login, page } => Answer::Stored(self.stored(session, &login, &page)),
            Question::Causes { message } => Answer::Causes(causes(&message, session)),
            Question::Fetched { text } => Answer::Fetched(fetched(text)),
            Question::Sanitized { login, hosts } => {
                Answer::Sanitized(sanitized(session, login.as_deref(), hosts).map(Box::new))
            }
            Question::Settings { written } => Answer::Settings(settings::form(&written)),
            Question::TypedSettings { typed } => Answer::TypedSettings(settings::check(&typed)),
            Question::PastedEntry { text } => Answer::PastedEntry(settings::pasted(&text)),
            Question::Reading => {
                self.learn(session, secrets::MOST_OF_LOGIN);
                Answer::Reading(files.map(|files| Reading::of(files, &self.redactor)))
            }
        })
    }

    /// The login with that key.
    fn login(&mut self, session: &Session, sources: &[Source], key: &str) -> Option<Login> {
        self.learn(session, secrets::MOST_OF_LOGIN);
        let analysis = session.analysis();
        let is_it = |story: &&Story<'_>| login::key(story.flow()) == key;
        let listed = self.rows.story(key, &analysis);
        let story = listed.or_else(|| analysis.stories().iter().find(is_it))?;
        Some(login::login(story, &analysis, sources, &self.redactor))
    }

    /// Something about a message of the login with that key.
    fn of_message<T>(
        &mut self,
        session: &Session,
        key: &str,
        number: u32,
        say: impl for<'s> Fn(&Analysis<'s>, &Story<'s>, usize, &Redactor) -> Option<T>,
    ) -> Option<T> {
        self.learn_news(session);
        let analysis = session.analysis();
        let story = analysis.stories().iter().find(|story| login::key(story.flow()) == key)?;
        say(&analysis, story, number.checked_sub(1)? as usize, &self.redactor)
    }

    /// What a page has stored of the login with that key. What it names is not learnt: a copy of the redaction goes with it.
    fn stored(&mut self, session: &Session, key: &str, page: &PageStorage) -> Option<Stored> {
        self.learn_news(session);
        let analysis = session.analysis();
        let story = analysis.stories().iter().find(|story| login::key(story.flow()) == key)?;
        Some(stored::stored(story.flow(), session, page, &self.redactor.clone()))
    }

    /// How the login with that key differs from another one.
    fn compare(
        &mut self,
        session: &Session,
        sources: &[Source],
        key: &str,
        other: Option<&str>,
    ) -> Option<Comparison> {
        let usual = || compare::usual(&session.analysis(), key);
        let other = other.map(str::to_owned).or_else(usual)?;
        let other = self.login(session, sources, &other)?;
        Some(Comparison::of(&other, &self.login(session, sources, key)?))
    }

    /// Learns what was not there at the last look, without going on where that one had to stop.
    fn learn_news(&mut self, session: &Session) {
        let newest = session.analysis().stories().iter().map(Story::revision).max();
        if self.looked_at != (session.made_room(), session.seen(), newest) {
            self.learn(session, secrets::MOST_OF_LOGIN);
        }
    }

    /// Gives names to the secrets of stories that are new or other ones: everything is known before anything is shown. Where
    /// there are too many for one look, the next one goes on, and until then words alone are shown that are no secret. `most`: so many
    /// are learnt at most.
    fn learn(&mut self, session: &Session, mut most: usize) {
        // Names of what is gone are nobody's any more.
        if self.made_room != session.made_room() {
            *self = Lens { rows: std::mem::take(&mut self.rows), ..Lens::default() };
            self.made_room = session.made_room();
        }
        let analysis = session.analysis();
        let newest = analysis.stories().iter().map(Story::revision).max();
        let looked_at = (session.made_room(), session.seen(), newest);
        if self.is_patient {
            if self.looked_at != looked_at {
                secrets::learn_all(&self.redactor, session);
            }
            self.looked_at = looked_at;
            return;
        }
        self.looked_at = looked_at;
        self.redactor.set_closed(false);
        let mut more = secrets::MORE_OF_LOOK;
        for story in analysis.stories().iter().filter(|story| story.revision() > self.learnt) {
            let known = self.redactor.known();
            self.redactor.may_learn(most.min(secrets::MOST_OF_STORY + more), secrets::MOST);
            secrets::learn(&self.redactor, story.flow());
            let learnt = self.redactor.known() - known;
            most -= learnt.min(most);
            more -= learnt.saturating_sub(secrets::MOST_OF_STORY).min(more);
            if self.redactor.is_closed() {
                // Nothing but words is shown at this look, whatever else were learnt for it.
                return self.redactor.may_learn(0, secrets::MOST);
            }
        }
        if session.seen() != self.seen {
            self.redactor.may_learn(most.min(secrets::MOST_OF_STORY + more), secrets::MOST);
            secrets::learn_beside(&self.redactor, session);
        }
        if self.redactor.is_closed() {
            return self.redactor.may_learn(0, secrets::MOST);
        }
        // What is shown gets names, also what nobody had to learn.
        self.redactor.may_learn(usize::MAX, secrets::MOST);
        self.seen = session.seen();
        self.learnt = newest.unwrap_or_default().max(self.learnt);
    }
}
