//! `oauth-lens sanitize`: a recording without its secrets.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use http::readers::AccessLogFormat;
use lint::Settings;
use report::{LEARNT_IN_PART, LoginCause, OtherCause, Sanitized, counted};

use crate::output::{self, Failure};
use crate::{input, terminal};

/// Standard output, in place of a file.
const STDOUT: &str = "-";

/// Write a recording without its secrets, which gives the same causes when it is read again
#[derive(Args)]
#[command(after_help = "\
What is written is a HAR with the requests of the logins, and the lines of logs that say something of them. Secrets have the
names that reports use, the same value has the same name, and what could only be computed from values stands beside the names:
docs/masked-recordings.md. Look at it before you hand it on: hosts, paths, client ids and error texts stay readable.

Exit status:
  0  it was written, and the same causes are found in it
  1  it was written, and of a login another cause is found in it, or none: which, it says
  2  the input could not be read, nothing in it belongs to a login, or the output could not be written

Examples:
  oauth-lens sanitize login.har masked.har
  oauth-lens sanitize login.har token.txt masked.har   two halves of one login
  oauth-lens sanitize login.har masked.har --hosts     with other names for hosts, too
  oauth-lens sanitize login.har - | less               on standard output, to read it first")]
pub(crate) struct Sanitize {
    // Which forms there are, the readers say.
    #[arg(required = true, value_name = "IN", help = input::help())]
    files: Vec<PathBuf>,

    /// The HAR to write; `-` is standard output
    #[arg(required = true, value_name = "OUT")]
    out: PathBuf,

    /// Give hosts other names, too. This machine and the hosts of known providers stay; what was one host, one site or another site is so
    /// still
    #[arg(long)]
    hosts: bool,

    /// Replace OUT where it exists
    #[arg(long)]
    force: bool,

    /// What the lines of an access log look like: a format of nginx (`log_format`) or Apache (`LogFormat`)
    #[arg(long, value_name = "FORMAT", value_parser = AccessLogFormat::new)]
    access_log_format: Option<AccessLogFormat>,

    #[command(flatten)]
    limit: input::Limit,
}

impl Sanitize {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let is_stdout = self.out.as_os_str() == STDOUT;
        if !is_stdout {
            self.may_write()?;
        }
        let (session, sources) =
            input::read(&self.files, &self.limit, self.access_log_format.as_ref(), Settings::default())?;
        for input in report::report(&session, &sources, None).inputs {
            input.problems.iter().for_each(|problem| output::hint(&format!("{}: {problem}", input.name)));
        }
        let masked = report::sanitized(&session, None, self.hosts).filter(|masked| !masked.is_empty());
        let masked = masked.ok_or_else(|| Failure {
            what: "nothing was written: no request and no line of the input belongs to a login".to_owned(),
            help: "oauth-lens check says what was read, and how to record a login.".to_owned(),
        })?;
        match is_stdout {
            true => output::document(Ok(masked.text.clone()))?,
            false => self.write(&masked.text)?,
        }
        output::hint(&about(&masked));
        if masked.is_learnt_in_part {
            output::hint(LEARNT_IN_PART);
        }
        let others = report::other_causes(&session, &masked);
        others.iter().for_each(|other| output::hint(&lost(other)));
        Ok(ExitCode::from(u8::from(!others.is_empty())))
    }

    /// Whether OUT is none of the files that are read, and no other one that would be lost.
    fn may_write(&self) -> Result<(), Failure> {
        let name = terminal::name(&self.out.to_string_lossy());
        let is_out = |file: &&PathBuf| is_same(file, &self.out);
        if let Some(input) = self.files.iter().find(is_out) {
            return Err(Failure {
                what: format!("{name} is read and would be written over"),
                help: format!(
                    "Give another name for what is written: oauth-lens sanitize {} masked.har",
                    terminal::name(&input.to_string_lossy())
                ),
            });
        }
        if self.out.is_dir() {
            return Err(Failure {
                what: format!("{name} is a folder"),
                help: "Give the name of the file to write last.".to_owned(),
            });
        }
        if self.out.exists() && !self.force {
            return Err(Failure {
                what: format!("{name} exists already"),
                help: "The last name is what is written. Choose another one, or replace it with --force."
                    .to_owned(),
            });
        }
        Ok(())
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        let mut options = OpenOptions::new();
        options.write(true).truncate(true);
        // What came there meanwhile is somebody's, too.
        let options = if self.force { options.create(true) } else { options.create_new(true) };
        let _announced = input::waiting(&self.out, "nobody reads it");
        let written = options.open(&self.out).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.write_all(b"\n")
        });
        written.map_err(|error| {
            let help = match error.kind() {
                ErrorKind::NotFound => "Make the folder first, or choose another one.",
                ErrorKind::PermissionDenied => "Choose a folder in which you may write.",
                _ => "Look at the place where it goes: is it full, or not there?",
            };
            Failure {
                what: format!(
                    "{} could not be written: {error}",
                    terminal::name(&self.out.to_string_lossy())
                ),
                help: help.to_owned(),
            }
        })
    }
}

/// Whether both names lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    // To compare two files they are opened, which waits where one is a pipe.
    let is_file = |path: &Path| path.metadata().is_ok_and(|about| about.is_file());
    match is_file(one) && is_file(other) {
        true => same_file::is_same_file(one, other).unwrap_or(one == other),
        false => one
            .canonicalize()
            .ok()
            .zip(other.canonicalize().ok())
            .map_or(one == other, |(one, other)| one == other),
    }
}

/// What is in it and what was masked.
fn about(masked: &Sanitized) -> String {
    let requests = counted(masked.requests, "request", "requests");
    let lines = match masked.statements {
        0 => String::new(),
        lines => format!(" and {}", counted(lines, "line of a log", "lines of logs")),
    };
    let kinds: Vec<String> = masked.masked.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let values = masked.masked.iter().map(|(_, count)| count).sum::<usize>();
    let values = match values {
        0 => "no value had to be masked".to_owned(),
        values => format!("{} masked ({})", counted(values, "value", "values"), kinds.join(", ")),
    };
    let left_out = match masked.left_out {
        0 => String::new(),
        count => format!(
            "; {} left out that belong{} to no login",
            counted(count, "request", "requests"),
            if count == 1 { "s" } else { "" }
        ),
    };
    let bodies = match masked.bodies_left_out {
        0 => String::new(),
        count => format!("; {} left out that are no text or too long", counted(count, "body", "bodies")),
    };
    format!("{requests}{lines} written; {values}{left_out}{bodies}.")
}

/// What is not found in it as it was.
fn lost(other: &OtherCause) -> String {
    let said = |of: &LoginCause| {
        let cause = of.cause.map_or(String::new(), |cause| format!(", {cause}"));
        format!("“{}: {}{cause}”", of.kind, of.outcome)
    };
    match (&other.was, &other.is) {
        (Some(was), Some(is)) => format!("Not as before: {} is {} in what was written.", said(was), said(is)),
        (Some(was), None) => format!("Not as before: {} is not in what was written.", said(was)),
        (None, Some(is)) => format!("Not as before: what was written has {} besides.", said(is)),
        (None, None) => String::new(),
    }
}
