//! Rules over logins, and the one root cause.
//!
//! A rule is a declaration with its page beside it (`rules/<area>/<rule>.rs` and `.md`). The engine runs every rule
//! on every login, the diagnosis says which finding is the cause and what follows from it. Nothing here knows how
//! results look.

#[macro_use]
mod page;
mod actor;
mod analysis;
mod apart;
mod assertion;
mod authorize_refusal;
mod behind;
mod claims;
mod code;
mod command;
mod compare;
mod cookie_return;
mod cors;
mod cors_steps;
mod delivery;
mod diagnosis;
mod dialect;
mod dpop;
mod engine;
mod error_page;
mod evidence;
mod failing;
mod finding;
mod folding;
mod frame;
mod html;
mod hypotheses;
mod issuer;
mod jar;
mod json_fault;
mod judge;
mod known;
mod level;
mod login;
mod metadata_addresses;
mod outcome;
mod overheard;
mod parties;
mod placeholder;
mod plain_sight;
mod quoted;
mod randomness;
mod record;
mod redirect_uri;
mod reference;
mod refusal;
mod refused_path;
mod request_outcome;
mod resource;
mod responder;
mod retired;
mod retry;
mod rule;
mod rules;
mod said;
mod scope;
mod search;
mod session;
mod settings;
mod sieve;
mod signing;
mod stated;
mod statements;
mod stores;
mod telling;
mod token;
mod token_use;
mod told;
mod tolerance;
mod trace;
mod turned_away;
mod unreachable;

pub use actor::is_taken_by_server;
pub use analysis::{Analysis, Story};
pub use apart::is_of_log;
pub use claims::{Claim, Fact, claims, presumptions};
pub use command::{Argument, Command};
pub use compare::is_recoding;
pub use cors_steps::{CorsAsks, CorsCheck, CorsFound, CorsStep, Needs, cors_steps};
pub use diagnosis::{Diagnosis, Undecided};
pub use engine::{diagnose, holds};
pub use evidence::{Evidence, Nowhere, Phrase, Piece, Place, Point, Points, Verdict, fail};
pub use finding::{Finding, FindingKind};
pub use folding::{Group, Role};
pub use hypotheses::Hypothesis;
pub use jar::{
    Asked, Becomes, Came, Dropped, Held as HeldCookie, Jar, Reason as CookieReason, Set as SetByAnswer,
};
pub use judge::{Judged, judge_token};
pub use known::{Known, OAUTH, known_words, unpack_texts};
pub use login::{CrossOriginFetch, JsonResponse};
pub use outcome::{AskedAgain, Outcome};
pub use overheard::speaks_of_credentials;
pub use reference::Reference;
pub use rule::{Actor, Check, Confidence, Lane, Requirement, Retired, Rule, Severity, Stage};
pub use search::calibration;
pub use search::{Cause, Certainty, Explained, Match, retired, search};
pub use session::{Held, Imported, Ingested, Limits, Owned, Session, Strip};
pub use settings::Settings;
pub use sieve::Sieve;
pub use statements::OfFile;
pub use token::{TokenForm, TokenUnderTest};

/// All rules, in the order of their ids.
pub fn catalogue() -> &'static [&'static Rule] {
    rules::CATALOGUE
}

/// The rule of that id; for `log/…` what a program's text means.
pub fn rule(id: &str) -> Option<&'static Rule> {
    catalogue().iter().copied().find(|rule| rule.id == id).or_else(|| known::rule(id))
}
