//! `oauth-lens compare`: what is different in a login that failed.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use report::{Comparison, Login, Outcome, Report};
use serde::Serialize;

use crate::output::{self, Failure, Format};
use crate::settings::Chosen;
use crate::{input, text};

/// Say how a login that failed differs from one that went well
#[derive(Args)]
#[command(after_help = "\
Of GOOD the last login that went well is taken, of BAD the last one that failed; of one file both.

Exit status:
  0  nothing differs that a login can depend on
  1  something does
  2  the input could not be read, or there are no two logins

Examples:
  oauth-lens compare yesterday.har today.har
  oauth-lens compare both.har                     the last good and the last failed login of one recording
  oauth-lens compare both.har --other login-2 --login login-5")]
pub(crate) struct Compare {
    /// A recording with a login that went well; or with both logins
    #[arg(value_name = "GOOD", help = "A recording with a login that went well, or with both")]
    good: PathBuf,

    /// A recording with a login that failed
    #[arg(value_name = "BAD")]
    bad: Option<PathBuf>,

    /// The login of GOOD to compare with, as `check` numbers them: login-2
    #[arg(long, value_name = "LOGIN")]
    other: Option<String>,

    /// The login of BAD to look at
    #[arg(long, value_name = "LOGIN")]
    login: Option<String>,

    /// For the terminal, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    settings: Chosen,

    #[command(flatten)]
    limit: input::Limit,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Document<'c> {
    format: &'static str,
    version: u32,
    comparison: &'c Comparison,
}

impl Compare {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let good = self.read(&self.good)?;
        let bad = self.bad.as_ref().map(|file| self.read(file)).transpose()?;
        let bad = bad.as_ref().unwrap_or(&good);
        let this = pick(bad, self.login.as_deref(), &|_| true, &|login| login.outcome == Outcome::Failed);
        let this = this.ok_or_else(|| none("--login", self.login.as_deref(), bad))?;
        let is_another = |login: &Login| !std::ptr::eq(login, this);
        let went_well = |login: &Login| login.outcome == Outcome::Succeeded && login.kind == this.kind;
        let other = pick(&good, self.other.as_deref(), &is_another, &went_well);
        let other = other.ok_or_else(|| none("--other", self.other.as_deref(), &good))?;
        let comparison = Comparison::of(other, this);
        match self.format {
            Format::Text => output::text(&text::compare::render(&comparison, output::width()))?,
            Format::Json => output::json(&Document {
                format: "oauth-lens-comparison",
                version: 1,
                comparison: &comparison,
            })?,
        }
        Ok(ExitCode::from(u8::from(comparison.first.is_some())))
    }

    fn read(&self, file: &PathBuf) -> Result<Report, Failure> {
        let (session, sources) =
            input::read(std::slice::from_ref(file), &self.limit, None, self.settings.read()?)?;
        Ok(report::report(&session, &sources, None))
    }
}

/// The login with that id; without one, the last that is `best`, else the last.
fn pick<'r>(
    report: &'r Report,
    id: Option<&str>,
    may_be: &dyn Fn(&Login) -> bool,
    best: &dyn Fn(&Login) -> bool,
) -> Option<&'r Login> {
    let candidates = || report.logins.iter().rev().filter(|login| may_be(login));
    match id {
        Some(id) => candidates().find(|login| login.id == id),
        None => candidates().find(|login| best(login)).or_else(|| candidates().next()),
    }
}

fn none(option: &str, id: Option<&str>, report: &Report) -> Failure {
    let ids: Vec<&str> = report.logins.iter().map(|login| login.id.as_str()).collect();
    let what = match (id, ids.len()) {
        (Some(id), _) => format!("{option} {id}: there is no such login to compare"),
        (None, 0) => "no login was found".to_owned(),
        (None, _) => "there is one login alone, and nothing to compare it with".to_owned(),
    };
    let help = match ids.as_slice() {
        [] => "Try: oauth-lens check FILE".to_owned(),
        _ if id.is_some() => format!("There are: {}", ids.join(", ")),
        _ => {
            "Give a recording of a login that went well first, then one of the login that failed.".to_owned()
        }
    };
    Failure { what, help }
}
