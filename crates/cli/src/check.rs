//! `oauth-lens check`: what broke a login.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use http::readers::AccessLogFormat;
use report::{Input, Login, Outcome, Report, ReportFormat, Severity};

use crate::output::{self, Failure};
use crate::settings::Chosen;
use crate::{input, text};

/// Say what broke the logins in a recording, and how to fix it
#[derive(Args)]
#[command(after_help = "\
Exit status:
  0  nothing failed, and nothing at or above --fail-on was found
  1  a login or a call failed and none after it went well, or something was found
  2  the input could not be read, or nothing in it is a request or an error that is known, or it has no login and
     lines that look like errors

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

    /// The least severity of a finding that makes the exit status 1, as a login does that failed; `never` makes it 0
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error)]
    fail_on: FailOn,

    /// What the lines of an access log look like: a format of nginx (`log_format`) or Apache (`LogFormat`)
    #[arg(long, value_name = "FORMAT", value_parser = AccessLogFormat::new)]
    access_log_format: Option<AccessLogFormat>,

    #[command(flatten)]
    settings: Chosen,

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
        let (session, sources) =
            input::read(&self.files, &self.limit, self.access_log_format.as_ref(), self.settings.read()?)?;
        let report = report::report(&session, &sources, None);
        match ReportFormat::named(&self.format) {
            None => output::text(&text::render(&report, output::width()))?,
            Some(format) => output::document(format.write(&report))?,
        }
        let holds_nothing =
            |input: &Input| input.exchanges == 0 || !input.unknown.is_empty() || input.perhaps.is_some();
        if report.logins.is_empty() && report.inputs.iter().all(holds_nothing) {
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
        let mut logins = report.logins.iter().enumerate();
        logins.any(|(at, login)| {
            let is_found = login.findings.iter().any(|finding| finding.severity >= least);
            is_found || login.outcome == Outcome::Failed && !is_made_good(login, &report.logins[at + 1..])
        })
    }
}

/// Whether the same client signed its user in after a login that failed: a silent one says no until somebody has signed in.
fn is_made_good(failed: &Login, later: &[Login]) -> bool {
    later.iter().any(|login| {
        login.outcome == Outcome::Succeeded
            && login.kind == failed.kind
            && login.client_id == failed.client_id
    })
}

#[cfg(test)]
mod tests {
    use oauth_lens_tests::{scenarios, session_of};

    use super::*;

    /// What is printed as failed is a 1, unless the same client signed its user in after it.
    #[test]
    fn the_exit_status_follows_the_outcome() {
        for (name, transcript) in scenarios() {
            let report = report::report(&session_of(&transcript), &[], None);
            let has_failed = report.logins.iter().any(|login| login.outcome == Outcome::Failed);
            let is_made_good = name == "healthy-silent-then-visible";
            let is_one = FailOn::Error.is_reached(&report);
            assert_eq!(is_one, report.summary.errors > 0 || has_failed && !is_made_good, "{name}");
            assert!(!FailOn::Never.is_reached(&report), "{name}");
        }
    }
}
