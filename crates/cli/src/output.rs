//! Where the output goes.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use clap::{ColorChoice, ValueEnum};
use terminal_size::{Width, terminal_size_of};

use crate::style::{ERROR, HELP, hang};

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
        let what = hang(&format!("{ERROR}error:{ERROR:#} "), &self.what, width);
        let help = hang(&format!("{HELP} help:{HELP:#} "), &self.help, width);
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
    outcome(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// Tells somebody at a terminal what is waited for.
pub(crate) fn hint(text: &str) {
    // Where it cannot be written, nobody waits for it.
    let _ = anstream::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    document(serde_json::to_string_pretty(value))
}

/// Prints what another program reads, if it could be made, byte for byte; its last line has an end.
pub(crate) fn document(document: serde_json::Result<String>) -> Result<(), Failure> {
    let document = document.map_err(|error| not_written(&error))?;
    let mut stdout = io::stdout().lock();
    outcome(writeln!(stdout, "{}", document.trim_end_matches('\n')).and_then(|()| stdout.flush()))
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
