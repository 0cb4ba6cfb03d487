//! Where the output goes.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use clap::{ColorChoice, ValueEnum};
use terminal_size::{Width, terminal_size_of};

use crate::style::{ERROR, HELP, hang};
use crate::terminal;

/// Wider lines are hard to read, and a pipe has no width.
const WIDEST: usize = 100;

/// Narrower terminals break the lines themselves.
const NARROWEST: usize = 60;

/// How an answer is written that is no report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Why the command could not do its work.
pub(crate) struct Failure {
    /// What is wrong, and where.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) help: String,
}

impl Failure {
    pub(crate) fn print(&self) -> ExitCode {
        let width = width_of(terminal_size_of(io::stderr()));
        let what = hang(&format!("{ERROR}error:{ERROR:#} "), &terminal::line(&self.what), width);
        let help = hang(&format!("{HELP} help:{HELP:#} "), &terminal::line(&self.help), width);
        // Where even this cannot be written, nobody is there to read it.
        let _ = anstream::stderr().lock().write_all(format!("{what}{help}").as_bytes());
        ExitCode::from(2)
    }
}

/// Decides about colour, for everything that is printed from here on.
pub(crate) fn set_color(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// How wide text may be.
pub(crate) fn width() -> usize {
    width_of(terminal_size_of(io::stdout()))
}

/// Prints text with styles; they are taken out where there is no colour.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    outcome(stdout.write_all(terminal::styled(text).as_bytes()).and_then(|()| stdout.flush()))
}

/// Tells somebody at a terminal what is waited for.
pub(crate) fn hint(text: &str) {
    // Where it cannot be written, nobody waits for it.
    let _ = anstream::stderr().lock().write_all(format!("{}\n", terminal::line(text)).as_bytes());
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(|error| not_written(&error))?;
    bytes(&format!("{}\n", terminal::json(&json)))
}

/// Prints what another program reads, if it could be made; its last line has an end.
pub(crate) fn document(document: serde_json::Result<String>) -> Result<(), Failure> {
    let document = document.map_err(|error| not_written(&error))?;
    let document = document.trim_end_matches('\n');
    let text = if document.starts_with('{') { terminal::json(document) } else { terminal::plain(document) };
    bytes(&format!("{text}\n"))
}

fn bytes(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    outcome(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// What is to be said of the command line: `--help`, `--version`, or what is wrong with it. `again`: the same of arguments
/// that may be printed.
pub(crate) fn usage(error: &clap::Error, again: impl FnOnce() -> Option<clap::Error>) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = match again().filter(clap::Error::use_stderr) {
        Some(error) => error.render().ansi().to_string(),
        None => terminal::plain(&error.render().to_string()),
    };
    let _ = anstream::stderr().lock().write_all(terminal::styled(&text).as_bytes());
    ExitCode::from(2)
}

/// A reader that has seen enough (`… | head`) is no failure.
fn outcome(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(not_written(&error)),
        _ => Ok(()),
    }
}

fn not_written(error: &dyn std::error::Error) -> Failure {
    Failure {
        what: format!("the output could not be written: {error}"),
        help: "Look at the place where it goes: is it full, or closed?".to_owned(),
    }
}

fn width_of(terminal: Option<(Width, terminal_size::Height)>) -> usize {
    terminal.map_or(WIDEST, |(Width(columns), _)| usize::from(columns).clamp(NARROWEST, WIDEST))
}
