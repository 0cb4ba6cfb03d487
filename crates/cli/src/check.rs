//! `oauth-lens check`: what broke a login.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use report::{Report, ReportFormat, Severity};

use crate::output::{self, Failure};
use crate::{input, text};

/// Say what broke the logins in a recording, and how to fix it
#[derive(Args)]
#[command(after_help = "\
Exit status:
  0  nothing at or above --fail-on was found
  1  something was
  2  the input could not be read, or nothing in it is a request or an error that is known

Examples:
  oauth-lens check login.har
  oauth-lens check login.har token.txt            two halves of one login
  curl -v … 2>&1 | oauth-lens check login.har -   the same, without a file
  oauth-lens check login.har --format markdown    to paste into a ticket")]
pub(crate) struct Check {
    // Which forms there are, the readers say.
    #[arg(required = true, value_name = "FILE", help = input::help())]
    files: Vec<PathBuf>,

    /// For the terminal, for programs, for a ticket
    #[arg(long, value_parser = formats(), default_value = TEXT)]
    format: String,

    /// The least severity of a finding that makes the exit status 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,

    #[command(flatten)]
    limit: input::Limit,
}

/// The format that is the terminal's own.
const TEXT: &str = "text";

fn formats() -> PossibleValuesParser {
    let others = ReportFormat::all().iter().map(|format| format.name);
    PossibleValuesParser::new([TEXT].into_iter().chain(others))
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let (session, sources) = input::read(&self.files, &self.limit)?;
        let report = report::report(&session, &sources, None);
        match ReportFormat::named(&self.format) {
            None => output::text(&text::render(&report, output::width()))?,
            Some(format) => output::document(format.write(&report))?,
        }
        let is_empty = report.logins.is_empty() && report.inputs.iter().all(|input| input.exchanges == 0);
        if is_empty {
            return Ok(ExitCode::from(2));
        }
        Ok(ExitCode::from(u8::from(self.fail_on.is_reached(&report))))
    }
}

impl FailOn {
    fn is_reached(self, report: &Report) -> bool {
        let least = match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
            FailOn::Never => return false,
        };
        report.logins.iter().flat_map(|login| &login.findings).any(|finding| finding.severity >= least)
    }
}
