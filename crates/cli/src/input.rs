//! Files become one recording.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use http::readers::{self, Unreadable};
use lint::Session;
use report::{Shown, Source};

use crate::output::Failure;

/// The name of standard input.
const STDIN: &str = "-";

/// All files as one recording. One that cannot be read makes the whole unreadable: half a login would get a wrong
/// diagnosis.
pub(crate) fn read(files: &[PathBuf]) -> Result<(Session, Vec<Source>), Failure> {
    let mut session = Session::new();
    let mut sources = Vec::new();
    for file in files {
        let name = Shown::from_user(&file.to_string_lossy());
        let bytes = bytes(file).map_err(|error| not_opened(&name, file, &error))?;
        let recording = readers::read(&bytes).map_err(|unreadable| not_understood(&name, &unreadable))?;
        sources.push(Source {
            name,
            kind: recording.form.name,
            imported: session.import(recording.exchanges),
            problems: recording.problems.iter().map(Shown::from_reader).collect(),
        });
    }
    Ok((session, sources))
}

/// What an input can be.
pub(crate) fn help() -> String {
    format!("Recordings, together one: {}; `-` is standard input", readers::forms().join(", "))
}

/// How an input is called where people read it.
pub(crate) fn display_name(name: &Shown) -> &str {
    if name.as_str() == STDIN { "standard input" } else { name.as_str() }
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    if file.as_os_str() != STDIN {
        return fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_opened(name: &Shown, file: &Path, error: &io::Error) -> Failure {
    let name = display_name(name);
    match error.kind() {
        ErrorKind::IsADirectory => {
            let example = match some_har(file) {
                Some(har) => Shown::from_user(&har.to_string_lossy()).to_string(),
                None => "login.har".to_owned(),
            };
            Failure {
                what: format!("{name} is a directory"),
                help: format!("Name the files to check: oauth-lens check {example}"),
            }
        }
        ErrorKind::NotFound => Failure {
            what: format!("{name}: there is no such file"),
            help: "Look at the path; it is relative to the current directory.".to_owned(),
        },
        ErrorKind::PermissionDenied => Failure {
            what: format!("{name}: you may not read this file"),
            help: "Give yourself the permission to read it, or make a copy.".to_owned(),
        },
        _ => Failure {
            what: format!("{name} could not be read: {error}"),
            help: "Copy the file to a local disk and try again.".to_owned(),
        },
    }
}

/// The first HAR file of a directory by name.
fn some_har(directory: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(directory).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files.filter(|file| file.extension().is_some_and(|e| e.eq_ignore_ascii_case("har"))).min()
}

fn not_understood(name: &Shown, unreadable: &Unreadable) -> Failure {
    let place = unreadable.place.as_ref().map_or(String::new(), |place| format!(" ({place})"));
    let what = format!("{} could not be read: {}{place}", display_name(name), unreadable.what);
    Failure { what: Shown::from_user(&what).to_string(), help: unreadable.advice.to_owned() }
}
