//! `oauth-lens token`: what a token says, and what is wrong with it.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Read as _};
use std::process::ExitCode;

use clap::Args;
use http::Timestamp;
use report::{JudgementKind, TokenContext};
use serde::Serialize;

use crate::keys::{self, Keys};
use crate::output::{self, Failure, Format};
use crate::text;

/// The longest token that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// Say what a token holds, what is wrong with it, and whether its signature fits
#[derive(Args)]
#[command(after_help = "\
Personal claims are masked, and the signature is never shown.

Exit status:
  0  nothing is wrong with the token
  1  something is, or its signature does not fit
  2  the token or the keys could not be read

Examples:
  oauth-lens token -                              paste the token, then Ctrl-D
  oauth-lens token - --jwks https://auth.example.com/jwks
  pbpaste | oauth-lens token - --jwks keys.pem --at 2026-11-23T09:41:00Z")]
pub(crate) struct Token {
    /// A JWT, or what it stands in: a header line, a response, an address, lines of a log; `-` is standard input, which keeps it out of the shell's history
    #[arg(value_name = "TOKEN", default_value = "-", hide_default_value = true)]
    token: String,

    /// Keys to check the signature with: a key set (JWKS), a key (JWK) or a public key (PEM), in a file or at a URL. A URL is
    /// fetched; nothing of the token is sent
    #[arg(long, value_name = "FILE|URL")]
    jwks: Option<String>,

    /// The file with the client's secret, for HS256 and its like
    #[arg(long, value_name = "FILE", conflicts_with = "jwks")]
    secret: Option<std::path::PathBuf>,

    /// The moment to judge it at, in place of now: RFC 3339, or seconds since 1970
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<f64>,

    /// For the terminal, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Document {
    format: &'static str,
    version: u32,
    token: report::Token,
    /// What else was in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<report::NamedToken>,
}

impl Token {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let text = if self.token == "-" { from_stdin()? } else { self.token.clone() };
        if text.trim().is_empty() {
            return Err(Failure {
                what: "there is no token".to_owned(),
                help: "Paste it, or pipe it in: pbpaste | oauth-lens token -".to_owned(),
            });
        }
        let keys: Option<Keys> = match (&self.jwks, &self.secret) {
            (Some(place), _) => Some(keys::read(place)?),
            (None, Some(file)) => Some(keys::secret(file)?),
            (None, None) => None,
        };
        let now = self.at.and_then(Timestamp::from_millis).or_else(keys::now);
        let keys = keys.as_ref().map(|keys| (&keys.set, keys.from.clone()));
        let tokens = report::tokens(&text, &TokenContext::new(now, keys, false));
        let is_wrong = tokens.iter().any(|found| found.token.state == JudgementKind::Wrong);
        match self.format {
            Format::Text => {
                let width = output::width();
                let all: Vec<String> = tokens.iter().map(|found| text::token::named(found, width)).collect();
                output::text(&all.join("\n"))?;
            }
            Format::Json => {
                let mut others = tokens;
                let token = others.remove(0).token;
                output::json(&Document { format: "oauth-lens-token", version: 1, token, others })?;
            }
        }
        Ok(ExitCode::from(u8::from(is_wrong)))
    }
}

fn from_stdin() -> Result<String, Failure> {
    if io::stdin().is_terminal() {
        output::hint("Paste the token, then press Enter and Ctrl-D.");
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| Failure {
        what: format!("standard input could not be read: {error}"),
        help: "Pipe the token in: pbpaste | oauth-lens token -".to_owned(),
    })?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure {
            what: "this is longer than 1 MiB: it is no token".to_owned(),
            help: "For a recording of a login: oauth-lens check FILE".to_owned(),
        });
    }
    // A token is ASCII; what is not is named by its place.
    let text = http::readers::text(&bytes).unwrap_or(Cow::Borrowed(&bytes));
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Milliseconds since the epoch.
fn moment(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().map(|seconds| seconds * 1000.0);
    let time = Timestamp::from_rfc3339(text).map(Timestamp::as_millis).or(seconds);
    time.filter(|time| Timestamp::from_millis(*time).is_some())
        .ok_or_else(|| "write it as 2026-11-23T09:41:00Z, or in seconds since 1970".to_owned())
}
