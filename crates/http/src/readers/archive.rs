//! The files of an archive as one recording: some tools write an archive of their own, all others are files that somebody
//! packed together.

use super::unpack::Archive;
use super::{ARCHIVES, AccessLogFormat, Problem, Recording, Unreadable, read_form, text};
use crate::{Exchange, ExchangeId};

const ADVICE: &str = "Put recordings into it: HAR files, the output of `curl -v`, logs.";

/// Files of which it is said that they could not be read, by the end of their name: whoever packed them meant them.
const MEANT: [&str; 8] = [".har", ".json", ".jsonl", ".log", ".network", ".txt", ".xml", ".yml"];

pub(super) fn read(archive: &Archive, format: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    match ARCHIVES.iter().find_map(|read| read(archive)) {
        Some(read) => read,
        None => read_each(archive, format),
    }
}

/// All that can be read, one after the other.
fn read_each(archive: &Archive, format: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    let (mut whole, mut first, mut problems): (Option<Recording>, Option<Unreadable>, _) =
        (None, None, Vec::new());
    for (at, name) in archive.names().enumerate() {
        let place = format!("file {} of the archive", at + 1);
        let problem = |what: String| Problem { place: place.clone(), what };
        let lower = name.to_ascii_lowercase();
        let is_meant = MEANT.iter().any(|end| lower.strip_suffix(".gz").unwrap_or(&lower).ends_with(end));
        // What a Mac keeps of its own about each file.
        if name.starts_with("__MACOSX/") {
            continue;
        }
        let Some(bytes) = archive.file(at)? else {
            problems.extend(is_meant.then(|| problem("it cannot be unpacked".to_owned())));
            continue;
        };
        match text(&bytes).and_then(|text| read_form(&text, format)) {
            Ok(recording) => {
                let said = recording.problems.iter();
                problems.extend(said.map(|p| problem(format!("{}: {}", p.place, p.what))));
                match &mut whole {
                    Some(whole) => whole.append(recording),
                    None => whole = Some(recording),
                }
            }
            Err(unreadable) => {
                problems.extend(is_meant.then(|| problem(unreadable.what.clone())));
                first = first.or(Some(unreadable).filter(|_| is_meant));
            }
        }
    }
    let nothing = || Unreadable {
        what: "it is a ZIP archive that holds no recording".to_owned(),
        place: None,
        advice: ADVICE,
    };
    let mut whole = whole.ok_or_else(|| first.unwrap_or_else(nothing))?;
    whole.problems = problems;
    Ok(whole)
}

impl Recording {
    /// Goes on with what stands in another file.
    pub(super) fn append(&mut self, other: Recording) {
        let next = self.exchanges.len() as u32;
        let numbered = |exchange: Exchange| Exchange { id: ExchangeId(next + exchange.id.0), ..exchange };
        self.exchanges.extend(other.exchanges.into_iter().map(numbered));
        self.statements.extend(other.statements);
        self.is_telling |= other.is_telling;
    }
}
