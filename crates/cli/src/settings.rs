//! A file of settings: what no recording shows, and what somebody does not want to hear.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use lint::Settings;
use report::settings::{Unusable, WrittenSettings};

use crate::output::Failure;
use crate::{rules, terminal};

/// Bytes of the longest file of settings.
const LONGEST: u64 = 1 << 20;

const FORM: &str = "docs/settings.md has an example: rules-off, ignore-hosts and [[client]] with client_id, issuer, redirect_uris, aud";

/// What is taken into account beside the recording.
#[derive(Args)]
pub(crate) struct Chosen {
    /// What no recording shows: the clients that you know with their registered redirect URIs, rules that are not asked, hosts
    /// that are passed over (TOML)
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Chosen {
    /// The settings of the file, or none.
    ///
    /// # Errors
    /// Where it cannot be read, or says what there is not.
    pub(crate) fn read(&self) -> Result<Settings, Failure> {
        let Some(file) = &self.settings else { return Ok(Settings::default()) };
        let name = terminal::name(&file.to_string_lossy());
        let failure =
            |why: String, help: &str| Failure { what: format!("{name}: {why}"), help: help.to_owned() };
        let is_file =
            fs::metadata(file).map_err(|why| failure(why.to_string(), "Name a file of settings"))?;
        if !is_file.is_file() || is_file.len() > LONGEST {
            return Err(failure(
                "it is no file of settings: no plain file of at most 1 MiB".to_owned(),
                FORM,
            ));
        }
        let text = fs::read_to_string(file).map_err(|why| failure(why.to_string(), "Name a file of text"))?;
        let written: WrittenSettings =
            toml::from_str(&text).map_err(|why| failure(place(&text, &why), FORM))?;
        written.read().map_err(|unusable| match unusable {
            Unusable::NoRule(id) => {
                failure(format!("rules-off names {id}, which is no rule"), &rules::unknown(&id).help)
            }
            Unusable::NoHost(host) => failure(
                format!("ignore-hosts has {host}, which is no host"),
                "Write the name alone, auth.example.com, or *.example.com for all below it",
            ),
            Unusable::NoClientId => failure("a client has no client_id".to_owned(), FORM),
        })
    }
}

/// Where the file is no TOML, or none of settings, and why, without its text.
fn place(text: &str, why: &toml::de::Error) -> String {
    let line =
        why.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let line = line.map_or(String::new(), |line| format!("line {line}: "));
    // `invalid type: string "…", expected a sequence`: what stands there may be anything.
    let message = match why.message().rsplit_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid ") => format!("{expected} is expected here"),
        _ => why.message().to_owned(),
    };
    format!("{line}{message}")
}
