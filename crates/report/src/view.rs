//! Logins as people read them.

mod budget;
pub(crate) mod finding;
pub(crate) mod headers;
pub(crate) mod login;
mod message;
pub(crate) mod parameters;
mod parties;
mod response;
mod source;

use lint::{Imported, Session};

use crate::FORMAT_VERSION;
use crate::causes;
use crate::mask::secrets;
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Input, Login, Outcome, Report, Severity, Statement, Summary, Tool};
use crate::words;

pub use budget::LEARNT_IN_PART;
pub(crate) use login::key;
pub(crate) use message::fields;

/// The form of a file that could not be read.
pub const LEFT_OUT: &str = "none";

/// A file that was read into the session.
pub struct Source {
    /// Its name.
    pub name: Shown,
    /// The name of its form.
    pub kind: &'static str,
    /// What became of its exchanges.
    pub imported: Imported,
    /// What could not be read.
    pub problems: Vec<Shown>,
}

/// The report of all logins, or of the one with that key. The sources are all files of the session, in the order in which
/// they were imported.
pub fn report(session: &Session, sources: &[Source], login: Option<&str>) -> Report {
    let redactor = Redactor::default();
    secrets::learn_all(&redactor, session);
    report_with(session, sources, login, &redactor)
}

/// The same with names that the secrets have already.
pub(crate) fn report_with(
    session: &Session,
    sources: &[Source],
    login: Option<&str>,
    redactor: &Redactor,
) -> Report {
    let analysis = session.analysis();
    let stories = || analysis.stories().iter();
    let wanted = stories().filter(|story| login.is_none_or(|key| login::key(story.flow()) == key));
    let logins: Vec<Login> = wanted.map(|story| login::login(story, &analysis, sources, redactor)).collect();
    let inputs = inputs(session, sources, redactor);
    let count =
        |severity| logins.iter().flat_map(|login| &login.findings).filter(|f| f.severity == severity).count();
    let summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        logins: logins.len(),
        failed: logins.iter().filter(|login| login.outcome == Outcome::Failed).count(),
    };
    let tool = Tool { name: "oauth-lens", version: env!("CARGO_PKG_VERSION") };
    Report { format: "oauth-lens-report", version: FORMAT_VERSION, tool, inputs, logins, summary }
}

/// What the files of a recording hold.
pub(crate) fn inputs(session: &Session, sources: &[Source], redactor: &Redactor) -> Vec<Input> {
    let analysis = session.analysis();
    let exchanges = analysis.stories().iter().flat_map(|story| story.exchanges());
    let kept: Vec<u32> = exchanges.map(|exchange| exchange.id.0).collect();
    let said = |source: &Source| session.said_in(source.imported.input);
    sources
        .iter()
        .map(|source| Input {
            name: source.name.clone(),
            kind: source.kind,
            exchanges: source.imported.ids.len() + source.imported.passed_over,
            kept: (source.imported.passed_over > 0).then(|| source.imported.ids.len()),
            used: kept.iter().filter(|id| source.imported.ids.contains(id)).count(),
            other_protocols: session.other_protocols(&source.imported),
            clock: source.imported.clock_ahead.map(moved),
            problems: source.problems.clone(),
            statements: said(source).map_or(0, |said| said.statements),
            known: said(source).map_or(0, |said| said.known),
            unknown: said(source).map_or_else(Vec::new, |said| unknown(&said.unknown, sources, redactor)),
            perhaps: said(source).and_then(|said| said.perhaps.as_ref()).and_then(causes::perhaps),
        })
        .collect()
}

/// The lines of a log that look like errors and are not known.
fn unknown(lines: &[http::Statement], sources: &[Source], redactor: &Redactor) -> Vec<Statement> {
    let shown = |line: &http::Statement| Statement {
        source: source::of_statement(line, sources),
        shows: redactor.line(line.text.text()),
    };
    lines.iter().map(shown).collect()
}

/// That a file's times are not those that its machine wrote.
fn moved(ahead: f64) -> Shown {
    let side = if ahead > 0.0 { "ahead of" } else { "behind" };
    let by = words::duration((ahead / 1000.0).round() as i64);
    shown!(
        "this machine's clock was ",
        by,
        " ",
        side,
        " the first file's; its times are moved onto that clock"
    )
}
