//! Files that become one recording: whoever has their bytes, the command or the panel, has them read here.

use http::readers::{self, AccessLogFormat, Form, Problem, Recording, Streamed, Unreadable};
use jose::Jwt;
use lint::{Imported, Session, Settings, Sieve};

use crate::mask::Shown;
use crate::model::STDIN;
use crate::view::{LEFT_OUT, Source};

/// Bytes in which it is looked whether an input is a token.
const LONGEST_TOKEN: usize = 64 << 10;

/// What to do where a recording is too large.
pub const RECORD_LESS: &str = "Record the login alone (clear the Network tab before it begins)";

/// Files that are one recording. One that cannot be read is left out, which the report says.
pub struct Files {
    session: Session,
    sources: Vec<Source>,
    /// Why the first of those was not read that were not.
    unread: Option<Unread>,
    limit: u64,
    used: u64,
}

/// Why a file is not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// What is wrong, in a sentence that begins with the file's name.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

impl Files {
    /// None yet, of which at most so many bytes are read, all together.
    pub fn new(limit: u64) -> Self {
        Files { session: Session::new(), sources: Vec::new(), unread: None, limit, used: 0 }
    }

    /// What is taken into account beside what the files hold; before the first is read.
    pub fn set(&mut self, settings: Settings) {
        self.session.set(settings);
    }

    /// How many bytes may still come.
    pub fn left(&self) -> u64 {
        self.limit.saturating_sub(self.used)
    }

    /// How many came.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Reads the next file; lines that have the `format` are those of an access log.
    pub fn read(&mut self, name: Shown, bytes: &[u8], format: Option<&AccessLogFormat>) {
        self.used = self.used.saturating_add(bytes.len() as u64);
        match read(&name, bytes, format) {
            Ok(Recording { form, problems, exchanges, statements, .. }) => {
                let imported = self.session.import(exchanges, statements);
                self.add(name, form, imported, &problems);
            }
            Err(unread) => self.leave_out(name, unread),
        }
    }

    /// Adds a file of so many bytes that was read piece by piece through a sieve of this session.
    pub fn add_sifted(
        &mut self,
        name: Shown,
        bytes: u64,
        sieve: Sieve,
        streamed: Result<Streamed, Unreadable>,
    ) {
        self.used = self.used.saturating_add(bytes);
        match streamed {
            Ok(Streamed { form, problems }) => {
                let imported =
                    self.session.import_sifted(sieve, |exchanges| readers::in_order(form, exchanges));
                self.add(name, form, imported, &problems);
            }
            Err(why) => {
                let unread = Unread::not_read(&name, &why);
                self.leave_out(name, unread);
            }
        }
    }

    fn add(&mut self, name: Shown, form: &Form, imported: Imported, problems: &[Problem]) {
        let problems = problems.iter().map(Shown::from_reader).collect();
        self.sources.push(Source { name, kind: form.name, problems, imported });
    }

    /// Leaves the next file out.
    pub fn leave_out(&mut self, name: Shown, unread: Unread) {
        let why = unread.what.strip_prefix(called(&name)).unwrap_or(&unread.what);
        let problem = Shown::from_user(&format!("left out: {}", why.trim_start_matches([':', ' '])));
        self.sources.push(Source {
            name,
            kind: LEFT_OUT,
            problems: vec![problem],
            imported: self.session.import(Vec::new(), Vec::new()),
        });
        self.unread.get_or_insert(unread);
    }

    /// What was read, as one recording.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The files, in the order in which they came.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The recording and its files.
    ///
    /// # Errors
    /// When there are files and none could be read: why not the first.
    pub fn into_parts(self) -> Result<(Session, Vec<Source>), Unread> {
        match self.none_read() {
            Some(unread) => Err(unread.clone()),
            None => Ok((self.session, self.sources)),
        }
    }

    /// Why not the first file was read, where none was.
    pub(crate) fn none_read(&self) -> Option<&Unread> {
        let was_read = self.sources.iter().any(|source| source.kind != LEFT_OUT);
        self.unread.as_ref().filter(|_| !was_read)
    }
}

/// How a file is called where people read it.
pub fn called(name: &Shown) -> &str {
    if name.as_str() == STDIN { "standard input" } else { name.as_str() }
}

fn read(name: &Shown, bytes: &[u8], format: Option<&AccessLogFormat>) -> Result<Recording, Unread> {
    let recording =
        readers::read_as(bytes, format).map_err(|why| Unread::not_understood(name, bytes, &why))?;
    match recording.exchanges.is_empty() && is_token(bytes) {
        true => Err(Unread::holds_a_token(name)),
        false => Ok(recording),
    }
}

/// Whether an input is nothing but a token.
fn is_token(bytes: &[u8]) -> bool {
    let text = readers::text(bytes.get(..LONGEST_TOKEN).unwrap_or(bytes)).unwrap_or_default();
    str::from_utf8(&text).is_ok_and(|text| Jwt::is_likely(text.trim()))
}

impl Unread {
    /// That a file has more bytes than are read. `used`: so many of the limit came from other files; `or`: what else to do about it.
    pub fn too_large(name: &Shown, size: u64, limit: u64, used: u64, or: &str) -> Self {
        let what =
            format!("{} is too large: it holds {}, and {}", called(name), amount(size), allowed(limit, used));
        Unread { what, help: format!("{RECORD_LESS}, or {or}") }
    }

    /// That whoever has the file did not give its bytes.
    pub fn not_given(name: &Shown) -> Self {
        Unread {
            what: format!("{}: the browser did not hand it over", called(name)),
            help: "Choose files, no folders. A file that changed since then has to be chosen again."
                .to_owned(),
        }
    }

    /// That reading it was the end of the reader.
    pub fn broke(name: &Shown) -> Self {
        Unread {
            what: format!("{} could not be read: OAuth Lens failed on it", called(name)),
            help: "This is a fault of OAuth Lens, please report it. Nothing else is lost.".to_owned(),
        }
    }

    fn holds_a_token(name: &Shown) -> Self {
        Unread {
            what: format!("{} holds a token, and no recording of a login", called(name)),
            help: "Have it read by itself: oauth-lens token - < FILE".to_owned(),
        }
    }

    fn not_understood(name: &Shown, bytes: &[u8], unreadable: &Unreadable) -> Self {
        if is_token(bytes) {
            return Unread::holds_a_token(name);
        }
        Unread::not_read(name, unreadable)
    }

    fn not_read(name: &Shown, unreadable: &Unreadable) -> Self {
        let place = unreadable.place.as_ref().map_or(String::new(), |place| format!(" ({place})"));
        Unread {
            what: format!("{} could not be read: {}{place}", called(name), unreadable.what),
            help: unreadable.advice.to_owned(),
        }
    }
}

/// How much is read, where so many bytes of the limit came from other files.
pub fn allowed(limit: u64, used: u64) -> String {
    match used {
        0 => format!("at most {} are read", amount(limit)),
        _ => format!("at most {} are read of all files, {} came before", amount(limit), amount(used)),
    }
}

/// `512 MiB`, `1.5 GiB`, `17 bytes`.
fn amount(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| bytes >= *unit) else {
        return format!("{bytes} {}", if bytes == 1 { "byte" } else { "bytes" });
    };
    let tenths = (u128::from(bytes) * 10).div_ceil(u128::from(unit));
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_never_look_smaller_than_they_are() {
        for (bytes, text) in [
            (1, "1 byte"),
            (1_023, "1023 bytes"),
            (1 << 29, "512 MiB"),
            ((1 << 29) + 1, "512.1 MiB"),
            (3 << 29, "1.5 GiB"),
            (u64::MAX, "17179869184 GiB"),
        ] {
            assert_eq!(amount(bytes), text);
        }
    }

    const CALL: &[u8] = b"> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 204 No Content\n";

    fn name(text: &str) -> Shown {
        Shown::from_user(text)
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_the_rest_counts() {
        let mut files = Files::new(1_000);
        files.read(name("empty.har"), b"", None);
        files.read(name("call.txt"), CALL, None);
        let large = Unread::too_large(&name("large.har"), 2_000, 1_000, files.used(), "cut it");
        assert!(files.left() < 1_000 && files.used() == CALL.len() as u64);
        files.leave_out(name("large.har"), large);
        let (_, sources) = files.into_parts().unwrap();
        let problems: Vec<&str> =
            sources.iter().flat_map(|source| &source.problems).map(Shown::as_str).collect();
        assert_eq!(
            problems,
            [
                "left out: could not be read: it is empty",
                "left out: is too large: it holds 2 KiB, and at most 1000 bytes are read of all files, 63 bytes came before"
            ]
        );
        assert_eq!(sources.iter().map(|source| source.kind).collect::<Vec<_>>(), ["none", "curl", "none"]);
    }

    #[test]
    fn where_nothing_can_be_read_the_first_reason_counts() {
        let mut files = Files::new(1_000);
        files.read(name("-"), b"eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.", None);
        files.read(name("empty.har"), b"", None);
        let Err(unread) = files.into_parts() else { panic!("something was read") };
        assert_eq!(unread.what, "standard input holds a token, and no recording of a login");
    }
}
